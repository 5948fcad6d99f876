// The report as Markdown, for a ticket: what tells most, and the tables behind it.
#pragma once

#include <ostream>
#include <string>

#include "cli/report/report_contents.h"
#include "cli/report/session_rank.h"

namespace sojourn {

struct MarkdownRequest {
  std::string case_name;
  const ListRequest& list;  // of tables
  const ReportContents& contents;
  const SessionRank& rank;
  const SessionNotes& notes;
};

void write_markdown_report(const MarkdownRequest& request, std::ostream& out);

}  // namespace sojourn
