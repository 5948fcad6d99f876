#include "engine/case/wait.h"

#include <thread>

namespace sojourn {

bool BusyWait::again() {
  const auto now = Clock::now();
  if (!is_begun_) end_ = now + wait_.most;
  is_begun_ = true;
  if (now >= end_) return false;
  if (!is_told_ && wait_.tell) wait_.tell();
  is_told_ = true;
  std::this_thread::sleep_for(std::min<Clock::duration>(std::chrono::milliseconds{20}, end_ - now));
  return true;
}

}  // namespace sojourn
