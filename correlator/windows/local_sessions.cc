#include "correlator/windows/local_sessions.h"

#include <algorithm>

#include "schema/rules.h"

namespace sojourn {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

constexpr Ticks kNoticeToLogon = minutes{10};   // 7001 to 21: 48.7 s, when a profile is made
constexpr Ticks kDisconnectEcho = seconds{30};  // 40 to 24, observed up to 1 s
constexpr Ticks kTeardown = seconds{120};       // 23 to 24, 39, 40, observed up to 8 s

// LSM 40's reason is an ExtendedDisconnectReasonCode (Microsoft, Remote Desktop Services API).
EndReason end_reason_of(std::uint32_t reason) {
  switch (reason) {
    case 1:
      return EndReason::kicked;
    case 2:
    case 12:
      return EndReason::logoff;
    case 3:
      return EndReason::idle_timeout;
    case 4:
      return EndReason::time_limit;
    case 5:
      return EndReason::replaced;
    default:
      return EndReason::disconnect;
  }
}

}  // namespace

LocalSessions::LocalSessions(const HostLog& log, const Connections& connections, Claims& claims)
    : log_(log), connections_(connections), claims_(claims) {
  claims_.begin(Stage::local_sessions);
  for (EventRef ref = 0; ref < log.size(); ++ref) {
    if (log.boot(ref) != boot_) {
      close_boot();
      boot_ = log.boot(ref);
    }
    if (log[ref].session != kNoNumber) take(ref);
  }
  close_boot();
}

void LocalSessions::take(EventRef ref) {
  const Event& event = log_[ref];
  // The System log outlives LocalSessionManager's; where that is missing, Winlogon's notices stand
  // in.
  const bool lsm_missing = !log_.covers(EventKind::session_logon, ref);
  using enum EventKind;
  switch (event.kind) {
    case arbitration_began:
      return arbitrate(ref);
    case arbitration_ended:
      return end_arbitration(ref);
    case session_logon:
      return log_on(ref);
    case winlogon_logon:
      if (lsm_missing) log_on(ref);
      return;
    case shell_started:
      if (Desk& at = desk(ref); at.active) cite(at.stretch, ref, Role::shell, Rule::session_id);
      return;
    case session_reconnected:
      return reconnect(ref);
    case session_disconnected:
      return disconnect(ref, EndReason::disconnect);
    case disconnect_reason:
      return disconnect(ref, end_reason_of(event.reason));
    case disconnected_by_session:
      return disconnect(ref,
                        event.reason == event.session ? EndReason::disconnect : EndReason::kicked);
    case session_state_error:
      desk(ref).lead_in.push_back(ref);
      return;
    case session_logoff:
      return log_off(ref);
    case winlogon_logoff:
      if (lsm_missing && desk(ref).open) log_off(ref);
      return;
    default:
      return;
  }
}

// 41: a user authenticated in this SessionID, and LSM looks for a session of theirs to reconnect.
// If there is none a 21 follows here, else a 25 in that other session (console to RDP: 41 S=2, 40
// S=1, 25 S=1, 42 S=2).
// What led to an arbitration of this SessionID that came to nothing (a logon aborted before its
// 21) does not lead to the next.
void LocalSessions::arbitrate(EventRef ref) {
  Desk& at = desk(ref);
  if (!at.open) at.lead_in.clear();
  check_user(at, ref);
  at.lead_in.push_back(ref);
  at.handed_to = kNone;
  arbitrations_.push_back(ref);
}

void LocalSessions::end_arbitration(EventRef ref) {
  Desk& at = desk(ref);
  if (at.handed_to != kNone) {
    cite(at.handed_to, ref, Role::arbitration, Rule::temporary_session);
    at.handed_to = kNone;
  } else if (at.active && at.lead_in.empty()) {
    cite(at.stretch, ref, Role::arbitration, Rule::session_id);
  } else {
    at.lead_in.push_back(ref);
  }
}

void LocalSessions::log_on(EventRef ref) {
  Desk& at = desk(ref);
  check_user(at, ref);
  if (is_told_again(at, ref)) return confirm(at, ref);
  if (at.open) supersede(at, ref);
  open_local_session(at, ref, true);
  open_stretch(at, ref, StartReason::logon);
}

