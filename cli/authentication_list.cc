#include "cli/authentication_list.h"

#include "cli/named_row.h"
#include "cli/wording.h"

namespace sojourn {

bool is_of_authentication(std::int64_t burst_id, const CaseReader& reader) {
  return reader
      .query("SELECT 1 FROM burst WHERE of = 'authentication' AND burst_id = ?", {burst_id})
      .next()
      .has_value();
}

ListPlan authentication_list(const ListRequest& request) {
  const std::string order = request.newest_first ? " DESC" : "";
  return {
      .row = "attempt",
      .rows = BoundQuery{"SELECT a.* FROM v_authentication a WHERE a.event_id IN\n"
                         "  (SELECT event_id FROM burst_event WHERE burst_id = ?)\n"
                         "ORDER BY a.event_id" +
                             order,
                         {request.filter.burst.value_or(0)}},
      .titles = {"time", "host", "user", "protocol", "source", "result"},
      .line = [&zone = request.zone](const NamedRow& check) -> std::optional<std::vector<Cell>> {
        const std::string reason = check.text("failure_reason");
        return std::vector<Cell>{second_time(check.text("time"), zone),
                                 short_host(check.text("host")),
                                 account_name(check),
                                 check.text("protocol"),
                                 source_name(check),
                                 reason.empty() ? check.text("failure_code") : reason};
      },
      .hidden = {}};
}

}  // namespace sojourn
