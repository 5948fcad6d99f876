// `sojourn sessions`: the sessions of a case as a table that fits a terminal, or every column of
// v_session as CSV or JSON lines.
#pragma once

#include <filesystem>
#include <ostream>

#include "cli/open_case.h"
#include "cli/rows.h"
#include "cli/session_filter.h"
#include "cli/streams.h"
#include "cli/zone.h"

namespace sojourn {

struct SessionsCommand {
  std::filesystem::path case_file;
  ReadingOptions reading;
  SessionFilter filter;
  Format format = Format::table;
  Zone zone = Zone::utc();
};

void list_sessions(const SessionsCommand& command, const Streams& streams);

}  // namespace sojourn
