// The record ids of one channel that its logs hold, over all their copies and archived pieces.
#pragma once

#include <cstddef>
#include <vector>

#include "schema/event.h"
#include "schema/record_range.h"

namespace sojourn {

// Ids may begin again at 1 when a log is cleared, so they are joined only within a count: what has
// ids in common, or higher ones than what is older. Ids of two counts are not comparable.
class LogRanges {
 public:
  LogRanges() = default;
  // REQUIRES: of one host and channel.
  explicit LogRanges(std::vector<RecordRange> ranges);

  // By count, the older first, then by record id; at most kMostRanges of a count.
  std::size_t size() const { return ranges_.size(); }
  const RecordRange& operator[](std::size_t i) const { return ranges_[i]; }
  // The ranges of count c are those from begin_of(c) to before begin_of(c + 1).
  std::size_t counts() const { return begins_.empty() ? 0 : begins_.size() - 1; }
  std::size_t begin_of(std::size_t count) const { return begins_[count]; }

  // The range that holds the record; size() for none: one that was carved, or that was
  // forwarded and has another number.
  std::size_t find(const Event& event) const;

 private:
  void add_count(std::vector<RecordRange> ranges);
  bool holds(std::size_t range, const Event& event) const;

  std::vector<RecordRange> ranges_;
  std::vector<std::size_t> begins_;
  mutable std::size_t latest_ = 0;  // as good as always the next record is in the same
};

}  // namespace sojourn
