// `sojourn export`: the sessions of a case for another tool.
#pragma once

#include <filesystem>

#include "cli/exports.h"
#include "cli/open_case.h"
#include "cli/session_filter.h"
#include "cli/streams.h"

namespace sojourn {

struct ExportCommand {
  std::filesystem::path case_file;
  ReadingOptions reading;
  SessionFilter filter;
  ExportLine line = nullptr;     // of the form
  std::filesystem::path output;  // empty is standard output
};

// Throws std::runtime_error for a name that the case does not have and for an output that is there
// already.
void run_export(const ExportCommand& command, const Streams& streams);

}  // namespace sojourn
