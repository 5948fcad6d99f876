#include <execinfo.h>

#include <algorithm>
#include <mutex>

#include "tests/faults/calls.h"

namespace sojourn::testing {
namespace {

constexpr int kDepth = 24;

std::uint64_t sum_of(void* const* addresses, int count) {
  std::uint64_t sum = 14695981039346656037U;  // FNV-1a
  for (int i = 0; i < count; ++i) {
    sum = (sum ^ reinterpret_cast<std::uintptr_t>(addresses[i])) * 1099511628211U;
  }
  return sum;
}

}  // namespace

// Allocates nothing, or it would note itself.
void note_way(CallCounts& counts, std::uint32_t allocation) {
  static std::array<std::uint64_t, kMostWays> known;  // sorted
  static std::mutex noting;
  std::array<void*, kDepth> addresses{};
  const std::uint64_t way = sum_of(addresses.data(), backtrace(addresses.data(), kDepth));
  const std::lock_guard lock(noting);
  const std::uint32_t found = counts.ways_found;
  const auto end = known.begin() + found;
  const auto place = std::lower_bound(known.begin(), end, way);
  if ((place != end && *place == way) || found == known.size()) return;
  std::copy_backward(place, end, end + 1);
  *place = way;
  counts.ways[found] = allocation;
  counts.ways_found = found + 1;
}

}  // namespace sojourn::testing
