#include "cli/timeline_list.h"

#include "cli/wording.h"

namespace sojourn {

ListPlan timeline_list(const ListRequest& request) {
  const BoundQuery where = sessions_where(request.filter, request.reader);
  const std::string order = request.newest_first ? " DESC" : "";
  const BoundQuery times = times_where(request.filter, "t.time");
  BoundQuery query{"SELECT t.* FROM v_timeline t WHERE " + is_among("t.session_id", where) +
                       times.sql + "\nORDER BY t.time" + order + ", t.session_id" + order +
                       ", t.what <> 'start'" + order,
                   where.parameters};
  query.parameters.insert(query.parameters.end(), times.parameters.begin(), times.parameters.end());
  return {.row = "row",
          .rows = query,
          .titles = {"time", "host", "id", "what", "reason", "user", "kind", "source"},
          .line = [&zone = request.zone, narrow = request.narrow](
                      const NamedRow& row) -> std::optional<std::vector<Cell>> {
            return std::vector<Cell>{second_time(row.text("time"), zone),
                                     short_host(row.text("host")),
                                     row.whole("session_id").value_or(0),
                                     row.text("what"),
                                     row.text("what").ends_with("lock") ? "" : row.text("reason"),
                                     narrow ? short_account(row) : account_name(row),
                                     row.text("kind"),
                                     source_name(row)};
          },
          .hidden = hidden_sessions(request.filter, request.reader)};
}

}  // namespace sojourn
