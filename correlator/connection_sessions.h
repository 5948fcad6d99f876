// RDP connections that never reached a desktop: authenticated and then dropped, or only announced
// by an 1149.
#pragma once

#include "correlator/access_sessions.h"
#include "correlator/connections.h"

namespace sojourn {

// REQUIRES: the desktop sessions are there, so that connections without one are known.
void add_connection_sessions(AccessSessions& sessions, Connections& connections);

}  // namespace sojourn
