// Gathers the places of a file's records into ranges while it is read.
#pragma once

#include <array>
#include <cstddef>
#include <vector>

#include "schema/event.h"
#include "schema/record_range.h"

namespace sojourn {

// A file with records of several channels gives no ranges: forwarded ones may have the numbers
// of their collector, and an export of several logs does not say of which it left something out.
//
// Any file gives its signs of life, the records that may be the last of a boot: of those that the
// catalog does not know, among the last 64 before one that a start of the machine leaves, each that
// nothing followed for a second, and the file's last. Which of them are older than the start, the
// host's other logs tell.
class RecordRanges {
 public:
  // `event` is what the record is where the catalog knows it, else nullptr.
  void add(const RecordPlace& place, const Event* event = nullptr) {
    recent_[added_++ % kRecent] = {place, event == nullptr};
    if (event != nullptr && tells_of_start(event->kind)) note_signs();
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
  // As many, in their order.
  std::vector<RecordRange> take_signs();
  // Whether records of several channels were met.
  bool is_mixed() const { return is_mixed_; }

 private:
  static constexpr std::size_t kRecent = 64;
  struct Recent {
    RecordPlace place;
    bool is_unknown = false;
  };

  static bool tells_of_start(EventKind kind);
  void begin_range(const RecordPlace& place);
  void note_signs();
  void note(const Recent& recent);

  std::vector<RecordRange> ranges_, signs_;
  bool is_mixed_ = false;
  std::array<Recent, kRecent> recent_{};
  std::size_t added_ = 0, noted_ = 0;  // of all records, how many were added and looked at
};

}  // namespace sojourn
