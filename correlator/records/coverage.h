// What the logs hold, so that "no session" and "no log" can be told apart.
#pragma once

#include <vector>

#include "correlator/clock/clock.h"
#include "correlator/records/log_ranges.h"
#include "schema/event.h"
#include "schema/session.h"
#include "schema/strings.h"

namespace sojourn {

// Whether records of this log are missing where the record stands: it was cleared, was full, or
// could not take some.
bool marks_loss(EventKind kind);

// For each channel its segments between losses, by channel name and in the order of the log. Where
// `ranges` tell which records of the channel were read, a hole in their ids is a loss, a segment
// reaches as far as its records, whatever they say, and those that none of the ranges holds have a
// segment of their own, the last; of these, carved ones do not count. `events` are in order.
std::vector<Coverage> find_coverage(const std::vector<Event>& events, const ClockEpochs& epochs,
                                    const Strings& strings, const RangesOfChannels& ranges);

}  // namespace sojourn
