// What the user typed, as one of the commands that exist. With command_options and
// usage/usage_of_app, the only file that knows CLI11.
#pragma once

#include <string>
#include <variant>

#include "cli/attribute.h"
#include "cli/explain_word.h"
#include "cli/list_command.h"
#include "cli/note_session.h"
#include "cli/report/run_report.h"
#include "cli/run_analyze.h"
#include "cli/run_export.h"
#include "cli/run_merge.h"
#include "cli/run_sql.h"
#include "cli/run_verify.h"
#include "cli/run_verify_case.h"
#include "cli/show_session.h"

namespace sojourn {

// There is nothing to run: help was wanted (status 0) or the command line is wrong (status 2, one
// line).
struct Nothing {
  int status = 0;
  std::string text;
};

using Command = std::variant<Nothing, AnalyzeCommand, MergeCommand, ListCommand, ExplainCommand,
                             ShowCommand, NoteCommand, SqlCommand, AttributeCommand, ExportCommand,
                             ReportCommand, VerifyCommand, VerifyCaseCommand>;

Command parse_command_line(int count, const char* const* arguments);

}  // namespace sojourn
