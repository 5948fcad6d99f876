// The record sequences of one host: what one service numbered as it wrote it, and in which time
// therefore falls only where the clock was set back.
#pragma once

#include <optional>
#include <utility>
#include <vector>

#include "schema/event.h"
#include "schema/session.h"

namespace sojourn {

// Records of one channel in the order in which they were written, whatever files hold them: an
// archived log and the live one that carries its numbers on are one sequence.
using RecordSequence = std::vector<EventRef>;

// One setting back of the clock: it showed `before` and then `after`.
struct ClockStep {
  Timestamp before, after;
  Ticks unrecorded{};  // how much of it the order of records shows, where none tells of it
};

// By how much the record says that the clock was set back: clock_step() below zero.
bool sets_clock_back(const Event& event);

// EventLog's and Kernel-General's notes of starts and stops reach the System log out of turn
// (observed: a 6005 whose time lies after the step, 39 records before the record of the step).
bool is_written_late(EventKind kind);

// Whether, of two records that follow each other in a channel, the second begins a boot by a clock
// that shows less than it did before: no more than a suspicion while the channel may hold several
// sequences.
bool starts_earlier(const Event& before, const Event& behind);

// Record ids begin anew where a log was cleared or a machine installed again, so that a channel may
// hold several sequences. In the order of ids each record goes to the sequence that it carries on:
// the one that was written last before it. Time may fall there by no more than the disorder that
// one log shows, unless a record says that the clock was set back over that stretch, or the fall
// lies between the end of a boot and the next start: that is a step that no record tells.
class RecordSequences {
 public:
  // `events` are in the order of channel, record id and time, and outlive this. Depends on the set
  // of records only, not on how files divide it.
  explicit RecordSequences(const std::vector<Event>& events);

  const std::vector<RecordSequence>& all() const { return all_; }
  // The step behind which this record is the first of its sequence.
  std::optional<ClockStep> step_at(EventRef ref) const;

 private:
  const std::vector<Event>& events_;
  std::vector<RecordSequence> all_;
  std::vector<std::pair<EventRef, ClockStep>> unrecorded_;  // by the record behind it
};

}  // namespace sojourn
