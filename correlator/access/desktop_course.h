// What the Security log tells of one desktop where LocalSessionManager's does not: who showed it,
// one after another.
//
// It is left by a 4779, by the end of its connection's credential check (4634 of type 3), by a
// 4647, its own 4634 or that of its window manager. It is taken up by a 4778, by a connection whose
// credentials were checked, or by an unlock where nobody was known to be at it.
#pragma once

#include <vector>

#include "correlator/access/access_sessions.h"
#include "correlator/access/checked_connections.h"

namespace sojourn {

struct SecurityDesktop {
  Session model{};                                  // what all of its sessions have in common
  LogonSessionId shell{};                           // none where its connections alone tell of it
  SessionId session{};                              // that its logon began, none where that is lost
  EventRef begin = 0, end = kNone;                  // when it was there
  const CheckedConnection* connection{};            // that its logon came on, or null
  std::vector<const CheckedConnection*> returns{};  // the connections that took it up
  std::vector<LogonSessionId> checks{};             // of its user's password, meanwhile
  std::vector<EventRef> lone_ends{};                // 4634s of type 3 whose 4624s are lost
  EventRef notice = kNone;                          // Winlogon's 7002
  EventRef gone = kNone;                            // the 4634 of the window manager that drew it
};

// Adds its sessions and ends them. Gives all of them.
std::vector<SessionId> follow_desktop(AccessSessions& sessions, const SecurityDesktop& desktop);

}  // namespace sojourn
