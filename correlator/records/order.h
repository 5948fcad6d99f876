// One host's records in the order in which they happened.
//
// Times alone do not give it: clocks are set back (observed: three hours at a virtual machine's
// first boot, six months in one workstation), copies of logs repeat records, and on Server 2012 R2
// many records share a tick of 15.6 ms.
#pragma once

#include <cstdint>
#include <vector>

#include "correlator/clock/clock.h"
#include "schema/event.h"
#include "schema/record_copy.h"
#include "schema/session.h"
#include "schema/strings.h"

namespace sojourn {

struct OrderedEvents {
  std::vector<Event> events;
  MonotonicClock clock;
  std::uint64_t duplicates = 0;
  std::vector<RecordCopy> copies;  // the other files of each record, by event and file

  // An event's time on a clock that was never set back: its own time plus every backward step
  // before it. Orders the events, measures distances between them, and never reaches the output.
  Timestamp monotonic(EventRef ref) const { return events[ref].time + clock.set_back_before(ref); }
};

// Removes copies (same channel, record id, time and content, whatever file they came from) and
// orders the rest. Depends on the set of records only.
OrderedEvents order_events(std::vector<Event> events, const Strings& strings);

}  // namespace sojourn
