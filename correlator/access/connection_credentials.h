// Which credentials came with an RDP connection, and which connection with credentials.
#pragma once

#include <cstdint>
#include <vector>

#include "correlator/access/access_sessions.h"
#include "correlator/windows/connections.h"
#include "correlator/windows/credential_checks.h"

namespace sojourn {

// The 4624 of type 3 that checked an RDP client's credentials before its session (NLA), or kNone.
// `start` is the record that shows the session, `who` its user where no 1149 names one.
EventRef find_nla(AccessSessions& sessions, const Connections& connections, ConnectionId connection,
                  EventRef start, const Identity& who);

// A current client checks its credentials twice: the first type 3 lives for 20 to 190 ms, the
// second follows 0.15 to 4.7 s after it (observed on Windows 10 to Server 2022). The second, or
// kNone.
EventRef checked_again(const AccessSessions& sessions, EventRef check);
// Joins those that came before the `check` of the same client.
void cite_earlier_checks(AccessSessions& sessions, SessionId session, LogonSessionId check,
                         Rule rule);

// The connection from the address of the type 3 `check` that was opened last before it, still open
// then, and that neither a session nor an 1149 has; kNone without one.
ConnectionId connection_of_check(const HostLog& log, const Connections& connections,
                                 const Claims& claims, EventRef check);

// Joins that logon session to `session` and returns it, or kNone.
LogonSessionId cite_nla(AccessSessions& sessions, const Connections& connections, SessionId session,
                        ConnectionId connection, EventRef start, const Identity& who);

}  // namespace sojourn