// Whether the 21 tells of the logon that Winlogon's 7001 told of already: the log of
// LocalSessionManager begins between the two, as the first of a Windows 7 does, which has no 32.
bool LocalSessions::is_told_again(const Desk& at, EventRef ref) const {
  if (!at.active || log_[ref].kind != EventKind::session_logon) return false;
  const EventRef told = stretches_[at.stretch].start;
  return told != kNone && log_[told].kind == EventKind::winlogon_logon &&
         log_.between(told, ref) <= kNoticeToLogon;
}

// The desktop was given at the 21, and it names the user and the client.
void LocalSessions::confirm(Desk& at, EventRef ref) {
  LocalSession& session = all_[at.local_session];
  session.who.user = log_[ref].user;
  session.who.domain = log_[ref].domain;
  session.start = log_[ref].time;
  session.start_event = ref;
  Stretch& stretch = stretches_[at.stretch];
  for (Citation& citation : stretch.evidence) {
    if (citation.role == Role::desktop) citation.role = Role::context;
  }
  stretch.start = ref;
  set_terminal(stretch, ref);
  cite(at.stretch, ref, Role::desktop, Rule::session_id);
}

void LocalSessions::reconnect(EventRef ref) {
  Desk& at = desk(ref);
  check_user(at, ref);
  if (!at.open) open_local_session(at, ref, false);
  if (at.active) take_over(at, ref);
  const std::uint32_t left = at.stretch;
  open_stretch(at, ref, StartReason::reconnect);
  if (left != kNone && log_[ref].activity == Text::none) infer_replacement(left, at.stretch);
  adopt_temporary_session(at.stretch, ref);
}

// A SessionID in use again although no 23 ended its last use: the record was lost.
void LocalSessions::supersede(Desk& at, EventRef ref) {
  LocalSession& session = all_[at.local_session];
  session.end = log_[ref].time;
  session.end_event = ref;
  session.end_reason = EndReason::superseded;
  if (at.active) {
    stretches_[at.stretch].replaced_at = ref;
    stretches_[at.stretch].end_reason = EndReason::superseded;
  }
  at.open = at.active = false;
}

// 23, 24, 25 and 41 name the user, whom Winlogon's 7001 knows by SID only. A name that is another's
// shows that the end of the last use and the start of this one are lost.
void LocalSessions::check_user(Desk& at, EventRef ref) {
  const Event& event = log_[ref];
  if (!at.open || event.user == Text::none) return;
  Identity& who = all_[at.local_session].who;
  const bool is_another = who.user == Text::none ? log_.accounts().is_another(who.sid, event.user)
                                                 : !log_.accounts().same(who, event);
  if (is_another) {
    supersede(at, ref);
  } else if (who.user == Text::none) {
    who.user = event.user;
    who.domain = event.domain;
  }
}

// 24, 39 and 40 all say that the terminal was lost; the first ends the stretch, the others refine
// its reason. A 40 or 24 of a takeover carries the new connection's ActivityID: only the SessionID
// says whose end it is.
void LocalSessions::disconnect(EventRef ref, EndReason reason) {
  Desk& at = desk(ref);
  const bool of_user = log_[ref].kind == EventKind::session_disconnected;
  check_user(at, ref);
  if (at.active) {
    Stretch& stretch = stretches_[at.stretch];
    stretch.end = ref;
    stretch.end_reason = reason;
    cite(at.stretch, ref, Role::end, Rule::session_id);
    at.active = false;
    // Winlogon's 7001 does not say where its user was.
    if (stretch.terminal == Stretch::Terminal::unknown && of_user)
      stretch.terminal = terminal_of(ref);
    return;
  }
  if (echoes_teardown(at, ref)) {
    cite(at.stretch, ref, Role::end_echo, Rule::teardown_echo);
    return;
  }
  const bool just_ended = at.open && at.stretch != kNone && stretches_[at.stretch].end != kNone &&
                          log_.between(stretches_[at.stretch].end, ref) <= kDisconnectEcho;
  if (just_ended) {
    Stretch& stretch = stretches_[at.stretch];
    // The second 40 with reason 5 of a takeover comes after the 24 and leads to the 25 as well;
    // either way it is part of the same change of hands. A 40 that gave its reason has said it.
    if (stretch.end_reason == EndReason::disconnect &&
        log_[stretch.end].kind != EventKind::disconnect_reason) {
      stretch.end_reason = reason;
    }
    cite(at.stretch, ref, Role::end_echo, Rule::disconnect_echo);
    return;
  }
  if (of_user && !at.open) return end_unseen(at, ref);
  // 40 of a login screen, of a temporary session, or (reason 5) ahead of the reconnect of a
  // disconnected session.
  if (at.handed_to != kNone) {
    cite(at.handed_to, ref, Role::context, Rule::temporary_session);
  } else {
    at.lead_in.push_back(ref);
  }
}

