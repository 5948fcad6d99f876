#include "correlator/windows/connections.h"

#include <algorithm>

#include "correlator/names/activity_id.h"
#include "correlator/records/nearest.h"

namespace sojourn {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

constexpr Ticks kListenerToAuthentication =
    seconds{60};                                       // Windows 7; with ids 14.5 s was the longest
constexpr Ticks kCheckToAuthentication = seconds{10};  // type 3 to 1149: 0.92 s
constexpr Ticks kListenerToFailure = seconds{10};      // Windows 7; with ids 94 to 123 ms
constexpr Ticks kAuthenticationToSession =
    minutes{10};                          // Windows 7: a user may sit at the logon screen
constexpr Ticks kTakeover = seconds{30};  // 24 to 25 of one change of hands, observed up to 1 s

constexpr std::uint32_t kReplacedReason = 5;  // of a 103
constexpr Text kAnyAddress{0xFFFF'FFFF};      // no text of any log: see Strings::intern()

constexpr Ticks kConnectionToLogon = seconds{60};  // 1149 to 4624 type 10: 5 s
constexpr Ticks kSkew = seconds{2};                // the other way round: clocks of two channels

// Hyper-V's Enhanced Session listener (observed in Windows 10 guests).
constexpr std::string_view kVmbusListener = "31C5CE94259D4006A9E4";

bool belongs_to_connection(const Event& event, const Strings& strings) {
  using enum EventKind;
  switch (event.kind) {
    case connection_from:
      return strings[event.terminal] != "UDP";  // side channel with an unrelated ActivityID
    case listener_connected:
    case rdp_authenticated:
    case connection_accepted:
    case connection_created:
    case connection_assigned:
    case connection_established:
    case transport_closed:
    case connection_closed:
    case security_layer_failed:
    case credentials_refused:
      return true;
    default:
      return false;
  }
}

}  // namespace

bool is_session_record(EventKind kind) {
  using enum EventKind;
  return kind == session_logon || kind == shell_started || kind == session_logoff ||
         kind == session_disconnected || kind == session_reconnected ||
         kind == session_state_error || kind == disconnected_by_session ||
         kind == disconnect_reason || kind == arbitration_began || kind == arbitration_ended;
}

Connections::Connections(const HostLog& log) {
  for (EventRef ref = 0; ref < log.size(); ++ref) {
    if (belongs_to_connection(log[ref], log.strings())) {
      add(log, ref);
    } else if (log[ref].kind == EventKind::logon_failed && log[ref].logon_type == 3) {
      refuse(log, ref);
    } else if (log[ref].kind == EventKind::logon_failed && log[ref].logon_type == 10) {
      screen_failures_[key(log.address(ref).text)].push_back(ref);
    } else if (is_session_record(log[ref].kind) &&
               names_connection(log.strings()[log[ref].activity])) {
      add_session_record(log, ref);
    }
  }
  index_by_address();
}

void Connections::index_by_address() {
  for (const ConnectionId i : ids()) {
    const Connection& connection = (*this)[i];
    // Where the records of its opening are lost, its 1149 tells that it was open.
    const EventRef opened = std::min(connection.opened, connection.authenticated);
    if (opened != kNone && connection.address.text != Text::none)
      by_address_[connection.address.text].push_back({opened, i});
  }
  for (auto& [address, openings] : by_address_) std::ranges::sort(openings);
  for (const ConnectionId i : without_activity_) {
    if ((*this)[i].authenticated != kNone)
      authenticated_by_address_[(*this)[i].address.text].push_back(i);
  }
}

void Connections::add_session_record(const HostLog& log, EventRef ref) {
  const ConnectionId index = named(log, ref);
  row_of(all_, index).session_records.push_back(ref);
  if (log[ref].kind == EventKind::session_logon) row_of(all_, index).last_logon = ref;
  if (log[ref].kind == EventKind::session_reconnected)
    reconnects_[key(index, log[ref].session)].push_back(ref);
}

// The connection of the record's ActivityID, made if it is the first to name it.
ConnectionId Connections::named(const HostLog& log, EventRef ref) {
  const ConnectionId next(all_.size());
  auto& index = by_activity_.try_emplace(log[ref].activity, next).first->second;
  // An ActivityID that returns after a restart is another connection.
  if (index < next && row_of(all_, index).boot != log.boot(ref)) index = next;
  if (index == next) {
    all_.emplace_back();
    all_.back().boot = log.boot(ref);
    all_.back().activity = log[ref].activity;
  }
  return index;
}

void Connections::add(const HostLog& log, EventRef ref) {
  const Event& event = log[ref];
  ConnectionId index;
  if (names_connection(log.strings()[event.activity])) {
    index = named(log, ref);
  } else if (event.activity == Text::none) {
    index = without_activity(log, ref);
  }
  if (index == kNone) return;
  by_record_.emplace(ref, index);
  Connection& connection = row_of(all_, index);
  connection.records.push_back(ref);
  switch (event.kind) {
    case EventKind::connection_from:
    case EventKind::listener_connected:
    case EventKind::connection_accepted:
      if (connection.opened == kNone) connection.opened = ref;
      break;
    case EventKind::rdp_authenticated:
      if (connection.authenticated == kNone) connection.authenticated = ref;
      for (const Text address : {log.address(ref).text, kAnyAddress})
        authentications_[key(log.accounts().name_key(event.user), address)].push_back(ref);
      break;
    case EventKind::transport_closed:
    case EventKind::connection_closed:
      if (connection.closed == kNone) connection.closed = ref;
      if (event.kind == EventKind::connection_closed && event.reason == kReplacedReason)
        connection.replaced = true;
      break;
    default:
      break;
  }
  if (event.kind == EventKind::connection_from)
    arrivals_[key(log.address(ref).text)].push_back(ref);
  if (log.strings()[event.terminal] == kVmbusListener) connection.vmbus = true;
  if (connection.address.kind != Address::Kind::ip) connection.address = log.address(ref);
}

ConnectionId Connections::without_activity(const HostLog& log, EventRef ref) {
  const ConnectionId next(all_.size());
  if (log[ref].kind == EventKind::rdp_authenticated) {
    if (const ConnectionId waiting = nearest_waiting(log, ref); waiting != kNone) return waiting;
  } else if (log[ref].kind != EventKind::listener_connected) {
    return kNone;
  }
  without_activity_.push_back(next);
  all_.emplace_back();
  all_.back().boot = log.boot(ref);
  return next;
}

// Windows 7: the type 3 4624 that checked the credentials of the 1149 `ref`; kNone without one.
EventRef Connections::check_of(const HostLog& log, EventRef ref) {
  const Identity who = log.accounts().identity(log[ref]);
  return nearest(log, log.logons_of(who, LogonPurpose::access), ref, -kCheckToAuthentication,
                 Ticks{0}, [&](EventRef check) {
                   return check < ref && log[check].logon_type == 3 &&
                          log.address(check).text == log.address(ref).text &&
                          log.accounts().same(who, log[check]);
                 });
}

// Windows 7: the connection whose 261 is the nearest before the 1149 `ref`, of those that have none
// yet and that no failure answered; where failures answered all, as those that were not RDP's, the
// nearest of them. Clients that knock and leave stand between others' 261 and 1149 (observed: the
// oldest was too early for 5 of 11, by up to 44 s, as the port in the 4624 proves). What knocked
// when the credentials had been checked is somebody else's.
ConnectionId Connections::nearest_waiting(const HostLog& log, EventRef ref) const {
  const EventRef check = check_of(log, ref);
  ConnectionId refused, late;
  std::size_t looked = 0;
  for (auto it = without_activity_.rbegin(); it != without_activity_.rend(); ++it) {
    const Connection& waiting = (*this)[*it];
    if (++looked > kMostNear || waiting.boot != log.boot(ref) ||
        log.between(waiting.records.front(), ref) > kListenerToAuthentication) {
      break;
    }
    if (waiting.authenticated != kNone) continue;
    const bool is_late = waiting.records.front() > check;  // kNone is beyond every record
    if (!is_late && !waiting.refused) return *it;
    ConnectionId& other = is_late ? late : refused;
    if (other == kNone) other = *it;
  }
  return refused != kNone ? refused : late;
}

// Windows 7: wrong credentials end a connection with NLA, and the client comes again by another.
void Connections::refuse(const HostLog& log, EventRef failure) {
  if (without_activity_.empty()) return;
  Connection& latest = row_of(all_, without_activity_.back());
  if (latest.authenticated == kNone && latest.boot == log.boot(failure) &&
      log.between(latest.records.front(), failure) <= kListenerToFailure) {
    latest.refused = true;
  }
}

std::span<const EventRef> Connections::find(const Index& index, std::uint64_t key) {
  const auto found = index.find(key);
  return found == index.end() ? std::span<const EventRef>{}
                              : std::span<const EventRef>{found->second};
}

std::span<const Opening> Connections::openings_from(Text address, EventRef ref) const {
  const auto found = by_address_.find(address);
  if (found == by_address_.end()) return {};
  return {found->second.begin(), std::ranges::upper_bound(found->second, Opening{ref, kNone})};
}

std::vector<std::span<const EventRef>> Connections::authentications_of(const HostLog& log,
                                                                       EventRef logon) const {
  const Text user = log.accounts().name_key(log[logon].user);
  const Text from = log.address(logon).text;
  if (from == Text::none) return {find(authentications_, key(user, kAnyAddress))};
  return {find(authentications_, key(user, from)), find(authentications_, key(user, Text::none))};
}

ConnectionId Connections::of_logon(const HostLog& log, const Claims& claims, EventRef logon) const {
  EventRef first = kNone;
  for (const auto& authentications : authentications_of(log, logon)) {
    auto near = log.within(authentications, logon, -kConnectionToLogon, kSkew);
    near = near.first(std::min(near.size(), kMostNear));
    const auto found = std::ranges::find_if(near, [&](EventRef ref) {
      return !claims.has(ref) && log.accounts().same(log[ref], log[logon]);
    });
    if (found != near.end()) first = std::min(first, *found);
  }
  return first == kNone ? kNone : of_record(first);
}

ConnectionId Connections::of_record(EventRef ref) const {
  const auto found = by_record_.find(ref);
  return found == by_record_.end() ? kNone : found->second;
}

// Whether the 24 `ref` bears the ActivityID of a connection that only comes then: its address, the
// one of who leaves, is another's, or the connection's own 21 follows, or soon its 25 of this
// SessionID.
bool Connections::comes_after(const HostLog& log, EventRef ref, ConnectionId index) const {
  const Connection& connection = row_of(all_, index);
  if (log[ref].kind != EventKind::session_disconnected) return false;
  if (connection.address.kind == Address::Kind::ip &&
      log.address(ref).text != connection.address.text) {
    return true;
  }
  if (connection.last_logon != kNone && connection.last_logon > ref) return true;
  const auto reconnects = find(reconnects_, key(index, log[ref].session));
  const auto next = std::ranges::upper_bound(reconnects, ref);
  return next != reconnects.end() && log.between(ref, *next) <= kTakeover;
}

ConnectionId Connections::of_session_event(const HostLog& log, const Claims& claims,
                                           EventRef ref) const {
  const Event& event = log[ref];
  if (!is_session_record(event.kind)) return kNone;
  if (event.activity != Text::none) {
    const auto found = by_activity_.find(event.activity);
    if (found == by_activity_.end() || (*this)[found->second].boot != log.boot(ref)) return kNone;
    return comes_after(log, ref, found->second) ? kNone : found->second;
  }
  // Who leaves came long before; who authenticated right before a 24 is the one that comes.
  if (event.kind == EventKind::session_disconnected) return kNone;
  const auto same_address = authenticated_by_address_.find(log.address(ref).text);
  if (same_address == authenticated_by_address_.end()) return kNone;
  const auto& connections = same_address->second;
  const auto later = std::ranges::partition_point(
      connections, [&](ConnectionId index) { return (*this)[index].records.front() < ref; });
  std::size_t looked = 0;
  for (auto it = later; it != connections.begin() && looked < kMostNear; ++looked) {
    const Connection& connection = (*this)[*--it];
    if (connection.boot != log.boot(ref) ||
        log.between(connection.records.back(), ref) > kAuthenticationToSession) {
      break;
    }
    if (claims.has(*it) || connection.authenticated > ref) continue;
    if (log.accounts().same(log[connection.authenticated], event)) return *it;
  }
  return kNone;
}

}  // namespace sojourn
