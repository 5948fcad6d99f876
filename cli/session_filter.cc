#include "cli/session_filter.h"

#include <algorithm>
#include <chrono>

#include "cli/case_names.h"
#include "cli/clock_places.h"
#include "schema/json.h"

namespace sojourn {
namespace {

// The addresses of the case that lie in one of the networks, however they are spelled.
std::vector<std::string> addresses_in(const std::vector<Network>& networks,
                                      const CaseReader& reader) {
  std::vector<std::string> found;
  Query query = reader.query(
      "SELECT src_ip FROM account_source WHERE src_ip IS NOT NULL "
      "UNION SELECT src_ip FROM burst WHERE src_ip IS NOT NULL");
  while (const auto row = query.next()) {
    const auto* address = std::get_if<std::string>(&row->front());
    if (address != nullptr && std::ranges::any_of(networks, [address](const Network& network) {
          return network.contains(*address);
        })) {
      found.push_back(*address);
    }
  }
  return found;
}

// In any epoch of the host's clock: what a person asks for is what a clock showed. A session
// without a known start or end may have begun at any time of its boot before, or gone on for any
// after. One that has a duration lasted from its start to its end, by one clock.
constexpr const char* kWithin =
    "iif(v.duration_s IS NOT NULL, coalesce(v.end_time >= ?, 1) AND coalesce(v.start_time <= ?, "
    "1),\n"
    "  EXISTS (SELECT 1 FROM v_session_span p WHERE p.session_id = v.session_id AND "
    "coalesce(p.to_time >= ?, 1) AND coalesce(p.from_time <= ?, 1)))";

// Most sessions are short: those that lie within a time began at most a day before. The others have
// an index, `session_long`, whose condition this is.
constexpr std::chrono::hours kShort{24};
constexpr const char* kIsShort = "duration_s <= 86400";
constexpr const char* kIsLong = "(duration_s IS NULL OR duration_s > 86400)";

// A record of it came with that run or a later one: it stands in a file of theirs, and in none that
// was there before. That a file of before had it, too, its ranges tell, where its ids are of one
// channel; of slack records nothing tells it.
constexpr const char* kSinceRun = R"(EXISTS (
    SELECT 1 FROM session_event x JOIN event e USING (event_id) JOIN evidence f USING (evidence_id)
    WHERE x.session_id = v.session_id AND f.run_id >= ? AND (e.recovered OR NOT EXISTS (
      SELECT 1 FROM record_range r JOIN evidence o USING (evidence_id)
      WHERE r.host_id = e.host_id AND r.channel = e.channel AND r.is_sign = 0 AND o.run_id < ?
        AND e.record_id BETWEEN r.first_record AND r.last_record
        AND e.time BETWEEN r.first_time AND r.last_time))))";

void require(BoundQuery& query, const std::string& condition, std::vector<Cell> parameters) {
  query.sql += "\n  AND " + condition;
  query.parameters.insert(query.parameters.end(), parameters.begin(), parameters.end());
}

// What the row is that is called v: of v_session, of `session` or of `account_source`.
enum class RowOf : std::uint8_t { view, session, account_source };

struct Wanted {
  RowOf row = RowOf::view;
  bool others = false;  // what the filter hides
};

BoundQuery where_of(const SessionFilter& filter, const CaseReader& reader, const Wanted& wanted) {
  const bool is_view = wanted.row == RowOf::view;
  const std::string any_of_list = " IN (SELECT value FROM json_each(?))";
  BoundQuery query;
  if (!filter.hosts.empty()) {
    require(query,
            is_view ? "v.host" + any_of_list
                    : "v.host_id IN (SELECT host_id FROM host WHERE name" + any_of_list + ")",
            {json_list(hosts_named(filter.hosts, reader))});
  }
  if (wanted.others || !filter.all)
    query.sql += std::string("\n  AND v.account_class ") + (wanted.others ? "<>" : "=") + " 'user'";
  if (!filter.users.empty()) {
    require(query,
            (is_view ? "(SELECT x.account_id FROM session x WHERE x.session_id = v.session_id)"
                     : "v.account_id") +
                any_of_list,
            {json_list(accounts_named(filter.users, reader))});
  }
  // The plus keeps SQLite from looking these up first, and from sorting what it found then.
  if (!filter.networks.empty()) {
    require(query, (is_view ? "+v.src_ip" : "v.src_ip") + any_of_list,
            {json_list(addresses_in(filter.networks, reader))});
  }
  if (filter.from || filter.to) {
    const Cell from = time_cell(filter.from), to = time_cell(filter.to);
    require(query, kWithin, {from, to, from, to});
  }
  if (!filter.scopes.empty())
    require(query, "v.src_scope" + any_of_list, {json_list(filter.scopes)});
  if (!filter.kinds.empty()) require(query, "v.kind" + any_of_list, {json_list(filter.kinds)});
  if (!filter.outcomes.empty())
    require(query, "v.outcome" + any_of_list, {json_list(filter.outcomes)});
  if (filter.burst) require(query, "v.burst_id = ?", {*filter.burst});
  if (filter.since_run) require(query, kSinceRun, {*filter.since_run, *filter.since_run});
  return query;
}

