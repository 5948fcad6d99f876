#include "cli/timeline.h"

#include <utility>

#include "cli/clock_places.h"
#include "cli/named_row.h"

namespace sojourn {
namespace {

Query query_of(const CaseReader& reader, const BoundQuery& bound) {
  return reader.query(bound.sql, bound.parameters);
}

BoundQuery sessions_of(const SessionFilter& filter, const CaseReader& reader, bool was_set_back) {
  SessionOrder order{.columns = {"session_id", "host", "user_name", "user_domain", "kind",
                                 "outcome", "start_time", "start_reason", "granted_time",
                                 "end_time", "end_reason", "src_ip", "src_host"}};
  if (was_set_back) {
    order.columns.push_back(place_of_session() + " AS start_place");
    order.columns.push_back(place_of_end() + " AS end_place");
  }
  return sessions_query(filter, reader, order);
}

BoundQuery locks_of(const SessionFilter& filter, const CaseReader& reader) {
  // What is sorted is as narrow as can be: with LIMIT SQLite sorts before it looks at sessions, and
  // CROSS JOIN keeps the order.
  BoundQuery query{
      "SELECT l.time, v.host, v.session_id, l.role AS what, l.rule AS reason, v.user_name,\n"
      "  v.user_domain, v.kind, v.src_ip, v.src_host\n"
      "FROM (SELECT e.time, v.session_id, v.role, v.rule\n"
      "  FROM session_event v CROSS JOIN event e USING (event_id)\n"
      "  WHERE v.role IN ('lock', 'unlock')",
      {}};
  append(query, near_where(filter));
  query.sql +=
      "\n  ORDER BY e.time, v.session_id LIMIT -1) l\n"
      "CROSS JOIN v_session v ON v.session_id = l.session_id WHERE 1";
  append(query, sessions_where(filter, reader));
  return query;
}

// The same in the order of their places, which stand in a column more.
BoundQuery locks_in_places(const SessionFilter& filter, const CaseReader& reader) {
  BoundQuery query = sessions_where(filter, reader);
  query.sql = kClockPlaces +
              ("SELECT e.time, v.host, v.session_id, x.role AS what, x.rule AS reason,\n"
               "  v.user_name, v.user_domain, v.kind, v.src_ip, v.src_host, " +
               place_of("e.time", "e.clock_epoch_id")) +
              " AS place\nFROM session_event x CROSS JOIN event e USING (event_id)\n"
              "CROSS JOIN v_session v ON v.session_id = x.session_id\n"
              "WHERE x.role IN ('lock', 'unlock')" +
              query.sql + "\nORDER BY place, x.session_id";
  return query;
}

}  // namespace

const std::vector<std::string>& Timeline::columns() {
  static const std::vector<std::string> kColumns = {"time",   "host",      "session_id",  "what",
                                                    "reason", "user_name", "user_domain", "kind",
                                                    "src_ip", "src_host"};
  return kColumns;
}

Timeline::Timeline(const SessionFilter& filter, const CaseReader& reader)
    : filter_(filter),
      was_set_back_(was_set_back(reader)),
      sessions_(query_of(reader, sessions_of(filter, reader, was_set_back_))),
      locks_(query_of(
          reader, was_set_back_ ? locks_in_places(filter, reader) : locks_of(filter, reader))) {}

bool Timeline::take_session() {
  const auto cells = sessions_.next();
  if (!cells) return false;
  const NamedRow session(sessions_.columns(), *cells);
  const std::string start = session.text("start_time"), end = session.text("end_time");
  const bool failed = session.text("outcome") == "failure";
  const std::int64_t id = session.whole("session_id").value_or(0);
  const auto place = [&](const std::string& time, const char* column) {
    return was_set_back_ ? session.text(column) : time;
  };
  const auto add = [&](const std::string& time, const std::string& at, const char* what,
                       const char* reason) {
    waiting_.push({time,
                   at,
                   id,
                   std::string_view(what) == "start",
                   {time, session.text("host"), id, std::string(what), session.text(reason),
                    text_cell(session.text("user_name")), text_cell(session.text("user_domain")),
                    session.text("kind"), text_cell(session.text("src_ip")),
                    text_cell(session.text("src_host"))}});
  };
  const std::string granted = session.text("granted_time");
  const std::string first = !start.empty() ? start : !granted.empty() ? granted : end;
  reached_ = place(first, "start_place");
  if (!start.empty()) add(start, reached_, failed ? "failure" : "start", "start_reason");
  if (!end.empty() && !failed) add(end, place(end, "end_place"), "end", "end_reason");
  return true;
}

std::optional<Timeline::Row> Timeline::next_row() {
  if (!lock_) {
    if (auto cells = locks_.next()) {
      const NamedRow row(locks_.columns(), *cells);
      const std::string time = row.text("time");
      lock_ = Row{time, was_set_back_ ? row.text("place") : time,
                  row.whole("session_id").value_or(0), false, std::move(*cells)};
      lock_->cells.resize(columns().size());
    }
  }
  while (!sessions_are_over_ && (waiting_.empty() || waiting_.top().place >= reached_))
    sessions_are_over_ = !take_session();
  if (lock_ && (waiting_.empty() || waiting_.top() > *lock_)) return std::exchange(lock_, {});
  if (waiting_.empty()) return std::nullopt;
  Row row = waiting_.top();
  waiting_.pop();
  return row;
}

bool Timeline::is_asked_for(const Row& row) const {
  return (!filter_.from || row.time >= format_time(*filter_.from)) &&
         (!filter_.to || row.time <= format_time(*filter_.to));
}

std::optional<std::vector<Cell>> Timeline::next() {
  while (auto row = next_row()) {
    if (is_asked_for(*row)) return std::move(row->cells);
  }
  return std::nullopt;
}

}  // namespace sojourn
