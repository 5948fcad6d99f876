// `sojourn show`: one session explained in words, with every record that proves it.
#pragma once

#include <filesystem>
#include <ostream>
#include <string>

#include "cli/open_case.h"
#include "cli/streams.h"
#include "cli/zone.h"

namespace sojourn {

struct ShowCommand {
  std::filesystem::path case_file;
  ReadingOptions reading;
  std::string id;  // session_id or uid
  Zone zone = Zone::utc();
};

// Throws std::runtime_error where the case has no such session.
void show_session(const ShowCommand& command, const Streams& streams);

}  // namespace sojourn
