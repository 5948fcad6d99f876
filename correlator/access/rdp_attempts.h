// RDP attempts without a desktop: connections that authenticated and then dropped, or only
// announced by an 1149.
#pragma once

#include "correlator/access/access_sessions.h"
#include "correlator/windows/connections.h"

namespace sojourn {

// Of connections that no desktop session claimed.
void add_rdp_attempts(AccessSessions& sessions, const Connections& connections);

// Credential checks (NLA) that no session has, because the 1149 behind them is lost: they gave no
// access to the machine's shares, and whether to a desktop no record says.
void add_lone_credential_checks(AccessSessions& sessions, const Connections& connections);

}  // namespace sojourn