// That a session began in time to lie within [from, to] at least in part, if it is a short one.
BoundQuery short_where(const SessionFilter& filter) {
  BoundQuery query{kIsShort, {}};
  if (filter.from) require(query, "start_time >= ?", {format_time(*filter.from - kShort)});
  if (filter.to) require(query, "start_time <= ?", {format_time(*filter.to)});
  return query;
}

// Whether the rows of `account_source` tell all that is asked.
bool counts_tell(const SessionFilter& filter) {
  return !filter.from && !filter.to && !filter.burst && !filter.since_run;
}

BoundQuery counted(const SessionFilter& filter, const CaseReader& reader, bool others) {
  const bool is_told = counts_tell(filter);
  BoundQuery query = where_of(
      filter, reader, {.row = is_told ? RowOf::account_source : RowOf::session, .others = others});
  if (is_told) {
    query.sql = "FROM account_source v WHERE 1" + query.sql;
    return query;
  }
  append(query, near_where(filter));
  query.sql =
      "FROM (SELECT *, 1 AS sessions, coalesce(start_time, end_time) AS first_time,\n"
      "  coalesce(end_time, start_time) AS last_time FROM session) v WHERE 1" +
      query.sql;
  return query;
}

// So many rows may be sorted in memory.
constexpr std::int64_t kFew = 20'000;

// Whether the filter picks few sessions, whenever they were.
bool are_few(const SessionFilter& filter, const CaseReader& reader) {
  const bool picks = !filter.hosts.empty() || !filter.users.empty() || !filter.networks.empty() ||
                     !filter.scopes.empty() || !filter.kinds.empty() || !filter.outcomes.empty();
  if (!picks || !counts_tell(filter)) return false;
  BoundQuery query = counted(filter, reader, false);
  query.sql = "SELECT coalesce(sum(v.sessions), 0) " + query.sql;
  const auto cells = reader.query(query.sql, query.parameters).next();
  const auto* sessions = cells ? std::get_if<std::int64_t>(&cells->front()) : nullptr;
  return sessions != nullptr && *sessions <= kFew;
}

}  // namespace

std::string json_list(const std::vector<std::string>& texts) {
  std::string list = "[";
  for (const std::string& text : texts) list += (list.size() > 1 ? "," : "") + json_string(text);
  return list + "]";
}

std::string json_list(const std::vector<std::int64_t>& numbers) {
  std::string list = "[";
  for (const std::int64_t number : numbers)
    list += (list.size() > 1 ? "," : "") + std::to_string(number);
  return list + "]";
}

void append(BoundQuery& query, const BoundQuery& more) {
  query.sql += more.sql;
  query.parameters.insert(query.parameters.end(), more.parameters.begin(), more.parameters.end());
}

Cell time_cell(const std::optional<Timestamp>& time) {
  return time ? Cell(format_time(*time)) : Cell();
}

void check_names(const SessionFilter& filter, const CaseReader& reader) {
  for (const std::string& host : filter.hosts) require_host(host, reader);
  for (const std::string& user : filter.users) require_account(user, reader);
  if (filter.burst) require_burst(*filter.burst, reader);
  if (filter.since_run) require_run(*filter.since_run, reader);
}

BoundQuery sessions_where(const SessionFilter& filter, const CaseReader& reader) {
  return where_of(filter, reader, {});
}

BoundQuery table_where(const SessionFilter& filter, const CaseReader& reader) {
  return where_of(filter, reader, {.row = RowOf::session});
}

BoundQuery near_where(const SessionFilter& filter) {
  if (!filter.from && !filter.to) return {};
  BoundQuery query = short_where(filter);
  query.sql = "\n  AND v.session_id IN (SELECT session_id FROM session WHERE " + query.sql +
              "\n    UNION ALL SELECT session_id FROM session WHERE " + kIsLong + ")";
  return query;
}

BoundQuery counted_sessions(const SessionFilter& filter, const CaseReader& reader) {
  return counted(filter, reader, false);
}

BoundQuery counted_rows(const SessionFilter& filter, const CaseReader& reader) {
  const bool is_told = counts_tell(filter);
  BoundQuery query =
      where_of(filter, reader, {.row = is_told ? RowOf::account_source : RowOf::session});
  const std::string source =
      "coalesce(v.account_id, 0), coalesce(v.src_ip, v.src_host, v.src_scope)";
  query.sql = "SELECT v.*, " +
              (is_told ? "1" + query.sql
                       : "(" + source + ") IN (SELECT " + source + "\n  FROM session v WHERE 1" +
                             query.sql + ")") +
              " AS is_shown\nFROM account_source v" +
              (filter.all ? "" : " WHERE v.account_class = 'user'") + "\nORDER BY v.rowid";
  return query;
}

