// Which credentials came with an RDP connection, and which connection with credentials.
#pragma once

#include <cstdint>

#include "correlator/access_sessions.h"
#include "correlator/connections.h"

namespace sojourn {

// The 4624 of type 3 that checked an RDP client's credentials before its session (NLA), or kNone.
// `start` is the record that shows the session, `who` its user where no 1149 names one.
EventRef find_nla(AccessSessions& sessions, const Connections& connections,
                  std::uint32_t connection, EventRef start, const Identity& who);

// Joins that logon session to `session` and returns it, or kNone.
std::uint32_t cite_nla(AccessSessions& sessions, const Connections& connections,
                       std::uint32_t session, std::uint32_t connection, EventRef start,
                       const Identity& who);

// The connection that brought the type 10 logon of the 4624 `logon`: the one its user authenticated
// on in the minute before, from its address. kNone when no 1149 tells.
std::uint32_t find_connection(AccessSessions& sessions, Connections& connections, EventRef logon);

}  // namespace sojourn
