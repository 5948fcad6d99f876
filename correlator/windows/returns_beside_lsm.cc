// Who left the desktops that LocalSessionManager tells of, and came back to them, where its log
// does not reach: the check of a client's credentials lives as long as its connection, and a type
// 7, or a type 10 that is thrown away, takes up a desktop.
#include <algorithm>
#include <array>

#include "correlator/records/nearest.h"
#include "correlator/windows/credential_checks.h"
#include "correlator/windows/local_sessions.h"

namespace sojourn {
namespace {

using std::chrono::seconds;

constexpr Ticks kStays = std::chrono::minutes{1};  // a return without a type 7 lives as long
constexpr Ticks kStation = seconds{10};            // 102 beside 24: 1 s
constexpr Ticks kReturned = seconds{15};           // the last check of a return to its 4778: 1 s

}  // namespace

// Somebody at a desktop whose coming LocalSessionManager does not tell.
struct LocalSessions::Return {
  EventRef shown = kNone;       // by this record; kNone for no return
  EventRef begin = kNone;       // the check of its client, kNone where it is lost
  ConnectionId connection{};    // of its 1149
  bool is_start_known = false;  // whether he came then
};

// Winlogon's notices alone tell of it so far: add_security_desktops() follows it.
bool LocalSessions::is_left_to_notices(const SessionIdState& state) const {
  const EventRef start = terminals_[state.attachment].start;
  return state.active && start != kNone && log_[start].kind == EventKind::winlogon_logon &&
         !told_.contains({boot_, (*this)[state.local_session].number});
}

// Whether the 4779 that ended it was of its being taken by the user of the 4778 right behind, who
// had given his password by then.
bool LocalSessions::is_handed_on(const Attachment& left, EventRef next) const {
  if (log_[next].kind != EventKind::station_reconnected || left.end == kNone ||
      log_[left.end].kind != EventKind::station_disconnected ||
      log_.between(left.end, next) > kHandedOn)
    return false;
  const ConnectionId connection = connections_.of_logon(log_, claims_, next);
  if (connection != kNone && connections_[connection].authenticated < left.end) return true;
  const Identity who = log_.accounts().identity(log_[next]);
  const auto checks = [&](EventRef ref) {
    if (ref > left.end || logons_.of(ref) == kNone || !log_.accounts().same(who, log_[ref]))
      return false;
    const LogonRole role = claims_.role(logons_.of(ref));
    return role == LogonRole::reauthentication ||
           (role == LogonRole::network && has_port_of_nla(log_, ref));
  };
  return std::ranges::any_of(std::array{LogonPurpose::desktop, LogonPurpose::access},
                             [&](LogonPurpose purpose) {
                               return nearest(log_, log_.logons_of(who, purpose), left.end,
                                              -kCheckToLogon, Ticks{0}, checks) != kNone;
                             });
}

// Whether a return that Security told of was a moment ago, so that its 4778 is yet to come.
bool LocalSessions::is_taken_up_lately(const SessionIdState& state, EventRef ref) const {
  if (!state.active) return false;
  const Attachment& last = terminals_[state.attachment];
  return last.start != kNone && last.start_reason == StartReason::reconnect &&
         (log_[last.start].kind == EventKind::logon ||
          log_[last.start].kind == EventKind::rdp_authenticated) &&
         log_.between(last.start, ref) <= kReturned;
}

// Whether the 4779, 40 or 24 is of who was there before the one who logs on.
bool LocalSessions::is_of_client_before(const SessionIdState& state, EventRef ref) const {
  if (!is_taken_up_lately(state, ref)) return false;
  const auto& evidence = terminals_[state.attachment].evidence;
  return std::ranges::none_of(evidence, [&](const Citation& of) {
    return log_[of.event].kind == EventKind::station_reconnected;
  });
}

// Whether the address, where there is one, is that of who was there last.
bool LocalSessions::is_by_client_there(const SessionIdState& state, EventRef ref) const {
  const Attachment& last = terminals_[state.attachment];
  const EventRef shown = last.start != kNone ? last.start : last.seen;
  Address there = shown != kNone ? log_.address(shown) : Address{};
  if (there.kind != Address::Kind::ip && last.connection != kNone)
    there = connections_[last.connection].address;
  const Address address = log_.address(ref);
  const auto is_local = [](const Address& of) {
    return of.kind == Address::Kind::word || of.scope == SourceScope::loopback;
  };
  return there.kind == Address::Kind::none || address.kind == Address::Kind::none ||
         (is_local(there) && is_local(address)) ||
         (there.kind == address.kind && there.text == address.text);
}

// The check of the client's credentials before the type 7 or 10, later than `since`: a type 3 from
// its address, or kNone.
EventRef LocalSessions::check_before(EventRef unlock, EventRef since) const {
  const Identity who = log_.accounts().identity(log_[unlock]);
  if (log_.address(unlock).text == Text::none) return kNone;
  const auto fits = [&](EventRef ref) {
    const bool behind = ref < unlock && (since == kNone || ref > since);
    return behind && logons_.of(ref) != kNone &&
           claims_.role(logons_.of(ref)) == LogonRole::network &&
           checks_client_of(log_, logons_, ref, unlock) && log_.accounts().same(who, log_[ref]);
  };
  return nearest(log_, log_.logons_of(who, LogonPurpose::access), unlock, -kCheckToLogon, Ticks{0},
                 fits);
}

// What the type 7, or the type 10 that is thrown away, shows.
LocalSessions::Return LocalSessions::return_by(const SessionIdState& state, EventRef unlock) const {
  const Attachment& last = terminals_[state.attachment];
  const EventRef since = last.start != kNone ? last.start : last.seen;
  Return client{.shown = unlock, .begin = check_before(unlock, since), .is_start_known = true};
  const ConnectionId connection = connections_.of_logon(log_, claims_, unlock);
  if (connection != kNone && !claims_.has(connection) &&
      (since == kNone || connections_[connection].authenticated > since)) {
    client.connection = connection;
    client.begin = std::min(client.begin, connections_[connection].authenticated);
  }
  const Address address = log_.address(unlock);
  const bool remote = is_remote_type(log_[unlock].logon_type);
  if (client.begin != kNone || remote) return client;
  const bool from_client =
      address.kind == Address::Kind::ip && address.scope != SourceScope::loopback;
  if (from_client) {
    client.is_start_known = false;
    return state.active && is_by_client_there(state, unlock) ? Return{} : client;
  }
  const bool trails = last.end != kNone && log_.between(last.end, unlock) <= kTrails;
  return state.active || trails ? Return{} : client;
}

// 4624: a check of the user's password, by a client that comes or at the desktop.
void LocalSessions::take_logon(EventRef ref) {
  const LogonSessionId logon = logons_.of(ref);
  if (logon == kNone) return;
  const LogonRole role = claims_.role(logon);
  const bool checks = role == LogonRole::network && has_port_of_nla(log_, ref);
  if ((role != LogonRole::reauthentication && !checks) || lsm_tells_same(ref)) return;
  SessionIdState* const state = only_desktop_of(ref);
  if (state == nullptr || is_left_to_notices(*state)) return;
  const EventRef since = terminals_[state->attachment].start;
  const bool repeats = state->active && since != kNone && is_by_client_there(*state, ref) &&
                       log_.between(since, ref) <= kCheckToLogon;
  if (repeats) return;
  if (lsm_covers(ref)) {
    // Nobody came then. Who is there came unseen, in a silence since the one before had left.
    const EventRef left = terminals_[state->attachment].end;
    const bool unseen = !checks && !state->active && left != kNone &&
                        !log_.covers(EventKind::session_logon, ref,
                                     {.before = log_.between(left, ref), .after = Ticks{0}});
    if (unseen) take_up(*state, {.shown = ref});
    return;
  }
  if (!checks) return take_up(*state, return_by(*state, ref));
  const LogonSession& check = logons_[logon];
  if (check.end_reason == EndReason::logoff && stays(ref, check.end_event))
    take_up(*state, {.shown = ref, .begin = ref, .is_start_known = true});
}

// An 1149 whose check no log holds.
void LocalSessions::take_authentication(EventRef ref) {
  const ConnectionId id = connections_.of_record(ref);
  if (id == kNone || claims_.has(id) || connections_[id].closed == kNone || lsm_tells(ref) ||
      !stays(ref, connections_[id].closed))
    return;
  SessionIdState* const state = only_desktop_of(ref);
  if (state == nullptr || is_left_to_notices(*state)) return;
  const EventRef since = terminals_[state->attachment].start;
  if (state->active && since != kNone && log_.between(since, ref) <= kCheckToLogon) return;
  take_up(*state, {.shown = ref, .begin = ref, .connection = id, .is_start_known = true});
}

// Whether the connection from `begin` to `end` lives as long as one that shows a desktop, and no
// type 7 or 10 tells when it got that.
bool LocalSessions::stays(EventRef begin, EventRef end) const {
  if (log_.between(begin, end) < kStays) return false;
  const Identity who = log_.accounts().identity(log_[begin]);
  return nearest(log_, log_.logons_of(who, LogonPurpose::desktop), begin, Ticks{0}, kCheckToLogon,
                 [&](EventRef ref) {
                   const std::uint8_t type = log_[ref].logon_type;
                   return (type == 7 || is_remote_type(type)) &&
                          log_.accounts().same(who, log_[ref]);
                 }) == kNone;
}

// Whether his own connection lasted until `ref`, when the next client was there.
bool LocalSessions::is_still_shown(const SessionIdState& state, EventRef ref) const {
  const Attachment& attachment = terminals_[state.attachment];
  if (attachment.terminal == Attachment::Terminal::console) return true;
  if (attachment.connection != kNone && connections_[attachment.connection].closed != kNone)
    return connections_[attachment.connection].closed > ref;
  if (attachment.start == kNone) return false;
  const EventRef check =
      nearest(log_, log_.logons_of((*this)[state.local_session].who, LogonPurpose::access),
              attachment.start, -kCheckToLogon, Ticks{0}, [&](EventRef logon) {
                return logons_.of(logon) != kNone && has_checked_client(state, logons_.of(logon));
              });
  if (check == kNone) return false;
  const LogonSession& checked = logons_[logons_.of(check)];
  return checked.end_reason != EndReason::logoff || checked.end_event > ref;
}

void LocalSessions::take_up(SessionIdState& state, const Return& client) {
  if (client.shown == kNone) return;
  const AttachmentId left = state.attachment;
  const Attachment& last = terminals_[left];
  if (state.active) {
    const bool replaced = client.is_start_known && is_still_shown(state, client.shown);
    terminals_.end_unseen(left, client.shown, replaced ? EndReason::replaced : EndReason::unknown);
  } else if (client.begin != kNone && last.end != kNone && last.end > client.begin) {
    terminals_.set_replaced(left);
  }
  if (client.is_start_known) {
    attach(state, client.shown, StartReason::reconnect);
  } else {
    state.attachment = terminals_.open_seen(state.local_session, client.shown);
    state.active = true;
  }
  if (client.begin != kNone) terminals_.set_client(state.attachment, client.connection);
}

// Whether the connection `id` was his. Winlogon's 7001 names none.
bool LocalSessions::has_closed(const SessionIdState& state, ConnectionId id) const {
  const Attachment& attachment = terminals_[state.attachment];
  if (attachment.connection != kNone) return attachment.connection == id;
  const EventRef authenticated = connections_[id].authenticated;
  if (authenticated == kNone || attachment.start == kNone || claims_.has(id) ||
      log_[attachment.start].kind != EventKind::winlogon_logon)
    return false;
  return authenticated <= attachment.start &&
         log_.between(authenticated, attachment.start) <= kCheckToLogon &&
         log_.accounts().is_named((*this)[state.local_session].who.sid, log_[authenticated].user);
}

// Whether the type 3 logon `id` checked who is at the desktop.
bool LocalSessions::has_checked_client(const SessionIdState& state, LogonSessionId id) const {
  const LogonSession& check = logons_[id];
  const Attachment& attachment = terminals_[state.attachment];
  if (attachment.terminal == Attachment::Terminal::console ||
      !log_.accounts().same((*this)[state.local_session].who, check.who))
    return false;
  if (check.start_event == kNone) return attachment.seen != kNone;
  return attachment.start != kNone && may_check_credentials(log_, check.start_event) &&
         check.start_event <= attachment.start &&
         log_.between(check.start_event, attachment.start) <= kCheckToLogon &&
         is_by_client_there(state, check.start_event);
}

// 102, and the 4634 of a client's check: its connection is over, and it has left.
void LocalSessions::take_leave(EventRef ref) {
  const bool closes = log_[ref].kind == EventKind::transport_closed;
  const ConnectionId connection = closes ? connections_.of_record(ref) : ConnectionId{};
  const LogonSessionId check = closes ? LogonSessionId{} : logons_.of(ref);
  if (closes ? connection == kNone : check == kNone || logons_[check].logon_type != 3) return;
  if (open_.size() > kMostNear || log_.covers(EventKind::session_logon, ref, {kStation, kStation}))
    return;
  for (const std::uint32_t number : open_) {
    SessionIdState& state = states_[number];
    const bool his = closes ? has_closed(state, connection) : has_checked_client(state, check);
    if (!state.active || !his || is_left_to_notices(state)) continue;
    const auto told = [&](EventKind kind) {
      return nearest(log_, log_.of(kind), ref, -kStation, kStation,
                     [&](EventRef other) { return log_[other].session == number; }) != kNone;
    };
    using enum EventKind;
    if (closes) terminals_.set_client(state.attachment, connection);
    if (!told(session_disconnected) && !told(session_logoff) && !told(disconnect_reason))
      disconnect(state, ref, EndReason::disconnect);
    return;
  }
}

}  // namespace sojourn
