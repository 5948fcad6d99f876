// `sojourn export`: the sessions of a case for another tool.
#pragma once

#include <filesystem>
#include <variant>

#include "cli/exports.h"
#include "cli/open_case.h"
#include "cli/rows.h"
#include "cli/session_filter.h"
#include "cli/streams.h"

namespace sojourn {

struct ExportCommand {
  std::filesystem::path case_file;
  ReadingOptions reading;
  SessionFilter filter;
  // A form with lines of its own, or all columns of v_session as the lists write them.
  std::variant<ExportLine, Format> form = Format::csv;
  std::filesystem::path output;  // empty is standard output
};

// Throws std::runtime_error for a name that the case does not have and for an output that is there
// already.
void run_export(const ExportCommand& command, const Streams& streams);

}  // namespace sojourn
