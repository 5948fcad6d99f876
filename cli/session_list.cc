#include "cli/session_list.h"

#include <memory>

#include "cli/brief_sessions.h"

namespace sojourn {

ListPlan session_list(const ListRequest& request) {
  const auto brief = std::make_shared<BriefSessions>(
      request.zone, BurstsOfCase(request.filter, request.reader), request.narrow);
  return {.row = "session",
          .query = sessions_query(request.filter, request.reader,
                                  {.columns = request.all_columns ? session_columns(request.reader)
                                                                  : BriefSessions::read(),
                                   .newest_first = request.newest_first}),
          .titles = brief->titles(),
          .line = [brief](const NamedRow& session) { return brief->line(session); },
          .hidden = hidden_sessions(request.filter, request.reader)};
}

}  // namespace sojourn
