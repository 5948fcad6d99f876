#include "cli/session_filter.h"

#include "schema/json.h"

namespace sojourn {
namespace {

// A list as one parameter: json_each() makes rows of it again.
std::string json_list(const std::vector<std::string>& texts) {
  std::string list = "[";
  for (const std::string& text : texts) list += (list.size() > 1 ? "," : "") + json_string(text);
  return list + "]";
}

// The addresses of the case that lie in the network, however they are spelled.
std::vector<std::string> addresses_in(const Network& network, const CaseReader& reader) {
  std::vector<std::string> found;
  Query query = reader.query("SELECT DISTINCT src_ip FROM v_session WHERE src_ip IS NOT NULL");
  while (const auto row = query.next()) {
    const auto* address = std::get_if<std::string>(&row->front());
    if (address != nullptr && network.contains(*address)) found.push_back(*address);
  }
  return found;
}

}  // namespace

BoundQuery sessions_query(const SessionFilter& filter, const CaseReader& reader) {
  BoundQuery query{"SELECT * FROM v_session WHERE 1", {}};
  const auto require = [&query](const char* condition, std::vector<Cell> parameters) {
    query.sql += "\n  AND ";
    query.sql += condition;
    query.parameters.insert(query.parameters.end(), parameters.begin(), parameters.end());
  };
  if (!filter.all) query.sql += "\n  AND account_class = 'user'";
  if (!filter.host.empty()) {
    // Behind a blank is the number that tells machines of one name apart.
    require(
        "(host = ? COLLATE NOCASE OR substr(host, 1, instr(host || ' ', ' ') - 1) = ? COLLATE "
        "NOCASE OR substr(host, 1, instr(replace(host, ' ', '.') || '.', '.') - 1) = ? COLLATE "
        "NOCASE)",
        {filter.host, filter.host, filter.host});
  }
  if (!filter.user.empty()) {
    // All sessions of the accounts that any record spells so, whatever their own records call them.
    require(
        "session_id IN (SELECT session_id FROM session WHERE account_id IN ("
        "SELECT account_id FROM account_name WHERE name = ? COLLATE NOCASE"
        " OR domain || '\\' || name = ? COLLATE NOCASE"
        " UNION SELECT account_id FROM account WHERE sid = ? COLLATE NOCASE))",
        {filter.user, filter.user, filter.user});
  }
  if (filter.ip) {
    require("src_ip IN (SELECT value FROM json_each(?))",
            {json_list(addresses_in(*filter.ip, reader))});
  }
  // A session without a known start or end may have begun any time before, or gone on for any time
  // after.
  if (filter.from) require("(end_time IS NULL OR end_time >= ?)", {format_time(*filter.from)});
  if (filter.to) require("(start_time IS NULL OR start_time <= ?)", {format_time(*filter.to)});
  if (!filter.kinds.empty())
    require("kind IN (SELECT value FROM json_each(?))", {json_list(filter.kinds)});
  if (!filter.outcomes.empty())
    require("outcome IN (SELECT value FROM json_each(?))", {json_list(filter.outcomes)});
  query.sql += "\nORDER BY coalesce(start_time, granted_time, end_time), session_id";
  if (filter.limit) {
    query.sql += "\nLIMIT ?";
    query.parameters.emplace_back(std::int64_t{*filter.limit});
  }
  return query;
}

}  // namespace sojourn
