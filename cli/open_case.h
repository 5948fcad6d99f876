// A case as the reading commands open it.
#pragma once

#include <filesystem>
#include <ostream>

#include "engine/case/case_reader.h"

namespace sojourn {

struct ReadingOptions {
  int wait_seconds = 10;
  int time_limit_seconds = 300;
};

// For a program that uses the case, and says so on `err`, which must outlive it.
Wait wait_for(const std::filesystem::path& path, int seconds, std::ostream& err);

// Throws as CaseReader does. REQUIRES: `err` outlives what is returned.
CaseReader open_case(const std::filesystem::path& path, const ReadingOptions& options,
                     std::ostream& err);

}  // namespace sojourn
