// `sojourn verify`: both readers over the same evidence, and where they differ.
#pragma once

#include <filesystem>
#include <ostream>
#include <vector>

#include "cli/streams.h"
#include "engine/container_options.h"

namespace sojourn {

struct VerifyCommand {
  std::vector<std::filesystem::path> evidence;
  ContainerOptions containers;
};

// Differences and counts go to `out`, a line each; the summary to `err`. 0 when the readers agree
// but for documented faults of libevtx and everything could be opened, else 3.
int run_verify(const VerifyCommand& command, const Streams& streams);

}  // namespace sojourn
