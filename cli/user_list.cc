#include "cli/user_list.h"

#include "cli/wording.h"

namespace sojourn {

ListPlan user_list(const ListRequest& request) {
  const BoundQuery where = sessions_where(request.filter, request.reader);
  const std::string order = request.newest_first ? " DESC" : "";
  // SQLite reads the sessions along the index of their accounts, and so holds one account at a
  // time.
  BoundQuery query{
      "SELECT a.account_id, a.name AS user_name, a.domain AS user_domain, a.sid AS user_sid,\n"
      "  a.class AS account_class, u.hosts, u.sessions, u.failures, u.sources, "
      "u.external_sources,\n"
      "  u.first, u.last\n"
      "FROM (SELECT s.account_id, count(DISTINCT s.host_id) AS hosts,\n"
      "    sum(s.outcome <> 'failure') AS sessions, sum(s.outcome = 'failure') AS failures,\n"
      "    count(DISTINCT coalesce(s.src_ip, s.src_host)) AS sources,\n"
      "    count(DISTINCT iif(s.src_scope = 'external', s.src_ip, NULL)) AS external_sources,\n"
      "    min(coalesce(s.start_time, s.end_time)) AS first,\n"
      "    max(coalesce(s.end_time, s.start_time)) AS last\n"
      "  FROM session s WHERE " +
          is_among("s.session_id", where) +
          "\n"
          "  GROUP BY s.account_id) u\n"
          "LEFT JOIN account a USING (account_id)\n"
          "ORDER BY a.name COLLATE NOCASE" +
          order + ", a.domain COLLATE NOCASE" + order + ", a.account_id" + order,
      where.parameters};
  std::vector<HiddenRows> hidden;
  if (!request.filter.all) {
    const BoundQuery others = others_where(request.filter, request.reader);
    hidden.push_back({.count = {"SELECT count(DISTINCT coalesce(s.account_id, 0)) FROM session s "
                                "WHERE " +
                                    is_among("s.session_id", others),
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
