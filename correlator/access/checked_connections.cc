#include "correlator/access/checked_connections.h"

#include <algorithm>

#include "correlator/access/connection_credentials.h"
#include "correlator/records/nearest.h"

namespace sojourn {

CheckedConnections::CheckedConnections(AccessSessions& sessions, const Connections& connections,
                                       const WindowManagers& managers)
    : sessions_(sessions),
      log_(sessions.log()),
      logons_(sessions.logons()),
      connections_(connections),
      managers_(managers) {
  add_authenticated();
  add_checks();
  for (const LogonSessionId logon : logons_.ids()) {
    if (may_follow(logon)) follow(logon);
  }
}

void CheckedConnections::add_authenticated() {
  for (const ConnectionId id : connections_.ids()) {
    const Connection& from = connections_[id];
    const EventRef authenticated = from.authenticated;
    if (authenticated == kNone || sessions_.claims().has(id) ||
        sessions_.claims().has(authenticated) || log_.covers_desktop(authenticated))
      continue;
    CheckedConnection connection{.connection = id,
                                 .who = log_.accounts().identity(log_[authenticated]),
                                 .from = {.address = from.address.text,
                                          .client = Text::none,
                                          .scope = from.address.scope,
                                          .inferred = false},
                                 .begin = authenticated,
                                 .ready = authenticated};
    const EventRef check = find_nla(sessions_, connections_, id, authenticated, connection.who);
    if (check != kNone && checks_.insert(check).second) {
      connection.check = logons_.of(check);
      connection.who = logons_[connection.check].who;
      connection.from.client = logons_[connection.check].from.client;
      connection.begin = std::min(authenticated, check);
    }
    add(std::move(connection));
  }
}

// Those whose 1149 no log holds.
void CheckedConnections::add_checks() {
  for (const LogonSessionId id : logons_.ids()) {
    const LogonSession& logon = logons_[id];
    const EventRef at = logon.start_event;
    if (at == kNone || sessions_.claims().role(id) != LogonRole::network ||
        logon.who.account_class != AccountClass::user || sessions_.claims().has(at) ||
        log_.covers_desktop(at) || checks_.contains(at) || !has_port_of_nla(log_, at) ||
        checked_again(sessions_, at) != kNone)
      continue;
    checks_.insert(at);
    add({.check = id,
         .connection = connection_of_check(log_, connections_, sessions_.claims(), at),
         .who = logon.who,
         .from = logon.from,
         .begin = at,
         .ready = at});
  }
}

CheckedConnection& CheckedConnections::add(CheckedConnection connection) {
  if (connection.check != kNone && logons_[connection.check].end_reason == EndReason::logoff)
    connection.end = logons_[connection.check].end_event;
  if (connection.connection != kNone) {
    connection.records = connections_[connection.connection].records;
    connection.replaced = connections_[connection.connection].replaced;
  }
  for (const EventRef ref : connection.records) {
    if (log_[ref].kind == EventKind::transport_closed && ref < connection.end) connection.end = ref;
  }
  const std::pair place{log_.accounts().name_key(connection.who.user), connection.begin};
  return all_.insert_or_assign(place, std::move(connection)).first->second;
}

template <class Fits>
CheckedConnection* CheckedConnections::latest(Text account, EventRef at, Fits fits) {
  auto it = all_.upper_bound({account, at});
  for (std::size_t looked = 0; it != all_.begin() && ++looked <= kMostNear;) {
    --it;
    if (it->first.first != account) break;
    if (fits(it->second)) return &it->second;
  }
  return nullptr;
}

bool CheckedConnections::may_follow(LogonSessionId id) const {
  const LogonSession& logon = logons_[id];
  const LogonRole role = sessions_.claims().role(id);
  const bool type = is_remote_type(logon.logon_type)
                        ? role == LogonRole::interactive || role == LogonRole::reauthentication
                        : logon.logon_type == 7 && role == LogonRole::reauthentication;
  return type && logon.start_event != kNone && logon.who.account_class == AccountClass::user &&
         !sessions_.claims().has(logon.start_event) && !log_.covers_desktop(logon.start_event);
}

bool CheckedConnections::joins(const CheckedConnection& connection, LogonSessionId id) const {
  const LogonSession& logon = logons_[id];
  const EventRef at = logon.start_event;
  const bool one_source = logon.from.address == connection.from.address ||
                          (connection.from.address == Text::none && logon.logon_type != 7);
  return one_source && connection.desktop == kNone &&
         log_.boot(at) == log_.boot(connection.begin) &&
         log_.between(connection.begin, at) <= kCheckToLogon &&
         (connection.end == kNone || connection.end > at) &&
         log_.accounts().same(connection.who, log_[at]);
}

// Finds the connection that a logon to a desktop came on.
void CheckedConnections::follow(LogonSessionId id) {
  const LogonSession& logon = logons_[id];
  if (of_desktop_.contains(id)) return;  // with its other half
  const auto is_its = [&](const CheckedConnection& connection) { return joins(connection, id); };
  CheckedConnection* connection =
      latest(log_.accounts().name_key(logon.who.user), logon.start_event, is_its);
  if (connection == nullptr) connection = begin_by(id);
  if (connection == nullptr) return;
  connection->ready = std::max(connection->ready, logon.start_event);
  if (connection->from.address == Text::none) connection->from.address = logon.from.address;
  if (sessions_.claims().role(id) == LogonRole::reauthentication) {
    connection->repeated.push_back(id);
    return;
  }
  connection->desktop = id;
  of_desktop_.emplace(id, connection);
  if (logons_.linked(id) != kNone) of_desktop_.emplace(logons_.linked(id), connection);
}

// A type 7 or 10 with no connection before it that is known. A type 3 right before it from its
// address checked the client, whatever its port; and a type 10 is never an unlock: where its client
// has no address (VMBus), the logon screen it had tells it from LSASS's shadow of another.
CheckedConnection* CheckedConnections::begin_by(LogonSessionId id) {
  const LogonSession& logon = logons_[id];
  const EventRef at = logon.start_event;
  const bool new_desktop = sessions_.claims().role(id) == LogonRole::interactive;
  if (logon.from.address == Text::none && !new_desktop && managers_.of(id) == nullptr)
    return nullptr;
  const EventRef check = check_before(id);
  if (check == kNone && (logon.logon_type == 7 || new_desktop)) return nullptr;
  CheckedConnection connection{.who = logon.who, .from = logon.from, .begin = at, .ready = at};
  if (check != kNone) {
    checks_.insert(check);
    connection.check = logons_.of(check);
    connection.from.client = logons_[connection.check].from.client;
    connection.begin = std::min(check, at);
  }
  return &add(std::move(connection));
}

EventRef CheckedConnections::check_before(LogonSessionId id) const {
  const LogonSession& logon = logons_[id];
  const EventRef at = logon.start_event;
  const auto fits = [&](EventRef ref) {
    return ref < at && !checks_.contains(ref) && checks_client_of(log_, logons_, ref, at);
  };
  EventRef check = kNone;
  if (logon.from.address != Text::none) {
    check = sessions_.nearest_logon(logon.who, at, -kCheckWithPort, Ticks{0}, LogonPurpose::access,
                                    fits);
  }
  if (check != kNone || sessions_.claims().role(id) != LogonRole::interactive) return check;
  check = find_nla(sessions_, connections_, ConnectionId{}, at, logon.who);
  return checks_.contains(check) ? EventRef{kNone} : check;
}

const CheckedConnection* CheckedConnections::of_desktop(LogonSessionId logon) const {
  const auto found = of_desktop_.find(logon);
  return found == of_desktop_.end() ? nullptr : found->second;
}

void CheckedConnections::find_replaced() {
  for (auto& [place, left] : all_) {
    if (left.end == kNone) continue;
    const auto logs_on = [&, &of = left](const CheckedConnection& next) {
      return next.begin > of.begin && log_.boot(next.begin) == log_.boot(of.begin) &&
             log_.accounts().same(next.who, of.who) &&
             (next.ready >= of.end || log_.between(next.ready, of.end) <= kReplaced);
    };
    left.replaced = left.replaced || latest(place.first, left.end, logs_on) != nullptr;
  }
}

void cite_checked_connection(AccessSessions& sessions, const CheckedConnection& connection,
                             SessionId session) {
  const HostLog& log = sessions.log();
  for (const EventRef ref : connection.records) {
    const EventKind kind = log[ref].kind;
    if (ref == connection.end) continue;  // it is for the session that it ends
    sessions.cite(session, ref,
                  closes_connection(kind)                ? Role::corroborates_end
                  : kind == EventKind::rdp_authenticated ? Role::authentication
                                                         : Role::start,
                  Rule::connection_address);
  }
  if (connection.connection != kNone) sessions.claims().claim(connection.connection);
  if (connection.check == kNone) return;
  sessions.cite_logon_start(session, connection.check, Role::authentication, Rule::nla);
  sessions.claims().set_role_of_halves(connection.check, LogonRole::nla);
  cite_earlier_checks(sessions, session, connection.check, Rule::nla);
}

}  // namespace sojourn
