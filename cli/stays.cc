#include "cli/stays.h"

#include <algorithm>
#include <charconv>
#include <tuple>
#include <utility>

#include "cli/named_row.h"

namespace sojourn {
namespace {

// From when to when the clock of a host showed what in each of its epochs, as v_session_span has
// it.
constexpr const char* kEpochs = R"(
WITH epoch AS (
  SELECT c.clock_epoch_id, c.host_id,
    iif(c.reason = 'resume_from_sleep', lag(c.last_time) OVER host, c.first_time) AS from_time,
    max(c.last_time, coalesce(lead(iif(c.reason <> 'unrecorded', e.other_time, NULL)) OVER host,
                              c.last_time)) AS to_time
  FROM clock_epoch c
  LEFT JOIN event e USING (event_id)
  WINDOW host AS (PARTITION BY c.host_id ORDER BY c.clock_epoch_id)
), log (host_id, last_epoch_id, last_time) AS (
  SELECT host_id, last_epoch_id, last_time FROM (
    SELECT *, row_number() OVER (PARTITION BY host_id ORDER BY last_epoch_id DESC, last_time DESC) AS place
    FROM coverage)
  WHERE place = 1
))";

// An open session is proved until the last record of its host, others until their end. One whose
// start or end is not known is proved between its own records. Each row is of one epoch of the
// clock: 'all' is proved of it, or 'none', or from a record on, or until one.
constexpr const char* kSessions = R"(, lock_host (host_id) AS (
  SELECT host_id FROM host h
  WHERE EXISTS (SELECT 1 FROM event e WHERE e.event_code IN (4800, 4801) AND e.host_id = h.host_id)
)
SELECT s.session_id, s.uid, s.host_id, v.user_name, v.user_domain, v.user_sid, v.src_ip, v.src_host,
  v.src_scope, v.src_inferred, v.windows_session_number, p.clock_epoch_id, p.from_time, p.to_time,
  CASE WHEN s.outcome = 'unknown' THEN 'none'
       WHEN s.start_time IS NULL THEN (
         SELECT CASE WHEN e.clock_epoch_id < p.clock_epoch_id THEN 'all'
                     WHEN e.clock_epoch_id > p.clock_epoch_id THEN 'none' ELSE e.time END
         FROM session_event x JOIN event e USING (event_id)
         WHERE x.session_id = s.session_id ORDER BY e.event_id LIMIT 1)
       ELSE 'all' END AS sure_from,
  CASE WHEN s.end_time IS NOT NULL THEN 'all'
       WHEN s.end_reason = 'open' THEN
         CASE WHEN log.last_epoch_id > p.clock_epoch_id THEN 'all'
              WHEN log.last_epoch_id < p.clock_epoch_id THEN 'none' ELSE log.last_time END
       ELSE (
         SELECT CASE WHEN e.clock_epoch_id > p.clock_epoch_id THEN 'all'
                     WHEN e.clock_epoch_id < p.clock_epoch_id THEN 'none' ELSE e.time END
         FROM session_event x JOIN event e USING (event_id)
         WHERE x.session_id = s.session_id ORDER BY e.event_id DESC LIMIT 1)
       END AS sure_until,
  0 AS disconnected, s.kind IN ('local', 'remote') AND l.host_id IS NOT NULL AS tells_locks
FROM v_session_span p
JOIN session s USING (session_id)
JOIN v_session v USING (session_id)
LEFT JOIN lock_host l ON l.host_id = s.host_id
LEFT JOIN log ON log.host_id = s.host_id
WHERE s.outcome IN ('success', 'unknown') AND s.account_class = 'user')";

