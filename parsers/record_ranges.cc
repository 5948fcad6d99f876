#include "parsers/record_ranges.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace sojourn {
namespace {

// No machine stops and starts in less.
constexpr Ticks kSilence = std::chrono::seconds{1};

RecordRange range_of(const RecordPlace& place) {
  return {.file = 0,
          .channel = place.channel,
          .first = place.record,
          .last = place.record,
          .first_time = place.time,
          .last_time = place.time,
          .missing = 0};
}

}  // namespace

bool RecordRanges::tells_of_start(EventKind kind) {
  using enum EventKind;
  return kind == os_started || kind == event_log_started || kind == lsass_started ||
         kind == lsm_started || kind == unexpected_shutdown || kind == dirty_restart;
}

void RecordRanges::begin_range(const RecordPlace& place) {
  if (is_mixed_) return;
  if (!ranges_.empty() && place.channel != ranges_.back().channel) {
    is_mixed_ = true;
    ranges_ = {};
    return;
  }
  // A hostile file has a hole at every record, an export may have its newest record first.
  if (ranges_.size() >= 2 * kMostRanges) {
    unite(ranges_);
    fold_smallest_holes(ranges_);
  }
  ranges_.push_back(range_of(place));
}

void RecordRanges::note(const Recent& recent) {
  if (!recent.is_unknown || signs_.size() >= kMostRanges) return;
  signs_.push_back(range_of(recent.place));
  signs_.back().is_sign = true;
}

void RecordRanges::note_signs() {
  for (noted_ = std::max(noted_, added_ - std::min(added_, kRecent)); noted_ + 1 < added_;
       ++noted_) {
    const Recent &recent = recent_[noted_ % kRecent], &next = recent_[(noted_ + 1) % kRecent];
    const Ticks pause = next.place.time - recent.place.time;
    if (pause < Ticks{0} || pause >= kSilence) note(recent);
  }
}

std::vector<RecordRange> RecordRanges::take() {
  unite(ranges_);
  fold_smallest_holes(ranges_);
  return std::exchange(ranges_, {});
}

std::vector<RecordRange> RecordRanges::take_signs() {
  if (added_ > 0) note(recent_[(added_ - 1) % kRecent]);
  return std::exchange(signs_, {});
}

}  // namespace sojourn
