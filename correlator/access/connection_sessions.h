// RDP connections that never reached a desktop: authenticated and then dropped, or only announced
// by an 1149.
#pragma once

#include "correlator/access/access_sessions.h"
#include "correlator/windows/connections.h"

namespace sojourn {

// REQUIRES: the desktop sessions are there, so that connections without one are known.
void add_connection_sessions(AccessSessions& sessions, const Connections& connections);

// Credential checks (NLA) that no session has, because the 1149 behind them is lost: they gave no
// access to the machine's shares, and whether to a desktop no record says. REQUIRES: all sessions
// but those of the network are there.
void add_lone_credential_checks(AccessSessions& sessions, const Connections& connections);

}  // namespace sojourn