// From the end of a session that left its desktop to the next one of it, else until the desktop
// ended: a row for each epoch of the clock.
constexpr const char* kLeft = R"(, desktop AS (
  SELECT s.session_id, s.local_session_id, s.end_epoch_id, s.end_time, s.end_reason, s.outcome,
    s.account_class, lead(s.start_epoch_id) OVER own AS next_epoch_id,
    lead(s.start_time) OVER own AS next_start
  FROM session s
  WHERE s.local_session_id IS NOT NULL AND s.outcome <> 'failure'
  WINDOW own AS (PARTITION BY s.local_session_id
                 ORDER BY s.start_epoch_id, s.start_time, s.session_id)
), stood AS (
  SELECT d.*, l.host_id, coalesce(d.next_start, l.end_time, log.last_time) AS until,
    CASE WHEN d.next_start IS NOT NULL THEN d.next_epoch_id
         WHEN l.end_time IS NOT NULL THEN coalesce(e.clock_epoch_id, d.end_epoch_id)
         ELSE log.last_epoch_id END AS until_epoch_id
  FROM desktop d
  JOIN local_session l USING (local_session_id)
  LEFT JOIN event e ON e.event_id = l.end_event_id
  LEFT JOIN log ON log.host_id = l.host_id
  WHERE d.end_reason IN ('disconnect', 'idle_timeout', 'time_limit', 'kicked')
    AND d.end_time IS NOT NULL AND d.outcome = 'success' AND d.account_class = 'user'
    AND (l.end_time IS NOT NULL OR l.end_reason = 'open')
)
SELECT d.session_id, v.uid, d.host_id, v.user_name, v.user_domain, v.user_sid, v.src_ip, v.src_host,
  v.src_scope, v.src_inferred, v.windows_session_number, c.clock_epoch_id,
  iif(c.clock_epoch_id > d.end_epoch_id, c.from_time, d.end_time) AS from_time,
  iif(c.clock_epoch_id < d.until_epoch_id, c.to_time, d.until) AS to_time,
  'all' AS sure_from, 'all' AS sure_until, 1 AS disconnected, 0 AS tells_locks
FROM stood d
JOIN v_session v USING (session_id)
JOIN epoch c ON c.host_id = d.host_id
  AND c.clock_epoch_id BETWEEN d.end_epoch_id AND d.until_epoch_id)";

constexpr const char* kMarks = R"(
SELECT x.session_id, x.role, e.clock_epoch_id, e.time
FROM session_event x JOIN event e USING (event_id)
WHERE x.role IN ('lock', 'unlock')
ORDER BY x.session_id, e.event_id)";

constexpr const char* kShown = R"(
SELECT host_id, from_time, to_time FROM epoch
WHERE host_id IN (SELECT host_id FROM clock_epoch WHERE step_s < 0))";

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
  add_shown(reader);
  for (auto& [id, host] : hosts_) {
    std::ranges::sort(host.stays, {}, [](const Stay& stay) {
      return std::tuple(stay.first, stay.session_id, stay.is_disconnected);
    });
    host.latest.resize(host.stays.size());
    note_latest(host, 0, host.stays.size());
  }
}

void Stays::add_rows(const CaseReader& reader, const char* sql) {
  for (Query query = reader.query(std::string(kEpochs) + sql); const auto cells = query.next();) {
    const NamedRow row(query.columns(), *cells);
    Stay stay;
    const auto from = parse_time(row.text("from_time")), to = parse_time(row.text("to_time"));
    stay.first = from.value_or(Timestamp::min());
    stay.last = to.value_or(kNever);
    stay.epoch = row.whole("clock_epoch_id").value_or(0);
    const std::string sure_from = row.text("sure_from"), sure_until = row.text("sure_until");
    stay.sure_from = sure_from == "none" ? kNever : parse_time(sure_from).value_or(stay.first);
    stay.sure_until =
        sure_until == "none" ? Timestamp::min() : parse_time(sure_until).value_or(stay.last);
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
      marks_[row.whole("session_id").value_or(0)].push_back(
          {row.whole("clock_epoch_id").value_or(0), *time, row.text("role") == "lock"});
  }
}

void Stays::add_shown(const CaseReader& reader) {
  for (Query query = reader.query(std::string(kEpochs) + kShown);
       const auto cells = query.next();) {
    const NamedRow row(query.columns(), *cells);
    const auto from = parse_time(row.text("from_time")), to = parse_time(row.text("to_time"));
    if (from && to) shown_[row.whole("host_id").value_or(0)].push_back({*from, *to});
  }
}

bool Stays::is_shown_twice(std::int64_t host_id, const TimeSpan& time) const {
  const auto shown = shown_.find(host_id);
  return shown != shown_.end() && std::ranges::count_if(shown->second, [&](const TimeSpan& epoch) {
                                    return epoch.first <= time.first && time.last <= epoch.last;
                                  }) > 1;
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
    if (std::pair(mark.epoch, mark.time) <= std::pair(stay.epoch, time.last))
      is_locked = mark.locks;
  }
  return is_locked ? Presence::locked : Presence::active;
}

}  // namespace sojourn
