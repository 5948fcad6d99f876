// The backward steps of a host's clock, and which side of them a record lies on.
#pragma once

#include <vector>

#include "schema/event.h"
#include "schema/strings.h"

namespace sojourn {

// One setting back of the clock: it showed `before` and then `after`.
struct ClockStep {
  Timestamp before, after;
};

// For each event, how far the clock had been set back in all before it was written.
// REQUIRES: `events` are grouped by (file, channel) and in record order within each group: a
// strand, in which time falls only where the clock was set back.
std::vector<Ticks> time_set_back(const std::vector<Event>& events);

}  // namespace sojourn
