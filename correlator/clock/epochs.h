// The epochs of a clock that was set back: epoch n lies after step n-1 and before step n.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <unordered_map>
#include <utility>
#include <vector>

#include "correlator/clock/sequences.h"
#include "schema/event.h"
#include "schema/strings.h"

namespace sojourn {

class EpochRanges {
 public:
  EpochRanges(const std::vector<Event>& events, const RecordSequences& sequences,
              const Strings& strings);

  std::size_t count() const { return ranges_.size(); }
  // How far the clock had been set back before the epoch began.
  Ticks set_back(std::size_t epoch) const { return set_back_[epoch]; }
  // By how much at least the clock was set back to begin it, where no record says so; else 0.
  Ticks unrecorded_step(std::size_t epoch) const {
    return epoch == 0 ? Ticks{0} : steps_[epoch - 1].unrecorded;
  }
  // The epochs whose clock showed this time, rising.
  const std::vector<std::uint16_t>& containing(Timestamp time) const;
  // Whether the clock showed this time, or one within `margin` of it, more than once.
  bool repeats(Timestamp time, Ticks margin) const;
  // For each record of a sequence the epochs in which it may have been written, rising: at least
  // one, at most kMostEpochs. They contain its time and lie between the steps that the sequence
  // itself holds, where the machine had the name that the record has.
  std::vector<std::vector<std::uint16_t>> possible(const RecordSequence& sequence,
                                                   const std::vector<Event>& events) const;

 private:
  struct Range {
    Timestamp first, last;
  };
  // The epochs that contain the times from here to the next.
  struct EpochOverlap {
    Timestamp from;
    std::vector<std::uint16_t> epochs;
  };
  using Overlaps = std::vector<EpochOverlap>;
  void find_ranges(const std::vector<Event>& events, const RecordSequences& sequences);
  Timestamp reached_by_last(const std::vector<Event>& events,
                            const RecordSequences& sequences) const;
  void find_overlaps(Timestamp reached);
  void find_markers(const RecordSequences& sequences);
  void find_names(const std::vector<Event>& events, const RecordSequences& sequences,
                  const Strings& strings);
  // For each record of a sequence the epochs between the steps that it holds.
  struct Turn {
    std::size_t first, last;
  };
  std::vector<Turn> turns_of(const RecordSequence& sequence) const;
  Overlaps::const_iterator overlap_at(Timestamp time) const;
  std::optional<std::size_t> step_at(EventRef ref) const;

  std::vector<ClockStep> steps_;
  std::vector<Range> ranges_;
  Overlaps overlaps_;
  std::vector<Ticks> set_back_;
  std::unordered_map<Text, Turn> names_;  // the epochs in which the machine had that name
  std::vector<std::pair<EventRef, std::uint16_t>> markers_;  // records of steps, and which ones
};

}  // namespace sojourn
