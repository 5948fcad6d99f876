// The circumstances of a session that other records tell: shutdown, clock steps, cleared logs.
#pragma once

#include <vector>

#include "correlator/records/host_log.h"
#include "schema/session.h"

namespace sojourn {

// Sets the flags shutdown, clock_step, gap and recovered, and unlock where only the desktop tells.
// REQUIRES: evidence sorted by event, sessions by their first records, epochs set.
void set_flags(std::vector<Session>& sessions, const HostLog& log);

}  // namespace sojourn
