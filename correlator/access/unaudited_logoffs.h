// Where the audit policy leaves out logoffs, what shows that somebody left the console is its next
// logon screen.
#pragma once

#include <vector>

#include "correlator/access/access_sessions.h"
#include "correlator/windows/local_sessions.h"

namespace sojourn {

// A log without any 4634 and 4647. (One that has none because nobody logged off has nothing to
// judge either.)
bool audits_logoffs(const HostLog& log);

// The window managers that drew the console's logon screens, in order.
class ConsoleScreens {
 public:
  explicit ConsoleScreens(const HostLog& log);

  // The first that came after `ref`; kNone without one. A screen that is drawn beside `ref` is its
  // own.
  EventRef next(EventRef ref) const;

 private:
  const HostLog& log_;
  std::vector<EventRef> managers_;
};

// Tells the passwords that unlocked a desktop from those that began one. Observed: a local account
// of Windows 10 unlocks by a type 2, which its 4634 milliseconds later would show. Where that is
// not audited, no desktop begins before the console has a new logon screen. (Windows 7's have no
// logons.)
void find_unaudited_unlocks(AccessSessions& sessions, LocalSessions& local_sessions);

// Ends the desktops of the console whose end nothing else tells.
void end_unaudited_logoffs(AccessSessions& sessions);

}  // namespace sojourn
