#include "correlator/access/unaudited_logoffs.h"

#include <algorithm>
#include <vector>

namespace sojourn {
namespace {

using std::chrono::seconds;

constexpr Ticks kToRemote = seconds{2};     // DWM-k to the type 10 it is for: 0.1 to 0.8 s observed
constexpr Ticks kLogonScreen = seconds{5};  // of the session's own logon: it is drawn before

// The logons of window managers that no logon over RDP follows.
std::vector<EventRef> console_managers(const HostLog& log) {
  std::vector<EventRef> managers, remote;
  for (const EventRef ref : log.of(EventKind::logon)) {
    if (is_remote_type(log[ref].logon_type)) remote.push_back(ref);
    if (log.strings()[log[ref].user].starts_with("DWM-")) managers.push_back(ref);
  }
  std::erase_if(managers, [&](EventRef ref) {
    return !log.within(remote, ref, Ticks{0}, kToRemote).empty();
  });
  return managers;
}

}  // namespace

void end_unaudited_logoffs(AccessSessions& sessions) {
  const HostLog& log = sessions.log();
  if (!log.of(EventKind::logon_ended).empty() || !log.of(EventKind::logoff_initiated).empty())
    return;
  const std::vector<EventRef> managers = console_managers(log);
  for (const SessionId id : sessions.ids()) {
    Session& session = sessions[id];
    const bool has_no_end = session.end_reason == EndReason::open ||
                            session.end_reason == EndReason::shutdown ||
                            session.end_reason == EndReason::crash;
    if (session.kind != SessionKind::local || session.outcome != Outcome::success || !has_no_end ||
        session.local_session != kNone || session.evidence.empty())
      continue;
    const EventRef last = std::ranges::max(session.evidence, {}, &Citation::event).event;
    const auto next = std::ranges::partition_point(managers, [&](EventRef ref) {
      return ref <= last || log.between(last, ref) <= kLogonScreen;
    });
    if (next == managers.end() || log.boot(*next) != session.boot) continue;
    session.end = log[*next].time;
    session.end_reason = EndReason::superseded;
    session.end_exact = false;
    sessions.cite(id, *next, Role::end, Rule::only_desktop);
  }
}

}  // namespace sojourn
