// The desktops that LocalSessionManager does not tell of: those of interactive logons, of logons
// whose start is lost, and of users who only come back. Winlogon's notices stand for its records as
// long as nobody leaves a desktop without logging off; the Security log tells of that, too.
#pragma once

#include "correlator/access/access_sessions.h"
#include "correlator/windows/connections.h"
#include "correlator/windows/local_sessions.h"

namespace sojourn {

// Whether Winlogon's 7001 and 7002, or a 4647, are all that tells of the local session whose first
// attachment this is (it has no other then), and its logon is known: the Security log tells who
// left the desktop and came back.
bool is_left_to_security(const HostLog& log, const LocalSession& local, const Attachment& first);

// REQUIRES: the desktops that LocalSessionManager tells of are there.
void add_security_desktops(AccessSessions& sessions, const Connections& connections,
                           LocalSessions& local_sessions);

}  // namespace sojourn
