// Access to a desktop: from each attachment of a local session (terminals.h) the access session
// with the records of the Security log, the connection and the profile service that belong to it.
#pragma once

#include "correlator/access/access_sessions.h"
#include "correlator/windows/connections.h"
#include "correlator/windows/local_sessions.h"

namespace sojourn {

// REQUIRES: `sessions` is empty. Adds one session for each attachment, in their order, and fills in
// who and LogonId of the local sessions.
void add_desktop_sessions(AccessSessions& sessions, const Connections& connections,
                          LocalSessions& local_sessions);

}  // namespace sojourn
