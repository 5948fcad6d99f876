// What Winlogon's notices and the Security log tell of desktops where LocalSessionManager's log
// does not reach: before its first record, after its last, and in its holes.
#include "correlator/records/nearest.h"
#include "correlator/windows/local_sessions.h"

namespace sojourn {
namespace {

using std::chrono::seconds;

// From a record to the one of LocalSessionManager that tells of the same.
constexpr Ticks kNotice = seconds{60};       // 7001 to 21: 48.7 s, when a profile is made
constexpr Ticks kLogoff = seconds{120};      // 4647 to 23: 15.06 s, when updates delay it
constexpr Ticks kStation = seconds{10};      // 4778 and 4779 beside 25 and 24: 1 s
constexpr Ticks kCheckBefore = seconds{15};  // type 7 or 10 before LSM 25: 3 s
constexpr Ticks kCheckAfter = seconds{60};   // and after it: 2 s

}  // namespace

// Whether LocalSessionManager tells of it, too, or would have if it had happened.
bool LocalSessions::lsm_tells(EventRef ref) const { return lsm_covers(ref) || lsm_tells_same(ref); }

bool LocalSessions::lsm_covers(EventRef ref) const {
  return log_.covers(EventKind::session_logon, ref, {kStation, kNotice});
}

bool LocalSessions::lsm_tells_same(EventRef ref) const {
  const auto tells_same = [&](EventKind kind, Ticks from, Ticks to) {
    const auto same = [&](EventRef other) {
      return log_[ref].session != kNoNumber && log_[other].session != kNoNumber &&
                     log_[ref].kind != EventKind::logoff_initiated
                 ? log_[ref].session == log_[other].session
                 : log_.accounts().same(log_[other], log_[ref]);
    };
    return nearest(log_, log_.of(kind), ref, from, to, same) != kNone;
  };
  using enum EventKind;
  switch (log_[ref].kind) {
    case winlogon_logon:
      return tells_same(session_logon, -kNotice, kNotice);
    case winlogon_logoff:
    case logoff_initiated:
      return tells_same(session_logoff, -kStation, kLogoff);
    case station_reconnected:
      return tells_same(session_reconnected, -kStation, kStation);
    case logon:
    case rdp_authenticated:
      return tells_same(session_reconnected, -kCheckAfter, kCheckBefore) ||
             tells_same(session_logon, -kCheckAfter, kNotice);
    default:
      return tells_same(session_disconnected, -kStation, kStation);
  }
}

// 7001 and 7002: the System log outlives LocalSessionManager's.
void LocalSessions::take_notice(EventRef ref) {
  if (lsm_tells(ref)) return;
  SessionIdState& state = state_of(ref);
  if (log_[ref].kind == EventKind::winlogon_logon) {
    log_on(ref);
  } else if (state.open) {
    log_off(state, ref);
  }
}

// Records that name no SessionID.
void LocalSessions::take_beside(EventRef ref) {
  if (open_.empty()) return;
  switch (log_[ref].kind) {
    case EventKind::station_reconnected:
    case EventKind::station_disconnected:
    case EventKind::logoff_initiated:
      return take_station_record(ref);
    case EventKind::logon:
      return take_logon(ref);
    case EventKind::rdp_authenticated:
      return take_authentication(ref);
    case EventKind::transport_closed:
    case EventKind::logon_ended:
      return take_leave(ref);
    default:
      return;
  }
}

// 4778, 4779 and 4647 name the user, who has one desktop as a rule.
void LocalSessions::take_station_record(EventRef ref) {
  const EventKind kind = log_[ref].kind;
  if (lsm_tells(ref)) return;
  SessionIdState* const state = only_desktop_of(ref);
  if (state == nullptr) return;
  if (kind == EventKind::station_reconnected) {
    if (!is_taken_up_lately(*state, ref) || !is_by_client_there(*state, ref))
      return reconnect(*state, ref);
    terminals_.confirm_return(state->attachment, ref);
  } else if (kind == EventKind::logoff_initiated) {
    log_off(*state, ref);
  } else if (is_of_client_before(*state, ref)) {
    terminals_.end_before(state->attachment, ref);
  } else if (state->active) {
    disconnect(*state, ref, EndReason::disconnect);
  }
}

// The only desktop there is of the record's user; null where there are several, or so many of all
// that it is not worth the search.
LocalSessions::SessionIdState* LocalSessions::only_desktop_of(EventRef ref) {
  if (open_.size() > kMostNear) return nullptr;
  const Event& event = log_[ref];
  SessionIdState* only = nullptr;
  for (const std::uint32_t number : open_) {
    SessionIdState& state = states_[number];
    const Identity& who = (*this)[state.local_session].who;
    // A 7001 names its user by SID only.
    const bool same = who.user == Text::none && event.sid == Text::none
                          ? log_.accounts().is_named(who.sid, event.user)
                          : log_.accounts().same(who, event);
    if (!same) continue;
    if (only != nullptr) return nullptr;
    only = &state;
  }
  return only;
}

}  // namespace sojourn
