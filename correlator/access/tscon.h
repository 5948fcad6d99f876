// A desktop that somebody takes without a password, by moving his connection to it (tscon).
#pragma once

#include "correlator/records/host_log.h"
#include "schema/session.h"

namespace sojourn {

// Whether the connection that the 4778 names showed another user's desktop a moment before, and
// nobody proved to be the user of this one.
bool is_moved_by_tscon(const HostLog& log, EventRef reconnect);

// The same of the 4778 that tells of the session's desktop.
bool is_moved_by_tscon(const HostLog& log, const Session& session);

}  // namespace sojourn
