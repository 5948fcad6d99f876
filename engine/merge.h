// Several cases in, one out: the one that a single run over all of their evidence would have made.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "engine/analyze.h"
#include "engine/case/wait.h"

namespace sojourn {

struct MergeOptions {
  std::vector<std::filesystem::path> cases;         // are only read
  std::filesystem::path output;                     // a new file
  std::optional<std::chrono::seconds> network_gap;  // without it, that of the cases
  std::size_t threads = 1;                          // as AnalyzeOptions has it
  Wait wait;                                        // for a program that writes one of the cases
  std::function<void(const Progress&)> progress;    // called now and then; may be empty
  std::string version, arguments;                   // for the table `run`
};

struct MergeSummary {
  std::uint64_t files = 0;   // in the case, each once
  std::uint64_t copies = 0;  // of the cases, left out because another has them, too
  std::uint64_t issues = 0;  // that the cases have of them
  std::uint64_t hosts = 0;
};

// Reads the events of all cases back and correlates all hosts anew: what the logs of one host in
// several cases say together is in no case alone. The rows are those of one run but for table `run`
// and what refers to it: the runs of the cases stand there in the order in which they began, this
// one last. They do not depend on the order of the cases. Of issues, one of each kind and file is
// listed behind as many as one run would list in full.
//
// The cases stay as they are; each is opened twice, one at a time, however many there are. The new
// one is made beside its place, as by analyze(): when this throws, or the process dies, nothing is
// there.
//
// Throws std::runtime_error, one line that says what to do: no case, one of another version, one
// that is not whole or has what sojourn does not make, or that changes meanwhile; cases of several
// network gaps where none is given; an output that is there already; what merge_evidence() refuses.
MergeSummary merge(const MergeOptions& options);

}  // namespace sojourn
