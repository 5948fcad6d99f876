// Network access: logons of type 3 and 8 that are no RDP client's credential check.
#pragma once

#include <chrono>

#include "correlator/access/access_sessions.h"
#include "correlator/access/ssh_logons.h"
#include "correlator/windows/connections.h"

namespace sojourn {

// One session for all logons of one account from one source that overlap or follow within `gap`. A
// logon without an address joins the only session of its account that is under way, else stands
// alone.
// One that may have been no more than a check of credentials leaves the outcome unknown.
void add_network_sessions(AccessSessions& sessions, const Connections& connections,
                          const SshLogons& ssh, std::chrono::seconds gap);

}  // namespace sojourn
