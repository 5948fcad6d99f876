// People who were on although no record tells of their logon: others bear its LogonId.
#pragma once

#include "correlator/access/access_sessions.h"
#include "schema/strings.h"

namespace sojourn {

// For each LogonId of a person that a 1102, 4616, 4648 or 4624 names as who asked, and whose own
// 4624 is lost, a session of unknown start. REQUIRES: all other sessions are there.
void add_unseen_logons(AccessSessions& sessions, Strings& strings);

}  // namespace sojourn
