// The records around a moment, the nearest first.
#pragma once

#include <algorithm>
#include <cstddef>
#include <span>

#include "correlator/records/host_log.h"

namespace sojourn {

// Of so many that lie nearer none is the one that a rule is after: a forged log must not make it a
// long search.
inline constexpr std::size_t kMostNear = 256;

// Calls `ends` with those of `refs` (in order) within [from, to] of `at`, the nearest first and an
// earlier one before a later one as near, until it returns true.
template <class Ends>
void visit_nearest(const HostLog& log, std::span<const EventRef> refs, EventRef at, Ticks from,
                   Ticks to, Ends ends) {
  const auto near = log.within(refs, at, from, to);
  const auto began_before = [&](Timestamp time) {
    return [&log, time](EventRef ref) { return log.monotonic(ref) < time; };
  };
  auto later = std::ranges::partition_point(near, began_before(log.monotonic(at)));
  // The earlier ones of one tick, and where that tick begins.
  auto earlier = later, tick = later, tick_end = later;
  for (std::size_t looked = 0; looked < kMostNear; ++looked) {
    if (earlier == tick_end && tick != near.begin()) {
      tick_end = tick;
      tick = std::partition_point(near.begin(), tick, began_before(log.monotonic(*(tick - 1))));
      earlier = tick;
    }
    const bool any_earlier = earlier != tick_end, any_later = later != near.end();
    if (!any_earlier && !any_later) return;
    const bool go_back =
        any_earlier && (!any_later || -log.between(at, *earlier) <= log.between(at, *later));
    if (ends(go_back ? *earlier++ : *later++)) return;
  }
}

// The nearest that fits; kNone when there is none.
template <class Fits>
EventRef nearest(const HostLog& log, std::span<const EventRef> refs, EventRef at, Ticks from,
                 Ticks to, Fits fits) {
  EventRef found = kNone;
  visit_nearest(log, refs, at, from, to, [&](EventRef ref) {
    if (fits(ref)) found = ref;
    return found != kNone;
  });
  return found;
}

}  // namespace sojourn
