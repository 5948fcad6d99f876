// The window managers (DWM-k) that draw the desktops: each has a logon of its own, whose SID
// (S-1-5-90-0-k) names the Windows session k, from the session's beginning to its end.
//
// Observed (Windows 10 and 11, Server 2019 and 2022): it logs on before the logon screen of each
// new session is there, 0.1 to 4 s before a type 10 behind NLA, also where that session is only
// there to check the password of a return; it goes 0.4 to 1.4 s after the session's 4647, and 1.0
// to 3.3 s after the logon of a return. Locks, disconnects and reconnections do not touch it.
// Windows 7 has none.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <vector>

#include "correlator/records/host_log.h"
#include "correlator/windows/logon_sessions.h"

namespace sojourn {

struct WindowManager {
  std::uint32_t number = kNoNumber;  // of the Windows session
  BootId boot{};
  EventRef begin = kNone;
  EventRef end = kNone;     // the last of its 4634s
  bool is_console = false;  // the first of its boot: nobody can have come over RDP before
};

class WindowManagers {
 public:
  WindowManagers(const HostLog& log, const LogonSessions& logons);

  // Of the Windows session whose logon screen the logon to a desktop came through, whichever half
  // of a split token it is; null where more than one may be it.
  const WindowManager* of(LogonSessionId logon) const;

 private:
  void collect();
  bool begins_desktop(LogonSessionId id) const;
  void wait(std::size_t manager);
  void give(LogonSessionId id);
  bool is_behind_check(std::size_t manager, LogonSessionId id) const;
  using Place = std::vector<std::size_t>::iterator;
  Place find(LogonSessionId id);
  bool is_told_since_boot(EventRef at) const;
  bool is_contested(std::size_t manager) const;

  const HostLog& log_;
  const LogonSessions& logons_;
  std::vector<WindowManager> all_;    // as they began
  std::vector<std::size_t> waiting_;  // those whose logon screens nobody has used yet
  std::vector<EventRef> remote_;      // logons over RDP, each token once
  std::map<LogonSessionId, std::size_t> of_;
};

}  // namespace sojourn
