// The epochs of a clock that was set back: epoch n lies after step n-1 and before step n.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "correlator/clock/strands.h"
#include "schema/event.h"

namespace sojourn {

// One setting back of the clock: it showed `before` and then `after`.
struct ClockStep {
  Timestamp before, after;
};

class EpochRanges {
 public:
  // REQUIRES: a record says that the clock was set back.
  EpochRanges(const std::vector<Event>& events, const std::vector<Strand>& strands);

  const std::vector<ClockStep>& steps() const { return steps_; }
  std::size_t count() const { return ranges_.size(); }
  bool contains(std::size_t epoch, Timestamp time) const {
    return ranges_[epoch].first <= time && time <= ranges_[epoch].last;
  }
  bool meets(std::size_t epoch, Timestamp first, Timestamp last) const {
    return ranges_[epoch].first <= last && first <= ranges_[epoch].last;
  }
  // The epoch that alone contains this time.
  std::optional<std::size_t> only_one(Timestamp time) const;
  // Whether the clock showed this time, or one within `margin` of it, more than once.
  bool repeats(Timestamp time, Ticks margin) const;
  // The epoch nearest to `reached` that contains the time, later ones first; none: `reached`.
  std::size_t nearest(Timestamp time, std::size_t reached) const;
  // The number of the step that `marker` records, from `first` on.
  std::size_t step_of(const Event& marker, std::size_t first) const;

 private:
  struct Range {
    Timestamp first, last;
  };
  // From a time on to that of the next: how many epochs contain it, and the first of them.
  struct Stretch {
    Timestamp from;
    std::size_t epochs = 0, first = 0;
  };
  void find_ranges(const std::vector<Event>& events, const std::vector<Strand>& strands);
  void find_stretches();
  const Stretch& stretch_at(Timestamp time) const;

  std::vector<ClockStep> steps_;
  std::vector<Range> ranges_;
  std::vector<Stretch> stretches_;
};

}  // namespace sojourn
