#include "cli/presence_list.h"

#include "cli/wording.h"

namespace sojourn {
namespace {

// Sessions that lie at least in part within the time, as they stood at its end: in the last epoch
// of the host's clock that showed it while they lasted. What came before that and what behind is
// told by the epoch and the time together.
constexpr const char* kPresent = R"(
SELECT v.session_id, v.uid, v.host, v.user_name, v.user_domain, v.user_sid, v.kind, v.start_time, v.end_time,
  v.end_reason, v.src_ip, v.src_host, v.src_scope, v.src_inferred,
  CASE
    WHEN v.outcome = 'unknown' THEN 'perhaps'
    WHEN v.epoch_id IS NULL AND v.end_time <= v.until THEN 'ended'
    WHEN v.start_time IS NULL AND (v.epoch_id, v.until) < (
      SELECT e.clock_epoch_id, e.time FROM session_event x JOIN event e USING (event_id)
      WHERE x.session_id = v.session_id ORDER BY e.event_id LIMIT 1) THEN 'perhaps'
    WHEN v.end_time IS NULL AND v.end_reason = 'open' AND (v.epoch_id, v.until) > (
      SELECT c.last_epoch_id, c.last_time FROM coverage c JOIN host h USING (host_id) WHERE h.name = v.host
      ORDER BY c.last_epoch_id DESC, c.last_time DESC LIMIT 1) THEN 'perhaps'
    WHEN v.end_time IS NULL AND v.end_reason <> 'open' AND coalesce((v.epoch_id, v.until) > (
      SELECT e.clock_epoch_id, e.time FROM session_event x JOIN event e USING (event_id)
      WHERE x.session_id = v.session_id ORDER BY e.event_id DESC LIMIT 1), 1) THEN 'perhaps'
    WHEN v.kind NOT IN ('local', 'remote') OR v.host NOT IN (SELECT name FROM lock_host) THEN 'on'
    ELSE 'active'
  END AS state,
  (SELECT x.role || ' ' || e.time FROM session_event x JOIN event e USING (event_id)
    WHERE x.session_id = v.session_id AND x.role IN ('lock', 'unlock')
      AND (e.clock_epoch_id, e.time) <= (v.epoch_id, v.until)
    ORDER BY e.event_id DESC LIMIT 1) AS mark
FROM (
  SELECT w.*, a.until, (
    SELECT p.clock_epoch_id FROM v_session_span p WHERE p.session_id = w.session_id
      AND coalesce(p.from_time <= a.until, 1) AND coalesce(p.to_time > a.until, 1)
    ORDER BY p.to_time IS NULL, p.clock_epoch_id DESC LIMIT 1) AS epoch_id
  FROM v_session w CROSS JOIN asked a) v
WHERE v.outcome IN ('success', 'unknown'))";

// Desktops whose last session before the time was left for a while, and that stood until after it,
// in some epoch of the host's clock that showed the time.
constexpr const char* kLeft = R"(
UNION ALL
SELECT v.session_id, v.uid, v.host, v.user_name, v.user_domain, v.user_sid, v.kind, v.start_time, v.end_time,
  v.end_reason, v.src_ip, v.src_host, v.src_scope, v.src_inferred, 'disconnected', NULL
FROM v_session v
JOIN session s ON s.session_id = v.session_id
JOIN local_session l ON l.local_session_id = v.local_session_id
WHERE v.outcome = 'success' AND v.end_reason IN ('disconnect', 'idle_timeout', 'time_limit', 'kicked')
  AND EXISTS (
    SELECT 1 FROM clock_epoch c
    LEFT JOIN clock_epoch before
      ON before.host_id = c.host_id AND before.clock_epoch_id = c.clock_epoch_id - 1
    LEFT JOIN clock_epoch behind
      ON behind.host_id = c.host_id AND behind.clock_epoch_id = c.clock_epoch_id + 1
    LEFT JOIN event told ON told.event_id = behind.event_id AND behind.reason <> 'unrecorded'
    CROSS JOIN asked a
    WHERE c.host_id = s.host_id
      AND iif(c.reason = 'resume_from_sleep', before.last_time, c.first_time) <= a.until
      AND (behind.clock_epoch_id IS NULL OR c.last_time >= a.since OR told.other_time >= a.since)
      AND (s.end_epoch_id, s.end_time) < (c.clock_epoch_id, a.since)
      AND (l.end_reason <> 'open' AND (
        SELECT (e.clock_epoch_id, l.end_time) > (c.clock_epoch_id, a.until) FROM event e
        WHERE e.event_id = l.end_event_id)
      OR l.end_reason = 'open' AND (c.clock_epoch_id, a.until) <= (
        SELECT o.last_epoch_id, o.last_time FROM coverage o WHERE o.host_id = s.host_id
        ORDER BY o.last_epoch_id DESC, o.last_time DESC LIMIT 1))
      AND NOT EXISTS (SELECT 1 FROM session n WHERE n.local_session_id = s.local_session_id
        AND n.session_id <> s.session_id AND n.outcome = 'success'
        AND (n.start_epoch_id, n.start_time) >= (s.start_epoch_id, s.start_time)
        AND (n.start_epoch_id, n.start_time) <= (c.clock_epoch_id, a.until))))";

}  // namespace

ListPlan presence_list(const ListRequest& request) {
  SessionFilter whenever = request.filter;
  whenever.from.reset();
  whenever.to.reset();
  BoundQuery where = sessions_where(request.filter, request.reader);
  append(where, near_where(request.filter));
  const BoundQuery left = sessions_where(whenever, request.reader);
  const std::string down = request.newest_first ? " DESC" : "";
  BoundQuery query{
      "WITH asked (since, until) AS (SELECT ?, ?), lock_host (name) AS (SELECT h.name FROM host h\n"
      "  WHERE EXISTS (SELECT 1 FROM event e WHERE e.event_code IN (4800, 4801) AND e.host_id = "
      "h.host_id))\n"
      "SELECT p.session_id, p.uid, iif(p.state = 'active' AND p.mark GLOB 'lock *', 'locked', "
      "p.state) AS state,\n"
      "  CASE p.state WHEN 'ended' THEN p.end_time WHEN 'disconnected' THEN p.end_time\n"
      "    WHEN 'active' THEN coalesce(substr(p.mark, instr(p.mark, ' ') + 1), p.start_time)\n"
      "    ELSE p.start_time END AS since_time,\n"
      "  p.host, p.user_name, p.user_domain, p.user_sid, p.kind, p.src_ip, p.src_host, "
      "p.src_scope,\n"
      "  p.src_inferred, p.start_time, p.end_time, p.end_reason\n"
      "FROM (" +
          std::string(kPresent),
      {format_time(*request.filter.from), format_time(*request.filter.to)}};
  append(query, where);
  query.sql += kLeft;
  append(query, left);
  query.sql += ") p\nORDER BY p.host" + down + ", p.start_time" + down + ", p.session_id" + down;
  return {.row = "session",
          .rows = query,
          .titles = {"state", "since", "id", "host", "user", "kind", "source"},
          .line = [&zone = request.zone, narrow = request.narrow](
                      const NamedRow& row) -> std::optional<std::vector<Cell>> {
            return std::vector<Cell>{row.text("state"),
                                     second_time(row.text("since_time"), zone),
                                     row.whole("session_id").value_or(0),
                                     narrow ? short_host(row.text("host")) : row.text("host"),
                                     narrow ? short_account(row) : account_name(row),
                                     row.text("kind"),
                                     source_name(row)};
          },
          .hidden = hidden_sessions(request.filter, request.reader)};
}

}  // namespace sojourn
