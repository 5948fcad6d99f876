#include "cli/user_list.h"

#include "cli/wording.h"

namespace sojourn {

ListPlan user_list(const ListRequest& request) {
  const BoundQuery counted = counted_sessions(request.filter, request.reader);
  const std::string order = request.newest_first ? " DESC" : "";
  // SQLite reads along the index of the accounts, and so holds one at a time.
  BoundQuery query{
      "SELECT a.account_id, a.name AS user_name, a.domain AS user_domain, a.sid AS user_sid,\n"
      "  a.class AS account_class, u.hosts, u.sessions, u.failures, u.sources, "
      "u.external_sources,\n"
      "  u.first, u.last\n"
      "FROM (SELECT v.account_id, count(DISTINCT v.host_id) AS hosts,\n"
      "    sum(iif(v.outcome <> 'failure', v.sessions, 0)) AS sessions,\n"
      "    sum(iif(v.outcome = 'failure', v.sessions, 0)) AS failures,\n"
      "    count(DISTINCT coalesce(v.src_ip, v.src_host)) AS sources,\n"
      "    count(DISTINCT iif(v.src_scope = 'external', v.src_ip, NULL)) AS external_sources,\n"
      "    min(v.first_time) AS first, max(v.last_time) AS last\n"
      "  " +
          counted.sql +
          "\n"
          "  GROUP BY v.account_id) u\n"
          "LEFT JOIN account a USING (account_id)\n"
          "ORDER BY a.name COLLATE NOCASE" +
          order + ", a.domain COLLATE NOCASE" + order + ", a.account_id" + order,
      counted.parameters};
  std::vector<HiddenRows> hidden;
  if (!request.filter.all) {
    const BoundQuery others = counted_others(request.filter, request.reader);
    hidden.push_back({.count = {"SELECT count(DISTINCT coalesce(v.account_id, 0)) " + others.sql,
                                others.parameters},
                      .row = "user",
                      .how = kWithAll});
  }
  return {
      .row = "user",
      .rows = query,
      .titles = {"user", "hosts", "sessions", "failures", "sources", "external", "first", "last"},
      .line = [&zone = request.zone,
               narrow = request.narrow](const NamedRow& user) -> std::optional<std::vector<Cell>> {
        const auto number = [&](const char* column) {
          return Cell(user.whole(column).value_or(0));
        };
        return std::vector<Cell>{narrow ? short_account(user) : account_name(user),
                                 number("hosts"),
                                 number("sessions"),
                                 number("failures"),
                                 number("sources"),
                                 number("external_sources"),
                                 coarse_time(user.text("first"), zone, narrow),
                                 coarse_time(user.text("last"), zone, narrow)};
      },
      .hidden = hidden};
}

}  // namespace sojourn
