#include "cli/outbound_list.h"

#include "cli/outbound_words.h"
#include "cli/wording.h"

namespace sojourn {

ListPlan outbound_list(const ListRequest& request) {
  const SessionFilter& filter = request.filter;
  BoundQuery query = hosts_where(filter, request.reader, "o.host");
  const std::string order = request.newest_first ? " DESC" : "";
  query.sql = "SELECT o.* FROM v_outbound o WHERE 1" + query.sql +
              "\n  AND coalesce(o.time >= ?, 1) AND coalesce(o.time <= ?, 1)" +
              "\nORDER BY o.time" + order + ", o.event_id" + order;
  for (const auto& time : {filter.from, filter.to}) query.parameters.push_back(time_cell(time));
  return {.row = "row",
          .rows = query,
          .titles = {"time", "host", "id", "user", "by", "as", "to", "there"},
          .line = [&zone = request.zone, narrow = request.narrow](
                      const NamedRow& row) -> std::optional<std::vector<Cell>> {
            const auto id = [&](const char* column) {
              const auto number = row.whole(column);
              return number ? Cell(*number) : Cell();
            };
            return std::vector<Cell>{second_time(row.text("time"), zone),
                                     short_host(row.text("host")),
                                     id("session_id"),
                                     narrow ? short_account(row) : account_name(row),
                                     row.text("kind"),
                                     target_account(row),
                                     target_words(row),
                                     id("inbound_session_id")};
          },
          .hidden = {}};
}

}  // namespace sojourn
