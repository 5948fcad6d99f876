// What the 4624 of a logon session says of the access session that it began.
#pragma once

#include "correlator/access/access_sessions.h"

namespace sojourn {

inline constexpr Origin kThisMachine{.scope = SourceScope::local};
// LSASS validates once more what was logged on or unlocked: 1 ms (observed).
inline constexpr Ticks kShadow = std::chrono::seconds{5};
// Longer than a logon lives that got no desktop: 7.3 s from its 4624 to its 4634.
inline constexpr Ticks kAborted = std::chrono::seconds{30};

// Whether no session has it yet, it is a user's, and its 4624 is there.
bool is_free(AccessSessions& sessions, LogonSessionId logon);
// The half of a split token that the shell runs under, or this one where the other's 4624 is lost.
LogonSessionId shell_that_began(AccessSessions& sessions, LogonSessionId logon);
// Without evidence yet.
Session session_of_logon(AccessSessions& sessions, LogonSessionId logon, SessionKind kind);
// What is known of the outcome of the session that the logon `shell` began, whose connection closed
// at `closed` (kNone where no record says so).
void set_outcome(Session& session, AccessSessions& sessions, LogonSessionId shell, EventRef closed);
// Begins with the first of its records that tells of no end.
void set_start(Session& session, const HostLog& log);
// What got no desktop lasted seconds: where no record tells its end, the boot's is none.
void leave_end_unknown(Session& session);
// Whether the Security log goes on behind the record, so that it would tell of a desktop.
bool security_goes_on(const HostLog& log, EventRef ref);

}  // namespace sojourn
