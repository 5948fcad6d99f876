// The data of the report's page.
#pragma once

#include <cstddef>
#include <ostream>
#include <string>

#include "cli/report/report_contents.h"
#include "cli/report/session_rank.h"

namespace sojourn {

// How much of a case a page holds. Behind each limit the page says how many more there are, and
// which command shows them.
struct PageLimits {
  std::size_t sessions = 100'000;
  std::size_t session_bytes = 64'000'000;
  std::size_t record_bytes = 20'000'000;
  std::size_t records_of_a_session = 500;
};

struct PageRequest {
  std::string case_name;
  const ListRequest& list;
  const ReportContents& contents;
  const TellingSessions& telling;
  const SessionNotes& notes;
  PageLimits limits;
};

// One JSON object: lists, findings, words and sessions.
void write_page_data(const PageRequest& request, std::ostream& out);

}  // namespace sojourn
