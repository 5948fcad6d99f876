// Desktops that one person loses to another: on Windows for workstations only one is shown at a
// time, and a service may hand anybody's desktop to anybody (tscon). Each story says what was true.
#pragma once

#include "tests/simulation/host.h"

namespace sojourn::simulation {

// At the lock screen somebody chooses "switch user": the desktop stays, its stretch at the console
// ends. REQUIRES: the desktop is shown by the console.
void switch_user(Host& host, Desktop& desktop);

// Another user connects to a workstation and is let in; whoever had its one desktop loses it.
Desktop& rdp_logon_displacing(Host& host, Desktop& shown, const User& who, const Client& client);

// From `attacker`, shown by an RDP client, SYSTEM attaches the disconnected desktop `victim` to
// that same connection. Nobody authenticates (observed: 4779, then 4778 with the same client; what
// LocalSessionManager writes is inferred).
void hijack(Host& host, Desktop& attacker, Desktop& victim);

// An administrator's tool, or a time limit, ends a desktop that nobody is shown. No access ends
// with it. REQUIRES: !desktop.connected. It is gone afterwards.
void log_off_disconnected(Host& host, Desktop& desktop);

}  // namespace sojourn::simulation
