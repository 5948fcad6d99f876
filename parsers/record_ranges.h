// Gathers the places of a file's records into ranges while it is read.
#pragma once

#include <vector>

#include "schema/record_range.h"

namespace sojourn {

// A file with records of several channels gives no ranges: forwarded ones may have the numbers
// of their collector, and an export of several logs does not say of which it left something out.
class RecordRanges {
 public:
  void add(const RecordPlace& place) {
    if (!ranges_.empty() && place.channel == ranges_.back().channel &&
        place.record == ranges_.back().last + 1) {
      RecordRange& range = ranges_.back();
      range.last = place.record;
      if (place.time < range.first_time) range.first_time = place.time;
      if (place.time > range.last_time) range.last_time = place.time;
    } else {
      begin_range(place);
    }
  }

  // By record id, at most kMostRanges, `file` being 0.
  std::vector<RecordRange> take();
  // Whether records of several channels were met.
  bool is_mixed() const { return is_mixed_; }

 private:
  void begin_range(const RecordPlace& place);

  std::vector<RecordRange> ranges_;
  bool is_mixed_ = false;
};

}  // namespace sojourn
