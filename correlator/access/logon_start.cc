#include "correlator/access/logon_start.h"

#include <algorithm>
#include <array>

namespace sojourn {
namespace {

constexpr Ticks kGoesOn = std::chrono::minutes{1};
constexpr Ticks kNoticeBefore = std::chrono::seconds{10};
constexpr Ticks kNoticeAfter = std::chrono::seconds{60};  // 4624 to 7001

// Whether a record shows somebody at the desktop of the logon: one who ends, locks or leaves it.
bool shows_desktop(AccessSessions& sessions, LogonSessionId logon) {
  return std::ranges::any_of(sessions.logons().records(logon), [&](EventRef ref) {
    const EventKind kind = sessions.log()[ref].kind;
    return kind != EventKind::logon && kind != EventKind::privileges_assigned &&
           kind != EventKind::logon_ended;
  });
}

// Whether a logon over RDP was gone at once. Where LocalSessionManager's log begins later, nothing
// tells it from one that was aborted (observed: no 21, and 4634 without 4647).
bool may_be_aborted(AccessSessions& sessions, LogonSessionId logon, EventRef closed) {
  const HostLog& log = sessions.log();
  const EventRef start = sessions.logons()[logon].start_event;
  if (closed != kNone && log.between(start, closed) <= kAborted) return true;
  const auto ended_at_once = [&](LogonSessionId half) {
    const EventRef end = half == kNone ? kNone : sessions.logons()[half].end_event;
    return end != kNone && log[end].kind == EventKind::logon_ended &&
           log.between(start, end) <= kAborted;
  };
  return ended_at_once(logon) || ended_at_once(sessions.logons().linked(logon));
}

}  // namespace

bool is_free(AccessSessions& sessions, LogonSessionId logon) {
  const LogonSession& session = sessions.logons()[logon];
  return session.start_event != kNone && session.who.account_class == AccountClass::user &&
         !sessions.claims().has(session.start_event);
}

LogonSessionId shell_that_began(AccessSessions& sessions, LogonSessionId logon) {
  const LogonSessionId shell = sessions.logons().shell_half(logon);
  return sessions.logons()[shell].start_event != kNone ? shell : logon;
}

Session session_of_logon(AccessSessions& sessions, LogonSessionId logon, SessionKind kind) {
  const LogonSessionId shell = shell_that_began(sessions, logon);
  const LogonSession& from = sessions.logons()[shell];
  const LogonSessionId other = sessions.logons().linked(shell);
  Session session;
  session.boot = from.boot;
  session.kind = kind;
  session.who = from.who;
  session.from = from.from;
  session.start_reason = StartReason::logon;
  if (from.start_event != kNone) session.granted = sessions.log()[from.start_event].time;
  session.logon_type = from.logon_type;
  session.logon_id = from.logon_id;
  session.package = from.package;
  session.elevated = from.elevated || (other != kNone && sessions.logons()[other].elevated);
  if (kind != SessionKind::remote) session.from = kThisMachine;
  return session;
}

void set_start(Session& session, const HostLog& log) {
  std::ranges::sort(session.evidence, {}, &Citation::event);
  for (const Citation& citation : session.evidence) {
    if (citation.role == Role::end || citation.role == Role::corroborates_end) continue;
    session.start = log[citation.event].time;
    return;
  }
}

void leave_end_unknown(Session& session) {
  const auto ends = [](const Citation& citation) { return citation.role == Role::end; };
  if (std::ranges::any_of(session.evidence, ends)) return;
  session.end.reset();
  session.end_reason = EndReason::unknown;
}

bool security_goes_on(const HostLog& log, EventRef ref) {
  return std::ranges::any_of(
      std::array{EventKind::logon, EventKind::logon_ended, EventKind::logoff_initiated},
      [&](EventKind kind) {
        const auto all = log.of(kind);
        return !all.empty() && all.back() > ref && log.between(ref, all.back()) >= kGoesOn;
      });
}

void set_outcome(Session& session, AccessSessions& sessions, LogonSessionId shell,
                 EventRef closed) {
  const HostLog& log = sessions.log();
  const EventRef start = sessions.logons()[shell].start_event;
  const bool told = log.covers_desktop(start) ||
                    log.covers(EventKind::winlogon_logon, start, {kNoticeBefore, kNoticeAfter});
  if (shows_desktop(sessions, shell)) return;  // though LocalSessionManager's record of it is lost
  if (told) {
    // LocalSessionManager, or Winlogon in its place, would have told of a desktop.
    session.outcome = Outcome::no_desktop;
    session.start_reason = StartReason::attempt;
    session.granted.reset();
  } else if (session.kind == SessionKind::remote && may_be_aborted(sessions, shell, closed)) {
    const EventRef end = std::min(closed, sessions.logons()[shell].end_event);
    session.outcome = security_goes_on(log, end) ? Outcome::no_desktop : Outcome::unknown;
    session.start_reason = StartReason::attempt;
    session.granted.reset();
  }
}

}  // namespace sojourn
