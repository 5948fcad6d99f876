// By which of a host's clocks a session began and ended.
#pragma once

#include <vector>

#include "correlator/records/host_log.h"
#include "schema/session.h"

namespace sojourn {

// Sets the epochs of each session's start and end: those of the records that gave the times. Sets
// the flag clock_wrong where both lie in one that ended with the clock set back by more than a day;
// small steps before that do not put it right.
// REQUIRES: evidence sorted by event, never none.
void set_epochs(std::vector<Session>& sessions, const HostLog& log);

// What is known of the first and the last moment of a session: its own, else its boot's; where
// nothing is known, the first or the last of all.
Moment earliest(const Session& session, const HostLog& log);
Moment latest(const Session& session, const HostLog& log);

}  // namespace sojourn
