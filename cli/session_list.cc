#include "cli/session_list.h"

#include <memory>

#include "cli/brief_sessions.h"

namespace sojourn {

ListPlan session_list(const ListRequest& request) {
  // Of one burst each attempt has a line.
  const auto brief = std::make_shared<BriefSessions>(
      request.zone,
      request.filter.burst ? BriefSessions::Totals() : BurstsOfCase(request.filter, request.reader),
      request.narrow);
  return {.row = "session",
          .rows = sessions_query(request.filter, request.reader,
                                 {.columns = request.all_columns ? session_columns(request.reader)
                                                                 : BriefSessions::read(),
                                  .newest_first = request.newest_first}),
          .titles = brief->titles(),
          .line = [brief](const NamedRow& session) { return brief->line(session); },
          .hidden = hidden_sessions(request.filter, request.reader)};
}

}  // namespace sojourn
