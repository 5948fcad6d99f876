#include "cli/stays.h"

#include <algorithm>
#include <charconv>
#include <tuple>

#include "cli/named_row.h"

namespace sojourn {
namespace {

// An open session is proved until the last record of its host, others until their end. One whose
// start or end is not known is proved between its own records.
constexpr const char* kSessions = R"(
WITH lock_host (host_id) AS (
  SELECT host_id FROM host h
  WHERE EXISTS (SELECT 1 FROM event e WHERE e.event_code IN (4800, 4801) AND e.host_id = h.host_id)
), log (host_id, last) AS (SELECT host_id, max(last_time) FROM coverage GROUP BY host_id)
SELECT s.session_id, s.uid, s.host_id, v.user_name, v.user_domain, v.user_sid, v.src_ip, v.src_host,
  v.src_scope, v.src_inferred, v.windows_session_number, p.from_time, p.to_time,
  CASE WHEN s.outcome = 'unknown' THEN 'never'
       WHEN s.start_time IS NULL THEN (
         SELECT min(e.time) FROM session_event x JOIN event e USING (event_id) WHERE x.session_id = s.session_id)
  END AS sure_from,
  CASE WHEN s.end_time IS NOT NULL THEN NULL
       WHEN s.end_reason = 'open' THEN log.last
       ELSE (SELECT max(e.time) FROM session_event x JOIN event e USING (event_id) WHERE x.session_id = s.session_id)
  END AS sure_until,
  0 AS disconnected, s.kind IN ('local', 'remote') AND l.host_id IS NOT NULL AS tells_locks
FROM v_session_span p
JOIN session s USING (session_id)
JOIN v_session v USING (session_id)
LEFT JOIN lock_host l ON l.host_id = s.host_id
LEFT JOIN log ON log.host_id = s.host_id
WHERE s.outcome IN ('success', 'unknown') AND s.account_class = 'user')";

// From the end of a session that left its desktop to the next one of it, else until the desktop
// ended.
constexpr const char* kLeft = R"(
WITH desktop AS (
  SELECT s.session_id, s.local_session_id, s.end_time, s.end_reason, s.outcome, s.account_class,
    lead(s.start_time) OVER (PARTITION BY s.local_session_id
                             ORDER BY s.start_epoch_id, s.start_time, s.session_id) AS next_start
  FROM session s
  WHERE s.local_session_id IS NOT NULL AND s.outcome <> 'failure'
)
SELECT d.session_id, v.uid, l.host_id, v.user_name, v.user_domain, v.user_sid, v.src_ip, v.src_host,
  v.src_scope, v.src_inferred, v.windows_session_number, d.end_time AS from_time,
  coalesce(d.next_start, l.end_time,
           (SELECT max(c.last_time) FROM coverage c WHERE c.host_id = l.host_id)) AS to_time,
  NULL AS sure_from, NULL AS sure_until, 1 AS disconnected, 0 AS tells_locks
FROM desktop d
JOIN local_session l USING (local_session_id)
JOIN v_session v USING (session_id)
WHERE d.end_reason IN ('disconnect', 'idle_timeout', 'time_limit', 'kicked')
  AND d.end_time IS NOT NULL AND d.outcome = 'success' AND d.account_class = 'user'
  AND (l.end_time IS NOT NULL OR l.end_reason = 'open'))";

constexpr const char* kMarks = R"(
SELECT x.session_id, x.role, e.time
FROM session_event x JOIN event e USING (event_id)
WHERE x.role IN ('lock', 'unlock')
ORDER BY x.session_id, e.event_id)";

constexpr Timestamp kNever = Timestamp::max();

}  // namespace

std::string_view name_of(Presence presence) {
  switch (presence) {
    case Presence::active:
      return "active";
    case Presence::locked:
      return "locked";
    case Presence::on:
      return "on";
    case Presence::disconnected:
      return "disconnected";
    case Presence::perhaps:
      return "perhaps";
  }
  return {};
}

