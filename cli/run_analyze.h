// `sojourn analyze`: runs the engine, shows how far it is, and says at the end what came of it.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

#include "cli/streams.h"
#include "engine/container_options.h"
#include "engine/read_filter.h"

namespace sojourn {

struct AnalyzeCommand {
  std::vector<std::filesystem::path> evidence;
  std::filesystem::path output;
  ContainerOptions containers;
  ReadFilter filter;
  int network_gap_minutes = 15;
  int wait_seconds = 10;
  std::size_t threads = 0;  // 0: as many as there are processors
  bool recover = false;
  bool service_tickets = false;
  bool quiet = false;
  bool dry_run = false;
  std::string arguments;  // what was typed, without passwords
};

// 0, or 3 when some evidence could not be read; each such place is a row of `issue`.
// Of a dry run, which reads and writes nothing of a case but the hashes that it has, the files go
// to `out`.
int run_analyze(const AnalyzeCommand& command, const Streams& streams);

}  // namespace sojourn
