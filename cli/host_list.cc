#include "cli/host_list.h"

#include "cli/wording.h"

namespace sojourn {

ListPlan host_list(const ListRequest& request) {
  const SessionFilter& filter = request.filter;
  const BoundQuery where = sessions_where(filter, request.reader);
  const BoundQuery named = hosts_where(filter, request.reader, "h.name");
  BoundQuery query{
      "SELECT h.name AS host, h.remark, c.first, c.last, coalesce(c.logs, 0) AS logs,\n"
      "  (SELECT count(*) FROM v_gap g WHERE g.host = h.name) AS gaps,\n"
      "  coalesce(u.accounts, 0) AS accounts, coalesce(u.sessions, 0) AS sessions,\n"
      "  coalesce(u.failures, 0) AS failures, coalesce(u.external_sources, 0) AS external_sources\n"
      "FROM host h\n"
      "LEFT JOIN (SELECT host_id, min(first_time) AS first, max(last_time) AS last,\n"
      "    count(DISTINCT channel) AS logs FROM coverage GROUP BY host_id) c USING (host_id)\n"
      "LEFT JOIN (SELECT s.host_id, count(DISTINCT s.account_id) AS accounts,\n"
      "    sum(s.outcome <> 'failure') AS sessions, sum(s.outcome = 'failure') AS failures,\n"
      "    count(DISTINCT iif(s.src_scope = 'external', s.src_ip, NULL)) AS external_sources\n"
      "  FROM session s WHERE " +
          is_among("s.session_id", where) +
          "\n"
          "  GROUP BY s.host_id) u USING (host_id)\n"
          "WHERE 1" +
          named.sql + "\nORDER BY h.host_id" + (request.newest_first ? " DESC" : ""),
      where.parameters};
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
