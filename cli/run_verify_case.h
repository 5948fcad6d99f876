// `sojourn verify-case`: whether the evidence of a case is what it was when it was analysed.
#pragma once

#include <filesystem>

#include "cli/open_case.h"
#include "cli/rows.h"
#include "cli/streams.h"
#include "engine/container_options.h"

namespace sojourn {

struct VerifyCaseCommand {
  std::filesystem::path case_file;
  ContainerOptions containers;
  Format format = Format::table;
  ReadingOptions reading;
};

// A row for each file; in a table, only for those that are not as they were. 0, or 3 where there
// are such.
int run_verify_case(const VerifyCaseCommand& command, const Streams& streams);

}  // namespace sojourn
