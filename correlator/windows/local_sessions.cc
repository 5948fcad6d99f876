#include "correlator/windows/local_sessions.h"

#include <algorithm>

#include "correlator/names/activity_id.h"
#include "correlator/records/nearest.h"
#include "schema/rules.h"

namespace sojourn {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

constexpr Ticks kNoticeToLogon = minutes{10};       // 7001 to 21: 48.7 s, when a profile is made
constexpr Ticks kArbitrationToLogon = minutes{10};  // observed up to 48.7 s, when a profile is made
constexpr Ticks kArbitrationToReconnect = seconds{60};  // observed up to 2.8 s
constexpr Ticks kTeardown = seconds{120};               // 23 to 24, 39, 40, observed up to 8 s

Role role_of_pending(EventKind kind) {
  using enum EventKind;
  return kind == arbitration_began || kind == arbitration_ended ? Role::arbitration : Role::context;
}

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

LocalSessions::LocalSessions(const HostLog& log, const Connections& connections,
                             const LogonSessions& logons, Claims& claims)
    : log_(log),
      connections_(connections),
      logons_(logons),
      claims_(claims),
      terminals_(log, connections, claims) {
  claims_.begin(Stage::local_sessions);
  using enum EventKind;
  for (const EventKind kind :
       {session_logon, session_reconnected, session_disconnected, session_logoff}) {
    for (const EventRef ref : log.of(kind)) told_.emplace(log.boot(ref), log[ref].session);
  }
  for (EventRef ref = 0; ref < log.size(); ++ref) {
    if (log.boot(ref) != boot_) {
      close_boot();
      boot_ = log.boot(ref);
    }
    if (log[ref].session != kNoNumber) {
      take(ref);
    } else {
      take_beside(ref);
    }
  }
  close_boot();
}

void LocalSessions::take(EventRef ref) {
  const Event& event = log_[ref];
  using enum EventKind;
  switch (event.kind) {
    case arbitration_began:
      return arbitrate(ref);
    case arbitration_ended:
      return end_arbitration(ref);
    case session_logon:
      return log_on(ref);
    case winlogon_logon:
      return take_notice(ref);
    case shell_started:
      if (SessionIdState& state = state_of(ref); state.active)
        terminals_.cite(state.attachment, ref, Role::shell, Rule::session_id);
      return;
    case session_reconnected:
      return reconnect(state_of(ref), ref);
    case session_disconnected:
      return disconnect(state_of(ref), ref, EndReason::disconnect);
    case disconnect_reason:
      return disconnect(state_of(ref), ref, end_reason_of(event.reason));
    case disconnected_by_session:
      return disconnect(state_of(ref), ref,
                        event.reason == event.session ? EndReason::disconnect : EndReason::kicked);
    case session_state_error:
      state_of(ref).pending.push_back(ref);
      return;
    case session_logoff:
      return log_off(state_of(ref), ref);
    case winlogon_logoff:
      return take_notice(ref);
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
  SessionIdState& state = state_of(ref);
  if (!state.open) state.pending.clear();
  check_user(state, ref);
  state.pending.push_back(ref);
  state.handed_to = kNone;
  arbitrations_.push_back(ref);
}

void LocalSessions::end_arbitration(EventRef ref) {
  SessionIdState& state = state_of(ref);
  if (state.handed_to != kNone) {
    terminals_.cite(state.handed_to, ref, Role::arbitration, Rule::temporary_session);
    state.handed_to = kNone;
  } else if (state.active && state.pending.empty()) {
    terminals_.cite(state.attachment, ref, Role::arbitration, Rule::session_id);
  } else {
    state.pending.push_back(ref);
  }
}

void LocalSessions::log_on(EventRef ref) {
  SessionIdState& state = state_of(ref);
  check_user(state, ref);
  if (is_told_again(state, ref)) return confirm(state, ref);
  if (state.open) supersede(state, ref);
  open_local_session(state, ref, true);
  attach(state, ref, StartReason::logon);
}

// Whether the 21 tells of the logon that Winlogon's 7001 told of already: the log of
// LocalSessionManager begins between the two, as the first of a Windows 7 does, which has no 32.
bool LocalSessions::is_told_again(const SessionIdState& state, EventRef ref) const {
  if (!state.active || log_[ref].kind != EventKind::session_logon) return false;
  const EventRef told = terminals_[state.attachment].start;
  return told != kNone && log_[told].kind == EventKind::winlogon_logon &&
         log_.between(told, ref) <= kNoticeToLogon;
}

// The desktop was given at the 21, and it names the user and the client.
void LocalSessions::confirm(SessionIdState& state, EventRef ref) {
  LocalSession& session = (*this)[state.local_session];
  session.who.user = log_[ref].user;
  session.who.domain = log_[ref].domain;
  session.start = log_[ref].time;
  session.start_event = ref;
  terminals_.begin_at(state.attachment, ref);
}

void LocalSessions::reconnect(SessionIdState& state, EventRef ref) {
  check_user(state, ref);
  if (!state.open) open_local_session(state, ref, false);
  // Another one takes the terminal, and no 40 or 24 was logged.
  if (state.active) terminals_.end_unseen(state.attachment, ref, EndReason::replaced);
  const AttachmentId left = state.attachment;
  attach(state, ref, StartReason::reconnect);
  if (left != kNone && log_[ref].activity == Text::none)
    terminals_.infer_replacement({left, state.attachment});
  if (left != kNone && is_handed_on(terminals_[left], ref)) terminals_.set_replaced(left);
  adopt_temporary_session(state.attachment, ref);
}

// A SessionID in use again although no 23 ended its last use: the record was lost.
void LocalSessions::supersede(SessionIdState& state, EventRef ref) {
  LocalSession& session = (*this)[state.local_session];
  session.end = log_[ref].time;
  session.end_event = ref;
  session.end_reason = EndReason::superseded;
  if (state.active) terminals_.end_unseen(state.attachment, ref, EndReason::superseded);
  state.open = state.active = false;
  open_.erase(session.number);
}

// 23, 24, 25 and 41 name the user, whom Winlogon's 7001 knows by SID only. A name that is another's
// shows that the end of the last use and the start of this one are lost.
void LocalSessions::check_user(SessionIdState& state, EventRef ref) {
  const Event& event = log_[ref];
  if (!state.open || event.user == Text::none) return;
  Identity& who = (*this)[state.local_session].who;
  const bool is_another = who.user == Text::none ? log_.accounts().is_another(who.sid, event)
                                                 : !log_.accounts().same(who, event);
  if (is_another) {
    supersede(state, ref);
  } else if (who.user == Text::none) {
    who.user = event.user;
    who.domain = event.domain;
  }
}

// 24, 39 and 40 all say that the terminal was lost; the first ends the attachment, the others
// refine its reason. A 40 or 24 of a takeover carries the new connection's ActivityID: only the
// SessionID says whose end it is.
void LocalSessions::disconnect(SessionIdState& state, EventRef ref, EndReason reason) {
  const bool of_user = log_[ref].kind == EventKind::session_disconnected;
  check_user(state, ref);
  if (is_of_client_before(state, ref)) return terminals_.end_before(state.attachment, ref);
  if (state.active) {
    terminals_.end(state.attachment, ref, reason);
    state.active = false;
    return;
  }
  if (echoes_teardown(state, ref)) {
    terminals_.cite(state.attachment, ref, Role::corroborates_end, Rule::teardown_echo);
    return;
  }
  if (state.open && state.attachment != kNone &&
      terminals_.tells_end_again(state.attachment, ref, reason))
    return;
  // Where the desktop stands and somebody had left it before, of one who came back unseen.
  if (of_user) return prove_by_its_end(state, ref);
  // 40 of a login screen, of a temporary session, or (reason 5) ahead of the reconnect of a
  // disconnected session.
  if (state.handed_to != kNone) {
    terminals_.cite(state.handed_to, ref, Role::context, Rule::temporary_session);
  } else {
    state.pending.push_back(ref);
  }
}

// A 24 of a session whose start is lost, or lies before the logs. The 40 or 39 right before it
// names no user and waits among what may lead to a logon: it told of this end first.
void LocalSessions::prove_by_its_end(SessionIdState& state, EventRef ref) {
  std::vector<EventRef> ends;
  std::erase_if(state.pending, [&](EventRef led) {
    const EventKind kind = log_[led].kind;
    // Windows writes no name there; that of another would end what this 24 proves.
    const bool ends_too =
        (kind == EventKind::disconnect_reason || kind == EventKind::disconnected_by_session) &&
        log_[led].user == Text::none && log_.between(led, ref) <= Terminals::kDisconnectEcho;
    if (ends_too) ends.push_back(led);
    return ends_too;
  });
  ends.push_back(ref);
  if (!state.open) open_local_session(state, ref, false);
  attach(state, ref, StartReason::unknown);
  for (const EventRef end : ends) take(end);
}

void LocalSessions::log_off(SessionIdState& state, EventRef ref) {
  check_user(state, ref);
  if (!state.open) {
    if (state.logged_off != kNone && log_.between(state.logged_off, ref) <= kTeardown)
      return;  // logged twice
    open_local_session(state, ref, false);
    attach(state, ref, StartReason::unknown);
  }
  LocalSession& session = (*this)[state.local_session];
  session.end = log_[ref].time;
  session.end_event = ref;
  session.end_reason = EndReason::logoff;
  state.logged_off = ref;
  state.open = false;
  open_.erase(session.number);
  if (state.active) {
    terminals_.end(state.attachment, ref, EndReason::logoff);
    state.active = false;
  } else {
    claims_.claim(ref);  // for the local session alone: nobody was at its terminal
  }
}

// A logoff tears the terminal down: 23, then 39, 40 and 24 (observed within 8 s). Not a disconnect.
bool LocalSessions::echoes_teardown(const SessionIdState& state, EventRef ref) const {
  return !state.open && state.logged_off != kNone && state.attachment != kNone &&
         log_.between(state.logged_off, ref) <= kTeardown;
}

void LocalSessions::open_local_session(SessionIdState& state, EventRef ref, bool start_known) {
  LocalSession session;
  session.boot = boot_;
  session.number = log_[ref].session;
  session.ordinal = state.uses++;
  session.who = log_.accounts().identity(log_[ref]);
  session.start_reason = start_known ? StartReason::logon : StartReason::unknown;
  session.end_reason = EndReason::open;
  if (start_known) {
    session.start = log_[ref].time;
    session.start_event = ref;
  }
  state.local_session = LocalSessionId(all_.size());
  state.open = true;
  open_.insert(session.number);
  state.attachment = kNone;
  state.logged_off = kNone;
  all_.push_back(session);
}

// An attachment that `ref` begins or proves, with the records that led to it.
void LocalSessions::attach(SessionIdState& state, EventRef ref, StartReason reason) {
  state.attachment = terminals_.open(state.local_session, ref, reason);
  state.active = true;
  for (const EventRef led : state.pending) {
    if (log_.between(led, ref) > kArbitrationToLogon) continue;
    terminals_.cite(state.attachment, led, role_of_pending(log_[led].kind), Rule::session_id);
  }
  state.pending.clear();
  state.arbitrated = ref;
}

// Whether the 41 has led to no 21 or 25 yet.
bool LocalSessions::awaits(EventRef arbitration) const {
  const auto state = states_.find(log_[arbitration].session);
  return state != states_.end() && state->second.arbitrated <= arbitration;
}

// Finds the temporary session in which the user authenticated for this reconnect, by connection or
// by user.
void LocalSessions::adopt_temporary_session(AttachmentId attachment, EventRef ref) {
  const Event& event = log_[ref];
  while (!arbitrations_.empty() && log_.between(arbitrations_.front(), ref) > kArbitrationToLogon)
    arbitrations_.pop_front();
  while (!arbitrations_.empty() && !awaits(arbitrations_.back())) arbitrations_.pop_back();
  std::size_t looked = 0;
  for (auto it = arbitrations_.rbegin(); it != arbitrations_.rend(); ++it) {
    if (++looked > kMostNear) return;
    const Event& arbitration = log_[*it];
    if (!awaits(*it)) continue;
    const bool same_connection =
        names_connection(log_.strings()[event.activity]) && event.activity == arbitration.activity;
    const bool same_user = log_.between(*it, ref) <= kArbitrationToReconnect &&
                           log_.accounts().same(arbitration, event);
    if (!same_connection && !same_user) continue;
    SessionIdState& temporary = states_[arbitration.session];
    if (temporary.open) continue;
    for (const EventRef led : temporary.pending) {
      const bool began = log_[led].kind == EventKind::arbitration_began;
      terminals_.cite(attachment, led, began ? Role::arbitration : Role::context,
                      Rule::temporary_session);
    }
    temporary.pending.clear();
    temporary.handed_to = attachment;
    temporary.arbitrated = *it + 1;
    return;
  }
}

void LocalSessions::close_boot() {
  for (; first_of_boot_ < all_.size(); ++first_of_boot_) {
    LocalSession& session = all_[first_of_boot_];
    if (session.end) continue;
    session.end_event = log_.end_bound(boot_, session.start_event);
    if (session.end_event != kNone) session.end = log_[session.end_event].time;
    session.end_reason = log_.end_reason(boot_);
  }
  terminals_.close_boot(boot_);
  states_ = {};  // a cleared one would keep its buckets, to be walked at each boot
  open_.clear();
  arbitrations_.clear();
}

}  // namespace sojourn
