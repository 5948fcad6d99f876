#include "cli/session_filter.h"

#include <algorithm>

#include "cli/case_names.h"
#include "schema/json.h"

namespace sojourn {
namespace {

// A list as one parameter: json_each() makes rows of it again.
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

// The addresses of the case that lie in one of the networks, however they are spelled.
std::vector<std::string> addresses_in(const std::vector<Network>& networks,
                                      const CaseReader& reader) {
  std::vector<std::string> found;
  Query query = reader.query("SELECT DISTINCT src_ip FROM session WHERE src_ip IS NOT NULL");
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
// after.
constexpr const char* kWithin =
    "EXISTS (SELECT 1 FROM v_session_span p WHERE p.session_id = v.session_id AND "
    "coalesce(p.to_time >= ?, 1) AND coalesce(p.from_time <= ?, 1))";

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

BoundQuery where_of(const SessionFilter& filter, const CaseReader& reader, const char* classes) {
  BoundQuery query = hosts_where(filter, reader, "v.host");
  if (*classes != '\0') query.sql += std::string("\n  AND v.account_class ") + classes;
  if (!filter.users.empty()) {
    require(query,
            "(SELECT x.account_id FROM session x WHERE x.session_id = v.session_id) IN (SELECT "
            "value FROM json_each(?))",
            {json_list(accounts_named(filter.users, reader))});
  }
  const std::string any_of_list = " IN (SELECT value FROM json_each(?))";
  // The plus keeps SQLite from looking these up first, and from sorting what it found then.
  if (!filter.networks.empty())
    require(query, "+v.src_ip" + any_of_list, {json_list(addresses_in(filter.networks, reader))});
  if (filter.from || filter.to) {
    require(query, kWithin, {time_cell(filter.from), time_cell(filter.to)});
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

}  // namespace

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
  return where_of(filter, reader, filter.all ? "" : "= 'user'");
}

BoundQuery others_where(const SessionFilter& filter, const CaseReader& reader) {
  return where_of(filter, reader, "<> 'user'");
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

std::string is_among(const std::string& session_id, const BoundQuery& where) {
  return "EXISTS (SELECT 1 FROM v_session v WHERE v.session_id = " + session_id + where.sql + ")";
}

BoundQuery sessions_query(const SessionFilter& filter, const CaseReader& reader,
                          const SessionOrder& order) {
  const BoundQuery where = sessions_where(filter, reader);
  std::string wanted;
  for (const std::string& column : order.columns) wanted += (wanted.empty() ? "" : ", ") + column;
  const std::string down = order.newest_first ? " DESC" : "";
  // Of one host the numbers of sessions are in the order in which they began, whatever its clock
  // showed. Those of several are merged by time.
  const bool was_set_back =
      reader.query("SELECT 1 FROM clock_epoch WHERE step_s < 0 AND (SELECT count(*) FROM host) = 1")
          .next()
          .has_value();
  if (was_set_back) {
    return {"SELECT " + wanted + " FROM v_session v WHERE 1" + where.sql +
                "\nORDER BY v.session_id" + down,
            where.parameters};
  }
  // Two lists that are each in order, merged: SQLite reads the first along its index, and needs
  // to sort no more than the sessions without a start.
  BoundQuery query{"SELECT " + wanted +
                       " FROM (\nSELECT v.*, v.start_time AS place FROM v_session v\n"
                       "WHERE v.start_time IS NOT NULL" +
                       where.sql +
                       "\nUNION ALL\nSELECT v.*, coalesce(v.granted_time, v.end_time)\n"
                       "FROM v_session v WHERE v.start_time IS NULL" +
                       where.sql + "\nORDER BY place" + down + ", session_id" + down + ")",
                   where.parameters};
  query.parameters.insert(query.parameters.end(), where.parameters.begin(), where.parameters.end());
  return query;
}

std::vector<HiddenRows> hidden_sessions(const SessionFilter& filter, const CaseReader& reader) {
  if (filter.all) return {};
  BoundQuery query = others_where(filter, reader);
  query.sql = "SELECT count(*) FROM v_session v WHERE 1" + query.sql;
  return {{.count = query, .row = "session", .how = kWithAll}};
}

std::vector<std::string> session_columns(const CaseReader& reader) {
  return reader.query("SELECT * FROM v_session").columns();
}

}  // namespace sojourn
