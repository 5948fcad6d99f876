// `sojourn attribute`: another tool's timeline with the session that each of its rows fell in.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "cli/activity_columns.h"
#include "cli/open_case.h"
#include "cli/streams.h"
#include "cli/zone.h"

namespace sojourn {

struct AttributeCommand {
  std::filesystem::path case_file;
  std::filesystem::path activity;
  ReadingOptions reading;
  ActivityColumns columns;
  std::string host;              // of rows that name none
  std::optional<Zone> zone;      // of times that name none
  std::filesystem::path output;  // empty is standard output
};

// Each row comes back in its form, CSV or a JSON line, with six columns more: sojourn_user,
// _source, _session (a uid), _state and _match, which say the likeliest session, where it came
// from, what was done with it at the time and how the row was matched, and _others with the other
// candidates. How many were matched by what is said on `err`. Returns 0, or 3 where rows could not
// be read. Throws std::runtime_error, one line that says what to do: no time in the timeline, times
// without a zone where none was given, no host.
int run_attribute(const AttributeCommand& command, const Streams& streams);

}  // namespace sojourn
