#include "correlator/windows/claims.h"

#include "correlator/windows/connections.h"

namespace sojourn {

Claims::Claims(const HostLog& log, const Connections& connections, LogonSessions& logons)
    : of_record_(log.size()), of_connection_(connections.all().size()), logons_(logons) {}

void Claims::set_role_of_halves(LogonSessionId logon, LogonRole role) {
  set_role(logon, role);
  if (const LogonSessionId other = logons_.linked(logon); other != kNone) set_role(other, role);
}

std::vector<bool> Claims::used(const std::vector<LocalSession>& local_sessions) const {
  std::vector<bool> used(of_record_.size());
  for (EventRef ref = 0; ref < used.size(); ++ref) used[ref] = has(ref);
  const auto add_bounds = [&](const auto& sessions) {
    for (const auto& session : sessions) {
      if (session.start_event != kNone) used[session.start_event] = true;
      if (session.end_event != kNone) used[session.end_event] = true;
    }
  };
  add_bounds(logons_.all());
  add_bounds(local_sessions);
  return used;
}

}  // namespace sojourn
