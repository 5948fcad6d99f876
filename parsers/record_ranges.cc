#include "parsers/record_ranges.h"

#include <utility>

namespace sojourn {

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
  ranges_.push_back({.file = 0,
                     .host_source_file = 0,
                     .channel = place.channel,
                     .first = place.record,
                     .last = place.record,
                     .first_time = place.time,
                     .last_time = place.time,
                     .missing = 0});
}

std::vector<RecordRange> RecordRanges::take() {
  unite(ranges_);
  fold_smallest_holes(ranges_);
  return std::exchange(ranges_, {});
}

}  // namespace sojourn
