// A host's clock: where it was set, and which side of a setting back a record lies on.
#pragma once

#include <cstdint>
#include <vector>

#include "schema/event.h"
#include "schema/session.h"
#include "schema/strings.h"

namespace sojourn {

// By how much the record says that the clock was set, negative for back; 0 for a record that says
// nothing of the kind, for a change of the time zone and for less than two seconds: below that lies
// the daily work of the time service. Security 4616 and Kernel-General 1 hold the time before;
// their own is the one after.
Ticks clock_step(const Event& event);

// How far the clock had been set back in all before each record was written.
class MonotonicClock {
 public:
  MonotonicClock() = default;
  // `events` are in the order of channel, record id and time.
  MonotonicClock(const std::vector<Event>& events, const Strings& strings);

  Ticks set_back_before(EventRef ref) const {
    return epoch_of_.empty() ? Ticks{0} : epochs_[epoch_of_[ref]].set_back;
  }
  // The settings back before the record was written.
  std::size_t epoch(EventRef ref) const { return epoch_of_.empty() ? 0 : epoch_of_[ref]; }
  // By how much the clock was set back to begin that epoch, where no record tells of it; else 0.
  Ticks unrecorded_step(std::size_t epoch) const {
    return epochs_.empty() ? Ticks{0} : epochs_[epoch].unrecorded_step;
  }
  // Whether nothing tells on which side of a setting back the record was written.
  bool is_undecided(EventRef ref) const { return !undecided_.empty() && undecided_[ref]; }
  // Follows the events, of which the one at order[i] is put at place i.
  void permute(const std::vector<EventRef>& order);

 private:
  struct Epoch {  // the time between two settings back
    Ticks set_back, unrecorded_step;
  };
  std::vector<Epoch> epochs_;
  // By event; empty for a clock that was never set back.
  std::vector<std::uint16_t> epoch_of_;
  std::vector<bool> undecided_;
};

struct ClockEpochs {
  std::vector<ClockEpoch> rows;
  std::vector<std::uint32_t> of_events;  // by event; empty where there is one epoch only

  EpochId of(EventRef ref) const { return EpochId(of_events.empty() ? 0 : of_events[ref]); }
};

// The epochs of the clock: a new one begins with each record that says it was set, and where the
// order of records shows it. A step that two logs tell of begins one. `events` are in order
// (order.h), and `clock` follows them.
ClockEpochs find_clock_epochs(const std::vector<Event>& events, const MonotonicClock& clock,
                              const Strings& strings);

}  // namespace sojourn
