// Who ran an analysis when, where and with what: the part of the case that follows from the run and
// not from the records.
#pragma once

#include <string>

#include "engine/case/run_table.h"

namespace sojourn {

// The time as a case has it. Where the environment names SOURCE_DATE_EPOCH, seconds since 1970, it
// is that: then the same run on the same evidence makes the same bytes.
std::string time_of_run();

// Of a run that begins now. `arguments` are what was typed, without passwords.
RunRow begin_run(const std::string& version, const std::string& arguments);

}  // namespace sojourn
