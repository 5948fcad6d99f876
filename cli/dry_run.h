// `sojourn analyze --dry-run`: what would be read, and why each other file would not.
#pragma once

#include <filesystem>
#include <vector>

#include "cli/streams.h"
#include "engine/container_options.h"

namespace sojourn {

struct DryRun {
  std::vector<std::filesystem::path> evidence;
  std::filesystem::path output;  // a case that may be there already, whose files are not read again
  ContainerOptions containers;
};

// A line for each file. Whether all that may hold events could be read. Throws as find_evidence and
// CaseReader do.
bool show_dry_run(const DryRun& run, const Streams& streams);

}  // namespace sojourn
