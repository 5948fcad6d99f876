#include "cli/failure_list.h"

#include <utility>

#include "cli/authentication_list.h"
#include "cli/brief_sessions.h"
#include "cli/session_list.h"
#include "cli/wording.h"

namespace sojourn {
namespace {

// What is known of where a burst came from.
std::string burst_source(const NamedRow& burst) {
  if (!burst.text("src_ip").empty() || !burst.text("src_host").empty()) return source_name(burst);
  const std::string caller = burst.text("caller"), process = burst.text("process");
  if (caller.empty() && process.empty()) return source_name(burst);
  return caller + (caller.empty() || process.empty() ? "" : ", ") + process;
}

std::string got_in(const NamedRow& burst) {
  const auto session = burst.whole("followed_by_session_id");
  if (!session) return burst.text("followed_by_user");
  return burst.text("followed_by_user") + ", session " + std::to_string(*session);
}

bool has_bursts_of_authentication(const CaseReader& reader) {
  return reader.query("SELECT 1 FROM burst WHERE of = 'authentication' LIMIT 1", {})
      .next()
      .has_value();
}

}  // namespace

ListPlan failure_list(const ListRequest& request) {
  if (request.filter.burst) {
    return is_of_authentication(*request.filter.burst, request.reader)
               ? authentication_list(request)
               : session_list(request);
  }
  const BoundQuery where = table_where(request.filter, request.reader);
  const BoundQuery checks = authentication_bursts_where(request.filter, request.reader);
  std::vector<Cell> parameters = where.parameters;
  parameters.insert(parameters.end(), checks.parameters.begin(), checks.parameters.end());
  const std::string order = request.newest_first ? " DESC" : "";
  BoundQuery lone = where;
  lone.sql = "SELECT count(*) FROM session v WHERE v.outcome = 'failure' AND v.burst_id IS NULL" +
             lone.sql;
  std::vector<HiddenRows> hidden = hidden_sessions(request.filter, request.reader);
  hidden.insert(
      hidden.begin(),
      {.count = lone, .row = "failure", .how = "in no burst: sessions --outcome failure"});
  // A table says of what a burst is where any of the case is of more than sessions, a narrow one
  // only of those; it does without the first time.
  const bool tells_of_what = has_bursts_of_authentication(request.reader);
  std::vector<std::string> titles = {"burst",    "of",     "host",  "source", "attempts",
                                     "accounts", "method", "first", "last",   "who got in"};
  if (!tells_of_what) std::erase(titles, "of");
  if (request.narrow) std::erase(titles, "first");
  return {
      .row = "burst",
      .rows =
          BoundQuery{
              "SELECT b.burst_id, b.of, b.host, b.src_ip, b.src_host, b.src_scope, b.user_name,\n"
              "  b.caller, b.process, b.attempts, b.accounts,\n"
              "  CASE WHEN b.accounts >= 5 AND b.attempts <= 3 * b.accounts THEN 'spray'\n"
              "    WHEN b.attempts >= 5 THEN 'guessing' END AS method,\n"
              "  b.first_time, b.last_time, b.followed_by_session_id, b.followed_by_user,\n"
              "  b.followed_by_time\n"
              "FROM v_failure_burst b\n"
              "WHERE CASE b.of WHEN 'session' THEN EXISTS (SELECT 1 FROM session v\n"
              "  WHERE v.burst_id = b.burst_id" +
                  where.sql + ")\n  ELSE 1" + checks.sql + " END\nORDER BY b.first_time" + order +
                  ", b.burst_id" + order,
              parameters},
      .titles = titles,
      .line = [&zone = request.zone, narrow = request.narrow,
               tells_of_what](const NamedRow& b) -> std::optional<std::vector<Cell>> {
        const std::string last = b.text("last_time");
        std::vector<Cell> line = {b.whole("burst_id").value_or(0)};
        if (tells_of_what)
          line.emplace_back(narrow && b.text("of") == "session" ? "" : b.text("of"));
        for (Cell cell : {Cell(short_host(b.text("host"))), Cell(burst_source(b)),
                          Cell(b.whole("attempts").value_or(0)),
                          Cell(b.whole("accounts").value_or(0)), Cell(b.text("method"))}) {
          line.push_back(std::move(cell));
        }
        if (!narrow) line.emplace_back(second_time(b.text("first_time"), zone));
        line.emplace_back(narrow ? minute_time(last, zone) : second_time(last, zone));
        line.emplace_back(got_in(b));
        return line;
      },
      .hidden = hidden};
}

}  // namespace sojourn
