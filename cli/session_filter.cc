#include "cli/session_filter.h"

#include <stdexcept>

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

// Behind a blank is the number that tells machines of one name apart.
constexpr const char* kOfHost =
    "(host = ? COLLATE NOCASE OR substr(host, 1, instr(host || ' ', ' ') - 1) = ? COLLATE NOCASE "
    "OR "
    "substr(host, 1, instr(replace(host, ' ', '.') || '.', '.') - 1) = ? COLLATE NOCASE)";
// All accounts that any record spells so, whatever their sessions' own records call them.
constexpr const char* kOfAccount =
    "account_id IN (SELECT account_id FROM account_name WHERE name = ? COLLATE NOCASE OR domain || "
    "'\\' || name = ? COLLATE NOCASE UNION SELECT account_id FROM account WHERE sid = ? COLLATE "
    "NOCASE)";

// A name that must be there.
struct Wanted {
  const char* what;
  const std::string& name;
  std::string known;  // a query with three times the name, that has a row where it is there
  const char* all;    // names what there is
};

void require(const CaseReader& reader, const Wanted& wanted) {
  const std::string& name = wanted.name;
  if (name.empty() || reader.query(wanted.known, {name, name, name}).next()) return;
  constexpr int kNamed = 10;
  std::string named;
  int count = 0;
  for (Query query = reader.query(wanted.all); const auto row = query.next(); ++count) {
    const auto* text = std::get_if<std::string>(&row->front());
    if (text != nullptr && count < kNamed) named += (named.empty() ? "" : ", ") + *text;
  }
  if (count > kNamed) named += " and " + std::to_string(count - kNamed) + " more";
  throw std::runtime_error("the case has no " + std::string(wanted.what) + " \"" + name +
                           "\"; it has " + (named.empty() ? "none" : named));
}

}  // namespace

void check_names(const SessionFilter& filter, const CaseReader& reader) {
  require(reader,
          {.what = "host",
           .name = filter.host,
           .known = std::string("SELECT 1 FROM (SELECT name AS host FROM host) WHERE ") + kOfHost,
           .all = "SELECT name FROM host ORDER BY host_id"});
  // Those with the most sessions first.
  require(
      reader,
      {.what = "account",
       .name = filter.user,
       .known = std::string("SELECT 1 FROM account WHERE ") + kOfAccount,
       .all = "SELECT coalesce(domain || '\\' || name, name, sid) FROM account LEFT JOIN session "
              "USING (account_id) WHERE class = 'user' GROUP BY account_id ORDER BY "
              "count(session_id) DESC, account_id"});
}

BoundQuery sessions_where(const SessionFilter& filter, const CaseReader& reader) {
  BoundQuery query;
  const auto require = [&query](const char* condition, std::vector<Cell> parameters) {
    query.sql += "\n  AND ";
    query.sql += condition;
    query.parameters.insert(query.parameters.end(), parameters.begin(), parameters.end());
  };
  if (!filter.all) query.sql += "\n  AND account_class = 'user'";
  if (!filter.host.empty()) {
    require(kOfHost, {filter.host, filter.host, filter.host});
  }
  // A plus keeps SQLite from looking these up first, and from sorting what it found then.
  if (!filter.user.empty()) {
    const std::string of_account =
        "+session_id IN (SELECT session_id FROM session WHERE " + std::string(kOfAccount) + ")";
    require(of_account.c_str(), {filter.user, filter.user, filter.user});
  }
  if (filter.ip) {
    require("+src_ip IN (SELECT value FROM json_each(?))",
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
  return query;
}

BoundQuery sessions_query(const SessionFilter& filter, const CaseReader& reader,
                          const std::vector<std::string>& columns) {
  const BoundQuery where = sessions_where(filter, reader);
  std::string wanted;
  for (const std::string& column : columns) wanted += (wanted.empty() ? "" : ", ") + column;
  // Two lists that are each in order, merged: SQLite reads the first along its index, and needs
  // to sort no more than the sessions without a start.
  BoundQuery query{"SELECT " + wanted +
                       " FROM (\nSELECT *, start_time AS place FROM v_session\nWHERE start_time IS "
                       "NOT NULL" +
                       where.sql +
                       "\nUNION ALL\nSELECT *, coalesce(granted_time, end_time) FROM v_session\n"
                       "WHERE start_time IS NULL" +
                       where.sql + "\nORDER BY place, session_id",
                   where.parameters};
  query.parameters.insert(query.parameters.end(), where.parameters.begin(), where.parameters.end());
  if (filter.limit) {
    query.sql += "\nLIMIT ?";
    query.parameters.emplace_back(std::int64_t{*filter.limit});
  }
  query.sql += ")";
  return query;
}

std::vector<std::string> session_columns(const CaseReader& reader) {
  return reader.query("SELECT * FROM v_session").columns();
}

}  // namespace sojourn
