// Ends of console sessions on a host that does not audit logoffs.
#pragma once

#include "correlator/access/access_sessions.h"

namespace sojourn {

// Where no 4634 and no 4647 is in the log and LocalSessionManager does not tell of the desktop, the
// next desktop window manager that the console gets (DWM-k) shows that the one before it was over.
void end_unaudited_logoffs(AccessSessions& sessions);

}  // namespace sojourn
