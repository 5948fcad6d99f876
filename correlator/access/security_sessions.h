// Sessions from Security alone: interactive logons where LocalSessionManager's log
// is missing, and logons inside somebody's session (runas, /netonly, the UAC prompt).
#pragma once

#include "correlator/access/access_sessions.h"
#include "correlator/windows/connections.h"

namespace sojourn {

// Of logons that neither a desktop session nor an RDP attempt claimed.
void add_interactive_logons(AccessSessions& sessions, const Connections& connections);
void add_secondary_logons(AccessSessions& sessions);

// Finds the session that each secondary one was asked for in. REQUIRES: all sessions are there.
void name_askers(AccessSessions& sessions);

// Gives what unlocks and re-validations are left to the session of the same user in which they
// happened.
void fold_reauthentications(AccessSessions& sessions);

}  // namespace sojourn
