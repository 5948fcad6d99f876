// Which credentials came with an RDP connection, and which connection with credentials.
#pragma once

#include <cstdint>
#include <vector>

#include "correlator/access/access_sessions.h"
#include "correlator/windows/connections.h"

namespace sojourn {

// Whether a type 3 logon or failure from another machine checked an RDP client's credentials (NLA),
// as its port tells: it is 0 then. Observed: 0 for each NLA check on Windows 10 and Server 2016
// that names an address (three hosts), the client's port for all 189 others (SMB, LDAP, WinRM).
// Server 2012 R2 names neither address nor port.
bool has_port_of_nla(const HostLog& log, EventRef ref);

// The type 3 logons of which nothing tells whether they were more than an RDP client's NLA check.
//
// Up to Server 2012 R2 the check has neither address nor port, nor a process that asked for it
// (observed there only; SQL Server's logons look the same). The 1149 behind it tells it from access
// over the network. Where RemoteConnectionManager's log does not reach, or a connection was open
// then that got neither its 1149 nor a session, the 1149 may have been lost. REQUIRES: every
// session but those of the network has been added.
class UnprovenNetworkLogons {
 public:
  UnprovenNetworkLogons(const HostLog& log, const Connections& connections, const Claims& claims);

  bool contains(EventRef logon) const;

 private:
  const HostLog& log_;
  const Connections& connections_;
  std::vector<EventRef> unanswered_;  // the first record of each such connection, in order
};

// The 4624 of type 3 that checked an RDP client's credentials before its session (NLA), or kNone.
// `start` is the record that shows the session, `who` its user where no 1149 names one.
EventRef find_nla(AccessSessions& sessions, const Connections& connections, ConnectionId connection,
                  EventRef start, const Identity& who);

// Joins that logon session to `session` and returns it, or kNone.
LogonSessionId cite_nla(AccessSessions& sessions, const Connections& connections, SessionId session,
                        ConnectionId connection, EventRef start, const Identity& who);

// The connection that brought the type 10 logon of the 4624 `logon`: the one its user authenticated
// on in the minute before, from its address. kNone when no 1149 tells.
ConnectionId find_connection(AccessSessions& sessions, const Connections& connections,
                             EventRef logon);

}  // namespace sojourn
