// Which credentials came with an RDP connection, and which connection with credentials.
#pragma once

#include <cstdint>
#include <vector>

#include "correlator/access/access_sessions.h"
#include "correlator/windows/connections.h"

namespace sojourn {

// Whether it is of type 3 and through a package of Network Level Authentication, which access over
// the network goes through, too.
bool may_check_credentials(const HostLog& log, EventRef ref);

// Whether a type 3 logon or failure from another machine checked an RDP client's credentials (NLA),
// as its port tells: it is 0 then. Observed: 0 for each NLA check on Windows 10 and Server 2016
// that names an address (three hosts), the client's port for all 189 others (SMB, LDAP, WinRM).
// Server 2012 R2 names neither address nor port.
bool has_port_of_nla(const HostLog& log, EventRef ref);

// The 4624 of type 3 that checked an RDP client's credentials before its session (NLA), or kNone.
// `start` is the record that shows the session, `who` its user where no 1149 names one.
EventRef find_nla(AccessSessions& sessions, const Connections& connections, ConnectionId connection,
                  EventRef start, const Identity& who);

// Joins that logon session to `session` and returns it, or kNone.
LogonSessionId cite_nla(AccessSessions& sessions, const Connections& connections, SessionId session,
                        ConnectionId connection, EventRef start, const Identity& who);

}  // namespace sojourn
