// The record ids of one channel that its logs hold, over all their copies and archived pieces.
#pragma once

#include <cstddef>
#include <unordered_map>
#include <vector>

#include "schema/event.h"
#include "schema/record_range.h"

namespace sojourn {

// Ids may begin again at 1 when a log is cleared, so they are joined only within one numbering:
// what has ids in common, or higher ones than what is older. Ids of two numberings are not
// comparable.
class LogRanges {
 public:
  LogRanges() = default;
  // Of one host and channel.
  explicit LogRanges(std::vector<RecordRange> ranges);

  // By numbering, the older first, then by record id; at most kMostRanges of a numbering.
  std::size_t size() const { return ranges_.size(); }
  const RecordRange& operator[](std::size_t i) const { return ranges_[i]; }
  // The ranges of numbering n are those from begin_of(n) to before begin_of(n + 1).
  std::size_t numberings() const { return begins_.empty() ? 0 : begins_.size() - 1; }
  std::size_t begin_of(std::size_t numbering) const { return begins_[numbering]; }

  // The range that holds the record; size() for none: one that was carved, or that was
  // forwarded and has another number.
  std::size_t find(const Event& event) const;

 private:
  void add_numbering(std::vector<RecordRange> ranges);
  bool holds(std::size_t range, const Event& event) const;

  std::vector<RecordRange> ranges_;
  std::vector<std::size_t> begins_;
  mutable std::size_t latest_ = 0;  // as good as always the next record is in the same
};

// Of one host; channels of which no record was counted have none.
using RangesOfChannels = std::unordered_map<Text, LogRanges>;
RangesOfChannels ranges_of_channels(const std::vector<RecordRange>& ranges);

}  // namespace sojourn
