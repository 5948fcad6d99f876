#include "cli/lateral_list.h"

#include "cli/wording.h"

namespace sojourn {

ListPlan lateral_list(const ListRequest& request) {
  BoundQuery query = table_where(request.filter, request.reader);
  const std::string order = request.newest_first ? " DESC" : "";
  query.sql = "SELECT l.* FROM v_lateral l JOIN session v USING (session_id) WHERE 1" + query.sql +
              "\nORDER BY l.start_time" + order + ", l.session_id" + order;
  return {.row = "session",
          .rows = query,
          .titles = {"start", "from", "to", "id", "user", "kind", "outcome"},
          .line = [&zone = request.zone, narrow = request.narrow](
                      const NamedRow& row) -> std::optional<std::vector<Cell>> {
            return std::vector<Cell>{second_time(row.text("start_time"), zone),
                                     short_host(row.text("source_host")),
                                     short_host(row.text("host")),
                                     row.whole("session_id").value_or(0),
                                     narrow ? short_account(row) : account_name(row),
                                     row.text("kind"),
                                     row.text("outcome")};
          },
          .hidden = {}};
}

}  // namespace sojourn
