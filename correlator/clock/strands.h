// The strands of one host's records: what one service numbered as it wrote it, and in which time
// therefore falls only where the clock was set back.
#pragma once

#include <vector>

#include "schema/event.h"
#include "schema/session.h"

namespace sojourn {

// Records of one channel in the order in which they were written, whatever files hold them: an
// archived log and the live one that carries its numbers on are one strand.
using Strand = std::vector<EventRef>;

// By how much the record says that the clock was set back: clock_step() below zero.
bool sets_clock_back(const Event& event);

// EventLog's and Kernel-General's notes of starts and stops reach the System log out of turn
// (observed: a 6005 whose time lies after the step, 39 records before the record of the step).
bool is_written_late(EventKind kind);

// Record ids begin anew where a log was cleared or a machine installed again, so that a channel may
// hold several strands. In the order of ids each record goes to the strand that it carries on: the
// one that was written last before it. Time may fall there by no more than the disorder that one
// log shows, unless a record says that the clock was set back over that stretch.
//
// Depends on the set of records only, not on how files divide it. REQUIRES: `events` are in the
// order of channel, record id and time.
std::vector<Strand> strands_of(const std::vector<Event>& events);

}  // namespace sojourn
