#include "cli/timeline_list.h"

#include <memory>

#include "cli/timeline.h"
#include "cli/wording.h"

namespace sojourn {

ListPlan timeline_list(const ListRequest& request) {
  const auto timeline = std::make_shared<Timeline>(request.filter, request.reader);
  return {.row = "row",
          .rows = RowStream{Timeline::columns(), [timeline] { return timeline->next(); }},
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
