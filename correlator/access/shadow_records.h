// Whose desktop somebody else watched, or worked on.
#pragma once

#include "correlator/access/access_sessions.h"
#include "correlator/windows/local_sessions.h"

namespace sojourn {

// Cites RemoteConnectionManager's records of shadowing in the session that was at the desktop of
// that SessionID, and flags those that were shadowed indeed.
void add_shadow_records(AccessSessions& sessions, const LocalSessions& local_sessions);

}  // namespace sojourn
