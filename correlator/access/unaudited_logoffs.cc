#include "correlator/access/unaudited_logoffs.h"

#include <algorithm>
#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "correlator/access/logon_start.h"
#include "correlator/records/nearest.h"

namespace sojourn {
namespace {

using std::chrono::seconds;

constexpr std::string_view kManager = "DWM-";

constexpr Ticks kToRemote = seconds{2};     // DWM-k to the type 10 it is for: 0.1 to 0.8 s observed
constexpr Ticks kToManager = seconds{5};    // RdpCoreTS 66 to the DWM-k of its session: 0.2 s
constexpr Ticks kLogonScreen = seconds{5};  // of the session's own logon: it is drawn before

// Whether a connection had just got the Windows session k that the DWM-k draws: its user may take
// his time at the logon screen there.
bool is_of_connection(const HostLog& log, EventRef manager) {
  const std::string number(log.strings()[log[manager].user].substr(kManager.size()));
  return nearest(log, log.of(EventKind::connection_assigned), manager, -kToManager, Ticks{0},
                 [&](EventRef ref) { return std::to_string(log[ref].session) == number; }) != kNone;
}

EventRef last_record(const Session& session) {
  return std::ranges::max(session.evidence, {}, &Citation::event).event;
}

}  // namespace

bool audits_logoffs(const HostLog& log) {
  return !log.of(EventKind::logon_ended).empty() || !log.of(EventKind::logoff_initiated).empty();
}

// The logons of window managers that no logon over RDP follows and that no connection has.
ConsoleScreens::ConsoleScreens(const HostLog& log) : log_(log) {
  std::vector<EventRef> remote;
  for (const EventRef ref : log.of(EventKind::logon)) {
    if (is_remote_type(log[ref].logon_type)) remote.push_back(ref);
    if (log.strings()[log[ref].user].starts_with(kManager)) managers_.push_back(ref);
  }
  std::erase_if(managers_, [&](EventRef ref) {
    return !log.within(remote, ref, Ticks{0}, kToRemote).empty() || is_of_connection(log, ref);
  });
}

EventRef ConsoleScreens::next(EventRef ref) const {
  const auto next = std::ranges::partition_point(managers_, [&](EventRef manager) {
    return manager <= ref || log_.between(ref, manager) <= kLogonScreen;
  });
  return next == managers_.end() ? kNone : *next;
}

void find_unaudited_unlocks(AccessSessions& sessions, LocalSessions& local_sessions) {
  const HostLog& log = sessions.log();
  if (audits_logoffs(log)) return;
  const ConsoleScreens screens(log);
  // By boot and account: until when its desktop is known to have stood.
  std::map<std::pair<BootId, Text>, EventRef> stood;
  const auto account = [&](const Identity& who) { return log.accounts().account_key(who); };
  std::size_t place = 0;
  for (const Attachment& attachment : local_sessions.attachments()) {
    const SessionId id(place++);
    const LocalSession& local = local_sessions[attachment.local_session];
    if (local.end_reason == EndReason::logoff || sessions[id].evidence.empty()) continue;
    EventRef& last = stood.try_emplace({local.boot, account(local.who)}, EventRef{0}).first->second;
    last = std::max(last, last_record(sessions[id]));
  }
  for (const LogonSessionId id : sessions.logons().ids()) {
    const LogonSession& logon = sessions.logons()[id];
    if (sessions.claims().role(id) != LogonRole::interactive || !is_free(sessions, id) ||
        is_remote_type(logon.logon_type) || log[logon.start_event].version == 0 ||
        log.covers_desktop(logon.start_event))
      continue;
    const auto [last, is_first] =
        stood.try_emplace({logon.boot, account(logon.who)}, logon.start_event);
    const LogonSessionId other = sessions.logons().linked(id);
    const bool is_half = other != kNone && sessions.logons()[other].start_event == last->second;
    if (!is_first && !is_half && screens.next(last->second) > logon.start_event) {
      sessions.claims().set_role_of_halves(id, LogonRole::reauthentication);
    } else if (!is_half) {
      last->second = logon.start_event;
    }
  }
}

void end_unaudited_logoffs(AccessSessions& sessions) {
  const HostLog& log = sessions.log();
  if (audits_logoffs(log)) return;
  const ConsoleScreens screens(log);
  for (const SessionId id : sessions.ids()) {
    Session& session = sessions[id];
    const bool has_no_end = session.end_reason == EndReason::open ||
                            session.end_reason == EndReason::shutdown ||
                            session.end_reason == EndReason::crash;
    if (session.kind != SessionKind::local || session.outcome != Outcome::success || !has_no_end ||
        session.local_session != kNone || session.evidence.empty())
      continue;
    const EventRef next = screens.next(last_record(session));
    if (next == kNone || log.boot(next) != session.boot) continue;
    session.end = log[next].time;
    session.end_reason = EndReason::superseded;
    session.end_exact = false;
    sessions.cite(id, next, Role::end, Rule::only_desktop);
  }
}

}  // namespace sojourn
