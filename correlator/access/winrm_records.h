// Which network sessions were for WS-Management: PowerShell remoting, winrs.
#pragma once

#include "correlator/access/access_sessions.h"

namespace sojourn {

// Cites WinRM's 91 and 169 in the network session of the same account that got a logon within 5 s,
// and flags it.
void add_winrm_records(AccessSessions& sessions);

}  // namespace sojourn
