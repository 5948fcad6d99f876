#include "correlator/access/security_sessions.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <unordered_map>
#include <utility>

#include "correlator/access/connection_credentials.h"
#include "correlator/access/desktop_course.h"
#include "correlator/access/logon_start.h"

namespace sojourn {
namespace {

// LogonType 9, which runas /netonly and pass-the-hash leave: the user stays, on the network others
// are used.
constexpr std::uint8_t kNewCredentials = 9;

constexpr Ticks kEchoes = std::chrono::seconds{2};  // the end of a desktop to what was under way

// What got no desktop was over when its connection closed, if nothing ended it before.
void end_at(Session& session, EventRef closed, const HostLog& log) {
  for (Citation& citation : session.evidence) {
    if (citation.role == Role::end) return;
    if (citation.event != closed) continue;
    citation.role = Role::end;
    session.end = log[closed].time;
    session.end_reason = EndReason::disconnect;
    session.end_exact = true;
    return;
  }
}

// Of which LocalSessionManager would have told had it got a desktop.
void add_interactive(AccessSessions& sessions, const Connections& connections,
                     LogonSessionId logon) {
  const EventRef start = sessions.logons()[logon].start_event;
  Session session = session_of_logon(sessions, logon, SessionKind::remote);
  const LogonSessionId shell = shell_that_began(sessions, logon);
  const ConnectionId connection = connections.of_logon(sessions.log(), sessions.claims(), start);
  const EventRef closed = connection == kNone ? EventRef{kNone} : connections[connection].closed;
  set_outcome(session, sessions, shell, closed);
  const SessionId added = sessions.add(session);
  if (connection != kNone) {
    const CheckedConnection came_on{.connection = connection,
                                    .records = connections[connection].records};
    cite_checked_connection(sessions, came_on, added);
  }
  const LogonSessionId nla =
      cite_nla(sessions, connections, added, connection, start, sessions[added].who);
  if (nla != kNone && sessions[added].from.client == Text::none)
    sessions[added].from.client = sessions.logons()[nla].from.client;
  follow_desktop(sessions, {.model = sessions[added], .shell = shell, .session = added});
  sessions.cite_logon(added, shell, Role::logon, Rule::own_record);
  set_start(sessions[added], sessions.log());
  if (sessions[added].outcome == Outcome::success) return;
  end_at(sessions[added], closed, sessions.log());
  leave_end_unknown(sessions[added]);
}

}  // namespace

void add_interactive_logons(AccessSessions& sessions, const Connections& connections) {
  sessions.claims().begin(Stage::interactive_logons);
  for (const LogonSessionId i : sessions.logons().ids()) {
    const LogonSession& logon = sessions.logons()[i];
    if (sessions.claims().role(i) != LogonRole::interactive || !is_free(sessions, i)) continue;
    // A console logon that LSM does not know of got no desktop and no access: a program checked a
    // password.
    if (is_remote_type(logon.logon_type)) add_interactive(sessions, connections, i);
  }
}

void add_secondary_logons(AccessSessions& sessions) {
  sessions.claims().begin(Stage::secondary_logons);
  const HostLog& log = sessions.log();
  for (const LogonSessionId i : sessions.logons().ids()) {
    if (sessions.claims().role(i) != LogonRole::secondary || !is_free(sessions, i)) continue;
    Session session = session_of_logon(sessions, i, SessionKind::secondary);
    const LogonSession& logon = sessions.logons()[i];
    const std::string_view process = log.strings()[log[logon.start_event].process];
    const std::string_view asked_by = log.strings()[logon.logon_process];
    if (asked_by == "CredPro" || process.ends_with("\\consent.exe")) {
      session.set(Flag::elevation);
    }
    if (logon.logon_type == kNewCredentials) session.set(Flag::new_credentials);
    session.asking_process = log[logon.start_event].process;
    const SessionId added = sessions.add(session);
    const LogonSessionId shell = shell_that_began(sessions, i);
    follow_desktop(sessions, {.model = sessions[added], .shell = shell, .session = added});
    sessions.cite_logon(added, shell, Role::logon, Rule::own_record);
    set_start(sessions[added], log);
  }
}

void name_askers(AccessSessions& sessions) {
  const HostLog& log = sessions.log();
  const LogonSessions& logons = sessions.logons();
  // By logon session and first record: a desktop's logon is in each of its sessions.
  std::map<std::pair<LogonSessionId, EventRef>, SessionId> session_of;
  for (const SessionId i : sessions.ids()) {
    if (sessions[i].outcome != Outcome::success || sessions[i].evidence.empty()) continue;
    const EventRef first = std::ranges::min(sessions[i].evidence, {}, &Citation::event).event;
    for (const LogonSessionId logon : sessions[i].logons)
      session_of.emplace(std::pair{logon, first}, i);
  }
  for (const SessionId i : sessions.ids()) {
    if (sessions[i].kind != SessionKind::secondary) continue;
    for (const Citation& citation : sessions[i].evidence) {
      const std::uint64_t subject = log[citation.event].subject_logon_id;
      if (log[citation.event].kind != EventKind::logon || subject == 0) continue;
      const LogonSessionId logon = logons.find(sessions[i].boot, subject);
      const auto later = session_of.upper_bound({logon, citation.event});
      if (logon == kNone || later == session_of.begin()) continue;
      const auto& [key, asker] = *std::prev(later);
      if (key.first == logon && asker != i) sessions[i].asked_by = asker;
    }
  }
}

void fold_reauthentications(AccessSessions& sessions) {
  sessions.claims().begin(Stage::reauthentications);
  const HostLog& log = sessions.log();
  // Desktop sessions by account, in the order they began.
  std::unordered_map<Text, std::vector<std::pair<EventRef, SessionId>>> by_user;
  const auto account = [&](const Identity& who) { return log.accounts().account_key(who); };
  std::unordered_map<std::uint32_t, EventRef> unlocked;  // by session: the latest time
  for (const SessionId i : sessions.ids()) {
    const Session& session = sessions[i];
    if (session.outcome != Outcome::success || session.evidence.empty()) continue;
    if (session.kind != SessionKind::local && session.kind != SessionKind::remote) continue;
    const EventRef first = std::ranges::min(session.evidence, {}, &Citation::event).event;
    by_user[account(session.who)].emplace_back(first, i);
  }
  for (auto& [user, own] : by_user) std::ranges::sort(own);
  for (const LogonSessionId logon : sessions.logons().ids()) {
    if (sessions.claims().role(logon) != LogonRole::reauthentication || !is_free(sessions, logon))
      continue;
    const EventRef at = sessions.logons()[logon].start_event;
    const auto found = by_user.find(account(sessions.logons()[logon].who));
    if (found == by_user.end()) continue;
    const auto later = std::ranges::upper_bound(found->second, std::pair{at, SessionId{}});
    if (later == found->second.begin()) continue;
    const SessionId session = std::prev(later)->second;
    if (sessions[session].boot != log.boot(at) || sessions.is_over(session, at, kEchoes)) continue;
    if (!log.accounts().same(sessions[session].who, log[at])) continue;
    const auto [last, is_first] = unlocked.try_emplace(session.place(), kNone);
    const EventRef granted = sessions.record_at(session, sessions[session].granted);
    const bool shadows = (granted != kNone && log.between(granted, at) <= kShadow) ||
                         (!is_first && log.between(last->second, at) <= kShadow);
    const bool unlocks = !shadows && !is_remote_type(log[at].logon_type);
    if (unlocks) last->second = at;
    if (is_first && !unlocks) unlocked.erase(last);
    sessions.cite_logon(session, logon, unlocks ? Role::unlock : Role::reauthentication,
                        Rule::reauthentication);
  }
}

}  // namespace sojourn
