// Which credentials came with an RDP connection, and which connection with credentials.
#pragma once

#include <cstdint>

#include "correlator/access_sessions.h"
#include "correlator/connections.h"

namespace sojourn {

// Finds the type 3 logon that checked an RDP client's credentials before its session (NLA), joins
// it to `session` and returns it, or kNone. `start` is the record that shows the session, `who` its
// user where no 1149 names one.
std::uint32_t cite_nla(AccessSessions& sessions, const Connections& connections,
                       std::uint32_t session, std::uint32_t connection, EventRef start,
                       const Identity& who);

// The connection that brought the type 10 logon of the 4624 `logon`: the one its user authenticated
// on in the minute before, from its address. kNone when no 1149 tells.
std::uint32_t find_connection(AccessSessions& sessions, Connections& connections, EventRef logon);

}  // namespace sojourn
