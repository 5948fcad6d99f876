// sojourn, run in a process of its own that a fault can be done to, without the cost of starting a
// program.
#pragma once

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

#include "tests/faults/calls.h"

namespace sojourn::testing {

struct ForkedOutcome {
  int status = -1;  // of the exit
  int signal = 0;   // that ended it; SIGALRM after a minute
  std::string out, err;
  bool struck = false;                      // the fault came to pass
  std::array<std::uint64_t, kCalls> calls;  // made
  std::uint64_t all_calls = 0;              // but allocations
  std::uint64_t written = 0;                // bytes
  std::vector<std::uint64_t> ways;          // with Fault::Kind::ways
};

// One that goes on meanwhile.
class ForkedRun {
 public:
  // As `sojourn ARGUMENTS` in the folder.
  ForkedRun(const std::filesystem::path& folder, const std::vector<std::string>& arguments,
            const Fault& fault = {});
  ~ForkedRun();
  ForkedRun(const ForkedRun&) = delete;
  ForkedRun& operator=(const ForkedRun&) = delete;

  void kill_after(std::chrono::microseconds time) const;
  ForkedOutcome wait();

 private:
  int process_ = 0;
  int out_ = -1, err_ = -1;
  CallCounts* counts_ = nullptr;
};

inline ForkedOutcome run_forked(const std::filesystem::path& folder,
                                const std::vector<std::string>& arguments,
                                const Fault& fault = {}) {
  return ForkedRun(folder, arguments, fault).wait();
}

}  // namespace sojourn::testing
