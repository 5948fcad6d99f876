// `sojourn report`: a case for people, as a page or for a ticket.
#pragma once

#include <cstdint>
#include <filesystem>

#include "cli/open_case.h"
#include "cli/session_filter.h"
#include "cli/streams.h"

namespace sojourn {

struct ReportCommand {
  enum class Form : std::uint8_t { html, markdown };

  std::filesystem::path case_file;
  ReadingOptions reading;
  SessionFilter filter;
  std::filesystem::path known;  // a file with the sources that are expected; empty is none
  Form form = Form::html;
  std::filesystem::path output;  // empty is standard output
};

// Throws std::runtime_error for a name that the case does not have and for an output that is there
// already.
void run_report(const ReportCommand& command, const Streams& streams);

}  // namespace sojourn
