// Logons of type 3 that checked an RDP client's credentials (Network Level Authentication), told
// apart from access over the network by the record itself.
#pragma once

#include "correlator/records/host_log.h"
#include "correlator/windows/logon_sessions.h"

namespace sojourn {

// How the records of a return to a desktop follow one another, with LocalSessionManager's log or
// without it.
inline constexpr Ticks kCheckToLogon = std::chrono::seconds{60};   // type 3 to type 10 or 7: 6 s
inline constexpr Ticks kCheckWithPort = std::chrono::seconds{10};  // where its port does not tell
inline constexpr Ticks kTrails = std::chrono::seconds{2};  // a check under way when its client left
inline constexpr Ticks kHandedOn = std::chrono::seconds{5};  // 4779 to 4778 of a takeover: 1 s
// 4634 of the check of who was replaced, behind the type 7.
inline constexpr Ticks kReplaced = std::chrono::seconds{2};

// Whether it is of type 3 and through a package of Network Level Authentication, which access over
// the network goes through, too.
bool may_check_credentials(const HostLog& log, EventRef ref);

// Whether a type 3 logon or failure from another machine checked an RDP client's credentials (NLA),
// as its port tells: it is 0 then. Observed: 0 for each NLA check on Windows 10 and Server 2016
// that names an address (three hosts), the client's port for all 189 others (SMB, LDAP, WinRM).
// Server 2012 R2 names neither address nor port.
bool has_port_of_nla(const HostLog& log, EventRef ref);

// Whether the type 3 logon `check` let in the client that the type 7 or 10 `logon` of its account
// names: by its address, or by its being there still where it names none (Server 2012 R2).
bool checks_client_of(const HostLog& log, const LogonSessions& logons, EventRef check,
                      EventRef logon);

}  // namespace sojourn