Stays::Stays(const CaseReader& reader) {
  place_of("");
  add_rows(reader, kSessions);
  add_rows(reader, kLeft);
  add_marks(reader);
  for (auto& [id, host] : hosts_) {
    std::ranges::sort(host.stays, {}, [](const Stay& stay) {
      return std::tuple(stay.first, stay.session_id, stay.is_disconnected);
    });
    host.latest.resize(host.stays.size());
    note_latest(host, 0, host.stays.size());
  }
}

void Stays::add_rows(const CaseReader& reader, const char* sql) {
  for (Query query = reader.query(sql); const auto cells = query.next();) {
    const NamedRow row(query.columns(), *cells);
    Stay stay;
    const auto from = parse_time(row.text("from_time")), to = parse_time(row.text("to_time"));
    stay.first = from.value_or(Timestamp::min());
    stay.last = to.value_or(kNever);
    stay.sure_from = row.text("sure_from") == "never"
                         ? kNever
                         : parse_time(row.text("sure_from")).value_or(stay.first);
    stay.sure_until = parse_time(row.text("sure_until")).value_or(stay.last);
    stay.session_id = row.whole("session_id").value_or(0);
    const std::string uid = row.text("uid");
    std::from_chars(uid.data(), uid.data() + uid.size(), stay.uid, 16);
    stay.user = place_of(account_name(row));
    stay.source = place_of(source_name(row));
    stay.sid = place_of(row.text("user_sid"));
    stay.session_number = row.whole("windows_session_number").value_or(-1);
    stay.is_disconnected = row.yes("disconnected");
    stay.tells_locks = row.yes("tells_locks");
    if (stay.first <= stay.last) hosts_[row.whole("host_id").value_or(0)].stays.push_back(stay);
  }
}

void Stays::add_marks(const CaseReader& reader) {
  for (Query query = reader.query(kMarks); const auto cells = query.next();) {
    const NamedRow row(query.columns(), *cells);
    if (const auto time = parse_time(row.text("time")))
      marks_[row.whole("session_id").value_or(0)].push_back({*time, row.text("role") == "lock"});
  }
}

std::uint32_t Stays::place_of(const std::string& text) {
  const auto [place, is_new] = places_.try_emplace(text, static_cast<std::uint32_t>(texts_.size()));
  if (is_new) texts_.push_back(text);
  return place->second;
}

// The stays are a tree: the one in the middle of a range is the root of what lies left and right of
// it. What ended before a time is so passed over by halves.
Timestamp Stays::note_latest(Host& host, std::size_t begin, std::size_t end) {
  if (begin == end) return Timestamp::min();
  const std::size_t middle = begin + (end - begin) / 2;
  return host.latest[middle] = std::max({host.stays[middle].last, note_latest(host, begin, middle),
                                         note_latest(host, middle + 1, end)});
}

void Stays::find(const Host& host, std::size_t begin, std::size_t end, const TimeSpan& time,
                 std::vector<const Stay*>& found) {
  if (begin == end) return;
  const std::size_t middle = begin + (end - begin) / 2;
  if (host.latest[middle] < time.first) return;
  find(host, begin, middle, time, found);
  const Stay& stay = host.stays[middle];
  if (stay.first > time.last) return;
  if (stay.last >= time.first) found.push_back(&stay);
  find(host, middle + 1, end, time, found);
}

std::vector<const Stay*> Stays::during(std::int64_t host_id, const TimeSpan& time) const {
  std::vector<const Stay*> found;
  const auto host = hosts_.find(host_id);
  if (host != hosts_.end()) find(host->second, 0, host->second.stays.size(), time, found);
  return found;
}

Presence Stays::presence(const Stay& stay, const TimeSpan& time) const {
  if (stay.is_disconnected) return Presence::disconnected;
  if (time.last < stay.sure_from || time.first > stay.sure_until) return Presence::perhaps;
  if (!stay.tells_locks) return Presence::on;
  const auto marks = marks_.find(stay.session_id);
  if (marks == marks_.end()) return Presence::active;
  bool is_locked = false;
  for (const Mark& mark : marks->second) {
    if (mark.time <= time.last) is_locked = mark.locks;
  }
  return is_locked ? Presence::locked : Presence::active;
}

}  // namespace sojourn
