// When the first and the last record of a range were written, of which only the times are known.
#pragma once

#include <vector>

#include "schema/record_range.h"
#include "schema/session.h"

namespace sojourn {

class RangeMoments {
 public:
  explicit RangeMoments(const std::vector<ClockEpoch>& epochs) : epochs_(epochs) {}

  // Of a range of whose records the catalog knows none.
  Moment first(const RecordRange& range) const;
  Moment last(const RecordRange& range) const;

  // The same where records were written in it from `first` until `last`. Its earliest time may be
  // one of a clock that was set back meanwhile, its latest one of before: then they say nothing.
  Moment first(const RecordRange& range, Moment first, Moment last) const;
  Moment last(const RecordRange& range, Moment first, Moment last) const;

 private:
  // The clock showed no later time in this epoch; of the last one nobody knows.
  Timestamp until(std::size_t epoch) const;

  const std::vector<ClockEpoch>& epochs_;
};

}  // namespace sojourn
