// Failed attempts: each is a session of its own, with the connection it came through where that is
// certain.
#pragma once

#include "correlator/access_sessions.h"
#include "correlator/connections.h"

namespace sojourn {

// From 4625, 4825 and RdpCoreTS 140. REQUIRES: the sessions of successful connections are there.
void add_failures(AccessSessions& sessions, Connections& connections);

}  // namespace sojourn
