#include "correlator/windows/claims.h"

#include "correlator/windows/connections.h"

namespace sojourn {

Claims::Claims(const HostLog& log, const Connections& connections, LogonSessions& logons)
    : of_record_(log.size()), of_connection_(connections.all().size()), logons_(logons) {}

void Claims::set_role_of_halves(LogonSessionId logon, LogonRole role) {
  set_role(logon, role);
  if (const LogonSessionId other = logons_.linked(logon); other != kNone) set_role(other, role);
}

}  // namespace sojourn
