// Over which of its records a log tells of everything that happened.
#pragma once

#include <span>
#include <unordered_map>
#include <vector>

#include "correlator/records/log_ranges.h"
#include "schema/event.h"
#include "schema/id.h"
#include "schema/session.h"

namespace sojourn {

// The first and the last of a channel's records between which none is missing.
struct LogSpan {
  EventRef first = kNone, last = kNone;
};

// By channel, in order. A span ends where record ids are missing, where records were lost and where
// the log was cleared, and with its last record of the catalog: nothing is known of what came
// after. Between two spans something may have happened.
std::unordered_map<Text, std::vector<LogSpan>> find_log_spans(std::span<const Event> events,
                                                              const RangesOfChannels& ranges);

}  // namespace sojourn
