// Failed attempts: each is a session of its own, with the connection it came through where that is
// certain.
#pragma once

#include "correlator/access/access_sessions.h"
#include "correlator/access/ssh_logons.h"
#include "correlator/windows/connections.h"

namespace sojourn {

// From 4625, 4825, RdpCoreTS 140 and the OpenSSH server's messages. Of connections
// only those that no successful session claimed.
void add_failures(AccessSessions& sessions, const Connections& connections, const SshLogons& ssh);

}  // namespace sojourn
