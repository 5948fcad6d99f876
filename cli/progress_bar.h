// The line that moves while evidence is read. Only for a terminal: the caller asks
// shows_on_terminal() first.
#pragma once

#include <chrono>
#include <cstdint>
#include <ostream>
#include <string>

#include "engine/analyze.h"

namespace sojourn {

// "[#####---------------] 3/12 files  1.2/4.8 GB  812,345 records  0:42", never wider than `width`.
std::string progress_line(const Progress& progress, std::chrono::seconds elapsed,
                          std::size_t width);

// Whether what is written to standard error is seen by a person.
bool stderr_is_terminal();

// Redraws at most ten times a second, and takes its line away when it is destroyed.
class ProgressBar {
 public:
  explicit ProgressBar(std::ostream& terminal);
  ~ProgressBar();
  ProgressBar(const ProgressBar&) = delete;
  ProgressBar& operator=(const ProgressBar&) = delete;

  void show(const Progress& progress);

 private:
  using Clock = std::chrono::steady_clock;
  std::ostream& terminal_;
  Clock::time_point begun_ = Clock::now();
  Clock::time_point drawn_;
  bool visible_ = false;
};

}  // namespace sojourn
