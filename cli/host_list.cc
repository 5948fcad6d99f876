#include "cli/host_list.h"

#include "cli/wording.h"

namespace sojourn {

ListPlan host_list(const ListRequest& request) {
  const SessionFilter& filter = request.filter;
  const BoundQuery counted = counted_sessions(filter, request.reader);
  const BoundQuery named = hosts_where(filter, request.reader, "h.name");
  BoundQuery query{
      "SELECT h.name AS host, h.remark, c.first, c.last, coalesce(c.logs, 0) AS logs,\n"
      "  coalesce(g.gaps, 0) AS gaps,\n"
      "  coalesce(u.accounts, 0) AS accounts, coalesce(u.sessions, 0) AS sessions,\n"
      "  coalesce(u.failures, 0) AS failures, coalesce(u.external_sources, 0) AS external_sources\n"
      "FROM host h\n"
      "LEFT JOIN (SELECT host_id, min(first_time) AS first, max(last_time) AS last,\n"
      "    count(DISTINCT channel) AS logs FROM coverage GROUP BY host_id) c USING (host_id)\n"
      "LEFT JOIN (SELECT host AS name, count(*) AS gaps FROM v_gap GROUP BY host) g USING (name)\n"
      "LEFT JOIN (SELECT v.host_id, count(DISTINCT v.account_id) AS accounts,\n"
      "    sum(iif(v.outcome <> 'failure', v.sessions, 0)) AS sessions,\n"
      "    sum(iif(v.outcome = 'failure', v.sessions, 0)) AS failures,\n"
      "    count(DISTINCT iif(v.src_scope = 'external', v.src_ip, NULL)) AS external_sources\n"
      "  " +
          counted.sql +
          "\n"
          "  GROUP BY v.host_id) u USING (host_id)\n"
          "WHERE 1" +
          named.sql + "\nORDER BY h.host_id" + (request.newest_first ? " DESC" : ""),
      counted.parameters};
  query.parameters.insert(query.parameters.end(), named.parameters.begin(), named.parameters.end());
  return {.row = "host",
          .rows = query,
          .titles = {"host", "logs", "gaps", "accounts", "sessions", "failures", "external",
                     "first", "last"},
          .line = [&zone = request.zone, narrow = request.narrow](
                      const NamedRow& host) -> std::optional<std::vector<Cell>> {
            const auto number = [&](const char* column) {
              return Cell(host.whole(column).value_or(0));
            };
            return std::vector<Cell>{narrow ? short_host(host.text("host")) : host.text("host"),
                                     number("logs"),
                                     number("gaps"),
                                     number("accounts"),
                                     number("sessions"),
                                     number("failures"),
                                     number("external_sources"),
                                     coarse_time(host.text("first"), zone, narrow),
                                     coarse_time(host.text("last"), zone, narrow)};
          },
          .hidden = hidden_sessions(filter, request.reader)};
}

}  // namespace sojourn
