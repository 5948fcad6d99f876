#include "correlator/findings/failure_series.h"

namespace sojourn {
namespace {

constexpr Ticks kLongestPause = std::chrono::minutes{5};

}  // namespace

FailureSeries::Place FailureSeries::add(const FailureSource& source, Text account, Timestamp at) {
  const auto [entry, is_new] = latest_.try_emplace(source);
  const bool begins = is_new || at - last_[entry->second] > kLongestPause;
  if (begins) {
    entry->second = BurstId(bursts_++);
    last_.add(at);
  }
  const BurstId burst = entry->second;
  last_[burst] = at;
  const std::uint64_t tried =
      std::uint64_t{burst.place()} << 32 | static_cast<std::uint32_t>(account);
  return {burst, begins, account != Text::none && tried_.insert(tried).second};
}

}  // namespace sojourn
