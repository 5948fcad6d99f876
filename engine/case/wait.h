// How long to wait for another program that uses the same case.
#pragma once

#include <chrono>
#include <functional>

namespace sojourn {

struct Wait {
  std::chrono::milliseconds most{0};
  std::function<void()> tell;  // called once, when the waiting begins; may be empty
};

// One time of waiting, from the first call of again() on.
class BusyWait {
 public:
  explicit BusyWait(Wait wait) : wait_(std::move(wait)) {}

  // Sleeps a moment and returns true, or returns false when all the time is over.
  bool again();
  // The next call begins anew.
  void reset() { is_begun_ = false; }

 private:
  using Clock = std::chrono::steady_clock;

  Wait wait_;
  bool is_begun_ = false;
  bool is_told_ = false;
  Clock::time_point end_;
};

}  // namespace sojourn