// A 24 of a session that began before the logs do. The 40 or 39 right before it names no user and
// waits among what may lead to a logon: it told of this end first.
void LocalSessions::end_unseen(Desk& at, EventRef ref) {
  std::vector<EventRef> ends;
  std::erase_if(at.lead_in, [&](EventRef lead) {
    const EventKind kind = log_[lead].kind;
    // Windows writes no name there; that of another would end what this 24 proves.
    const bool ends_too =
        (kind == EventKind::disconnect_reason || kind == EventKind::disconnected_by_session) &&
        log_[lead].user == Text::none && log_.between(lead, ref) <= kDisconnectEcho;
    if (ends_too) ends.push_back(lead);
    return ends_too;
  });
  ends.push_back(ref);
  open_local_session(at, ref, false);
  open_stretch(at, ref, StartReason::unknown);
  for (const EventRef end : ends) take(end);
}

void LocalSessions::log_off(EventRef ref) {
  Desk& at = desk(ref);
  check_user(at, ref);
  if (!at.open) {
    if (at.logged_off != kNone && log_.between(at.logged_off, ref) <= kTeardown)
      return;  // logged twice
    open_local_session(at, ref, false);
    open_stretch(at, ref, StartReason::unknown);
  }
  LocalSession& session = all_[at.local_session];
  session.end = log_[ref].time;
  session.end_event = ref;
  session.end_reason = EndReason::logoff;
  at.logged_off = ref;
  at.open = false;
  if (at.active) {
    Stretch& stretch = stretches_[at.stretch];
    stretch.end = ref;
    stretch.end_reason = EndReason::logoff;
    cite(at.stretch, ref, Role::end, Rule::session_id);
    at.active = false;
  } else {
    claims_.claim(ref);  // for the local session alone: nobody was at its terminal
  }
}

// A logoff tears the terminal down: 23, then 39, 40 and 24 (observed within 8 s). Not a disconnect.
bool LocalSessions::echoes_teardown(const Desk& at, EventRef ref) const {
  return !at.open && at.logged_off != kNone && at.stretch != kNone &&
         log_.between(at.logged_off, ref) <= kTeardown;
}

void LocalSessions::open_local_session(Desk& at, EventRef ref, bool start_known) {
  LocalSession session;
  session.boot = boot_;
  session.number = log_[ref].session;
  session.ordinal = at.uses++;
  session.who = log_.accounts().identity(log_[ref]);
  session.start_reason = start_known ? StartReason::logon : StartReason::unknown;
  session.end_reason = EndReason::open;
  if (start_known) {
    session.start = log_[ref].time;
    session.start_event = ref;
  }
  at.local_session = static_cast<std::uint32_t>(all_.size());
  at.open = true;
  at.stretch = kNone;
  at.logged_off = kNone;
  all_.push_back(session);
}

void LocalSessions::cite(std::uint32_t stretch, EventRef ref, Role role, Rule rule) {
  if (claims_.claim(ref)) stretches_[stretch].evidence.push_back({ref, role, rule});
}

void LocalSessions::close_boot() {
  const Boot::Stop stop =
      boot_ < log_.boots().size() ? log_.boots()[boot_].stop_kind : Boot::Stop::running;
  for (; first_of_boot_ < all_.size(); ++first_of_boot_) {
    LocalSession& session = all_[first_of_boot_];
    if (session.end) continue;
    session.end_event = log_.fence(boot_, session.start_event);
    if (session.end_event != kNone) session.end = log_[session.end_event].time;
    session.end_reason = stop == Boot::Stop::shutdown ? EndReason::shutdown
                         : stop == Boot::Stop::crash  ? EndReason::crash
                                                      : EndReason::open;
  }
  for (; first_stretch_of_boot_ < stretches_.size(); ++first_stretch_of_boot_) {
    Stretch& stretch = stretches_[first_stretch_of_boot_];
    if (stretch.end != kNone || stretch.replaced_at != kNone) continue;
    stretch.end_reason = stop == Boot::Stop::shutdown ? EndReason::shutdown
                         : stop == Boot::Stop::crash  ? EndReason::crash
                                                      : EndReason::open;
  }
  desks_ = {};  // a cleared one would keep its buckets, to be walked at each boot
  arbitrations_.clear();
}

}  // namespace sojourn
