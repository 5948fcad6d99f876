// `sojourn merge`: makes one case of several, and says at the end what came of it.
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "cli/streams.h"

namespace sojourn {

struct MergeCommand {
  std::vector<std::filesystem::path> cases;
  std::filesystem::path output;
  std::optional<int> network_gap_minutes;
  int wait_seconds = 10;
  std::size_t threads = 0;  // 0: as many as there are processors
  bool quiet = false;
  std::string arguments;  // what was typed
};

void run_merge(const MergeCommand& command, const Streams& streams);

}  // namespace sojourn