BoundQuery counted_others(const SessionFilter& filter, const CaseReader& reader) {
  return counted(filter, reader, true);
}

BoundQuery authentication_bursts_where(const SessionFilter& filter, const CaseReader& reader) {
  BoundQuery query = hosts_where(filter, reader, "b.host");
  const std::string any_of_list = " IN (SELECT value FROM json_each(?))";
  const std::string attempt =
      "EXISTS (SELECT 1 FROM burst_event x JOIN event e USING (event_id) WHERE x.burst_id = "
      "b.burst_id AND ";
  if (!filter.all) require(query, attempt + "coalesce(e.user_name, '') NOT LIKE '%$')", {});
  if (!filter.users.empty()) {
    require(query,
            attempt +
                "lower(e.user_name) IN (SELECT lower(n.name) FROM account_name n WHERE "
                "n.account_id" +
                any_of_list + "))",
            {json_list(accounts_named(filter.users, reader))});
  }
  if (!filter.networks.empty())
    require(query, "b.src_ip" + any_of_list, {json_list(addresses_in(filter.networks, reader))});
  if (filter.from) require(query, "b.last_time >= ?", {time_cell(filter.from)});
  if (filter.to) require(query, "b.first_time <= ?", {time_cell(filter.to)});
  if (!filter.scopes.empty())
    require(query, "b.src_scope" + any_of_list, {json_list(filter.scopes)});
  // They are sessions of no kind, and all failures.
  if (!filter.kinds.empty()) require(query, "0", {});
  if (!filter.outcomes.empty())
    require(query, "'failure'" + any_of_list, {json_list(filter.outcomes)});
  return query;
}

BoundQuery hosts_where(const SessionFilter& filter, const CaseReader& reader,
                       const std::string& column) {
  BoundQuery query;
  if (!filter.hosts.empty()) {
    require(query, column + " IN (SELECT value FROM json_each(?))",
            {json_list(hosts_named(filter.hosts, reader))});
  }
  return query;
}

BoundQuery sessions_query(const SessionFilter& filter, const CaseReader& reader,
                          const SessionOrder& order) {
  const BoundQuery where = sessions_where(filter, reader);
  std::string wanted;
  for (const std::string& column : order.columns) wanted += (wanted.empty() ? "" : ", ") + column;
  const std::string down = order.newest_first ? " DESC" : "";
  // What a clock showed that was set back is no order.
  if (was_set_back(reader)) {
    return {kClockPlaces + ("SELECT " + wanted) + " FROM v_session v WHERE 1" + where.sql +
                "\nORDER BY " + place_of_session() + down + ", v.session_id" + down,
            where.parameters};
  }
  if (are_few(filter, reader)) {
    BoundQuery query{"SELECT " + wanted +
                         " FROM v_session v WHERE v.session_id IN (\n"
                         "  SELECT v.session_id FROM session v WHERE 1",
                     {}};
    append(query, table_where(filter, reader));
    query.sql += ")\nORDER BY coalesce(v.start_time, v.granted_time, v.end_time)" + down +
                 ", v.session_id" + down;
    return query;
  }
  // Lists that are each in order, merged: SQLite reads those with a start along an index, and needs
  // to sort no more than the sessions without one.
  BoundQuery query{"SELECT " + wanted + " FROM (", {}};
  const auto add = [&](const BoundQuery& condition, const char* place) {
    if (!query.sql.ends_with('(')) query.sql += "\nUNION ALL";
    query.sql += "\nSELECT v.*, " + std::string(place) + " AS place FROM v_session v WHERE ";
    append(query, condition);
    append(query, where);
  };
  if (filter.from || filter.to) {
    add(short_where(filter), "v.start_time");
    add({std::string(kIsLong) + " AND v.start_time IS NOT NULL", {}}, "v.start_time");
  } else {
    add({"v.start_time IS NOT NULL", {}}, "v.start_time");
  }
  add({"v.start_time IS NULL", {}}, "coalesce(v.granted_time, v.end_time)");
  query.sql += "\nORDER BY place" + down + ", session_id" + down + ")";
  return query;
}

std::vector<HiddenRows> hidden_sessions(const SessionFilter& filter, const CaseReader& reader) {
  if (filter.all) return {};
  BoundQuery query = counted_others(filter, reader);
  query.sql = "SELECT sum(v.sessions) " + query.sql;
  return {{.count = query, .row = "session", .how = kWithAll}};
}

std::vector<std::string> session_columns(const CaseReader& reader) {
  return reader.query("SELECT * FROM v_session").columns();
}

}  // namespace sojourn
