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
class SteadyClock {
 public:
  SteadyClock() = default;
  // REQUIRES: `events` are in the order of channel, record id and time, and one of them says that
  // the clock was set back.
  SteadyClock(const std::vector<Event>& events, const Strings& strings);

  Ticks set_back_before(EventRef ref) const {
    return epoch_of_.empty() ? Ticks{0} : set_back_[epoch_of_[ref]];
  }
  // Follows the events, of which the one at order[i] is put at place i.
  void arrange(const std::vector<EventRef>& order);

 private:
  std::vector<Ticks> set_back_;          // by epoch: the time between two settings back
  std::vector<std::uint16_t> epoch_of_;  // by event; empty for a clock that was never set back
};

// The epochs of the clock: a new one begins with each record that says it was set. A step that two
// logs tell of begins one. REQUIRES: `events` are in order (order.h).
std::vector<ClockEpoch> find_clock_epochs(const std::vector<Event>& events);

}  // namespace sojourn
