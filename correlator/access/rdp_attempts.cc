#include "correlator/access/rdp_attempts.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <tuple>
#include <utility>

#include "correlator/access/connection_credentials.h"
#include "correlator/access/logon_start.h"
#include "correlator/records/nearest.h"

namespace sojourn {
namespace {

using std::chrono::seconds;

constexpr Ticks k1149ToLogon = seconds{60};  // with NLA 0.22 to 5 s
constexpr Ticks kCheckToSession = seconds{5};
constexpr Ticks kAtLogonScreen = std::chrono::minutes{10};  // where no record closes the connection

// The type 10 logon that the connection brought: its user's, soon after the 1149, from its address.
EventRef find_remote_logon(AccessSessions& sessions, const Connection& connection) {
  const HostLog& log = sessions.log();
  const auto fits = [&](EventRef ref) {
    const Event& logon = log[ref];
    const Address from = log.address(ref);
    return is_remote_type(logon.logon_type) &&
           (from.text == Text::none || connection.address.text == Text::none ||
            from.text == connection.address.text);
  };
  return sessions.nearest_logon(log.accounts().identity(log[connection.authenticated]),
                                connection.authenticated, -seconds{2}, k1149ToLogon,
                                LogonPurpose::desktop, fits);
}

// Whether passwords failed at the logon screen that the connection showed: of those from its
// address the last before a failure. Without NLA the 1149 has the name that the client sent along
// and proves nothing (documented).
bool failed_at_screen(const HostLog& log, const Connections& connections, ConnectionId index) {
  const Connection& connection = connections[index];
  const Text address = connection.address.text;
  if (address == Text::none) return false;
  const Ticks open = connection.closed == kNone
                         ? kAtLogonScreen
                         : log.between(connection.authenticated, connection.closed);
  const auto failures =
      log.within(connections.failures_at_screen(address), connection.authenticated, Ticks{0}, open);
  if (failures.empty()) return false;
  const auto openings = connections.openings_from(address, failures.front());
  return !openings.empty() && openings.back().connection == index;
}

Role role_of(EventKind kind) {
  using enum EventKind;
  switch (kind) {
    case connection_from:
    case listener_connected:
    case connection_accepted:
      return Role::start;
    case rdp_authenticated:
      return Role::authentication;
    case arbitration_began:
    case arbitration_ended:
      return Role::arbitration;
    case transport_closed:
    case connection_closed:
    case disconnect_reason:
    case session_disconnected:
    case session_logoff:
      return Role::corroborates_end;
    default:
      return Role::context;
  }
}

// Ends with the first record that says so: the connection's close or the logon's end.
void set_end(Session& session, const HostLog& log) {
  std::ranges::sort(session.evidence, {}, &Citation::event);
  for (Citation& citation : session.evidence) {
    const EventKind kind = log[citation.event].kind;
    if (citation.role != Role::corroborates_end) continue;
    // The credential check's own logon may end with the connection, its reason may follow its
    // close.
    if (kind == EventKind::logon_ended && log[citation.event].logon_type == 3) continue;
    if (kind == EventKind::connection_closed) continue;
    const bool logoff = kind == EventKind::logon_ended || kind == EventKind::logoff_initiated ||
                        kind == EventKind::session_logoff;
    session.end = log[citation.event].time;
    session.end_reason = logoff ? EndReason::logoff : EndReason::disconnect;
    session.end_exact = true;
    citation.role = Role::end;
    return;
  }
  session.end_reason = EndReason::unknown;
}

// The desktops of each account, as far as sessions tell of them, and when they were logged off.
class DesktopOwners {
 public:
  explicit DesktopOwners(AccessSessions& sessions) : log_(sessions.log()) {
    for (const SessionId id : sessions.ids()) {
      const Session& session = sessions[id];
      const bool desktop =
          session.kind == SessionKind::local || session.kind == SessionKind::remote;
      if (!desktop || session.outcome != Outcome::success) continue;
      const bool gone = session.end_reason == EndReason::logoff && session.logon_id != 0;
      const EventRef logoff = gone ? sessions.record_at(id, session.end) : EventRef{kNone};
      const Desktop which{session.boot, log_.accounts().account_key(session.who), session.logon_id};
      EventRef& known = gone_.try_emplace(which, logoff).first->second;
      known = std::min(known, logoff);  // kNone is beyond every record
    }
  }
  // Whether a desktop of the account stood at `ref`, or was begun later in its boot.
  bool contains(const Identity& who, EventRef ref) const {
    const BootId boot = log_.boot(ref);
    const Text account = log_.accounts().account_key(who);
    auto own = gone_.lower_bound({boot, account, 0});
    const Desktop last{boot, account, ~0ULL};
    for (std::size_t looked = 0; own != gone_.end() && own->first < last; ++own) {
      if (own->second > ref || ++looked > kMostNear) return true;
    }
    return false;
  }

 private:
  using Desktop = std::tuple<BootId, Text, std::uint64_t>;  // the last: its LogonId
  const HostLog& log_;
  std::map<Desktop, EventRef> gone_;
};

// Whether the check was gone within seconds, of somebody who had no desktop: it gave none. A new
// one, or a return, would have left its own 4624.
bool gave_no_desktop(const AccessSessions& sessions, const DesktopOwners& owners,
                     LogonSessionId id) {
  const HostLog& log = sessions.log();
  const LogonSession& check = sessions.logons()[id];
  return check.end_reason == EndReason::logoff &&
         log.between(check.start_event, check.end_event) <= kAborted &&
         security_goes_on(log, check.end_event) && !owners.contains(check.who, check.start_event);
}

void add_session(AccessSessions& sessions, const Connections& connections,
                 const DesktopOwners& owners, ConnectionId index) {
  const HostLog& log = sessions.log();
  const Connection& connection = connections[index];
  const EventRef authenticated = connection.authenticated;
  const EventRef logon = find_remote_logon(sessions, connection);
  const bool lsm_is_there = log.covers_desktop(authenticated);
  // Where LocalSessionManager's log is missing the logon itself is the session.
  if (logon != kNone && !lsm_is_there) return;

  Session session;
  session.boot = connection.boot;
  session.kind = SessionKind::remote;
  session.outcome = logon != kNone ? Outcome::no_desktop : Outcome::unknown;
  session.start_reason = StartReason::attempt;
  session.who = log.accounts().identity(log[authenticated]);
  if (logon == kNone && failed_at_screen(log, connections, index) &&
      find_nla(sessions, connections, index, authenticated, session.who) == kNone) {
    sessions.claims().leave_to_failures(index);
    return;
  }
  session.from = {.address = connection.address.text,
                  .client = Text::none,
                  .scope = connection.vmbus ? SourceScope::vmbus : connection.address.scope,
                  .inferred = false};
  const SessionId added = sessions.add(session);
  for (const EventRef ref : connection.records)
    sessions.cite(added, ref, role_of(log[ref].kind), connection.rule());
  for (const EventRef ref : connection.session_records) {
    sessions.cite(added, ref, role_of(log[ref].kind), Rule::activity_id);
  }
  const LogonSessionId nla =
      cite_nla(sessions, connections, added, index, authenticated, sessions[added].who);
  LogonSessionId credential = nla;
  if (logon != kNone) {
    credential = sessions.logons().of(logon);
    sessions.cite_logon(added, credential, Role::logon, Rule::credentials);
    sessions[added].logon_id = sessions.logons()[sessions.logons().shell_half(credential)].logon_id;
  }
  Session& result = sessions[added];
  if (credential != kNone) {
    const LogonSession& proof = sessions.logons()[credential];
    result.who = proof.who;
    result.logon_type = proof.logon_type;
    result.package = proof.package;
    result.elevated = proof.elevated;
    if (nla != kNone) result.from.client = sessions.logons()[nla].from.client;
    // NLA proved the credentials; that no 21 or 25 followed means something only where LSM's log is
    // there.
    if (lsm_is_there || gave_no_desktop(sessions, owners, credential))
      result.outcome = Outcome::no_desktop;
  }
  set_end(result, log);
  EventRef first = authenticated;
  for (const Citation& citation : result.evidence) {
    if (citation.role != Role::corroborates_end && citation.role != Role::end)
      first = std::min(first, citation.event);
  }
  result.start = log[first].time;
}

// Server 2012 R2 names no address, but RdpCoreTS tells right behind the check that a connection got
// its session (observed 1.05 s): the only one then without an 1149, unless a session has it
// already.
ConnectionId connection_behind_check(const HostLog& log, const Connections& connections,
                                     const Claims& claims, EventRef check) {
  // What the log does not reach back to may have had its 66, too.
  if (!log.covers(EventKind::connection_assigned, check, {.after = kCheckToSession})) return kNone;
  ConnectionId only;
  const auto assigned =
      log.within(log.of(EventKind::connection_assigned), check, Ticks{0}, kCheckToSession);
  if (assigned.size() > kMostNear) return kNone;
  for (const EventRef ref : assigned) {
    const ConnectionId index = connections.of_record(ref);
    if (index == kNone || connections[index].authenticated != kNone) continue;
    if (only != kNone && only != index) return kNone;
    only = index;
  }
  if (only != kNone && claims.has(only)) return kNone;
  return only;
}

// The NLA check that the 4624 of type 3 may be: whether it is one, and of which connection.
struct CredentialCheck {
  bool is_one = false;
  ConnectionId connection;
};

CredentialCheck credential_check(const HostLog& log, const Connections& connections,
                                 const Claims& claims, EventRef logon) {
  if (has_port_of_nla(log, logon))
    return {true, connection_of_check(log, connections, claims, logon)};
  const bool may_be =
      log.address(logon).text == Text::none && log.strings()[log[logon].logon_process] == "NtLmSsp";
  const ConnectionId connection =
      may_be ? connection_behind_check(log, connections, claims, logon) : kNone;
  return {connection != kNone, connection};
}

// The check lives as long as its connection.
void end_with_check(Session& session, const HostLog& log, const LogonSession& check) {
  if (session.end || check.end_reason != EndReason::logoff) return;
  for (Citation& citation : session.evidence) {
    if (citation.event != check.end_event) continue;
    citation.role = Role::end;
    session.end = log[check.end_event].time;
    session.end_reason = EndReason::disconnect;
  }
}

void add_credential_check(AccessSessions& sessions, const Connections& connections,
                          const DesktopOwners& owners, LogonSessionId logon,
                          ConnectionId connection) {
  const HostLog& log = sessions.log();
  const LogonSession& check = sessions.logons()[logon];
  Session session;
  session.boot = check.boot;
  session.kind = SessionKind::remote;
  session.outcome = log.covers_desktop(check.start_event) ? Outcome::no_desktop : Outcome::unknown;
  session.start_reason = StartReason::attempt;
  session.who = check.who;
  session.from = check.from;
  session.logon_type = check.logon_type;
  session.package = check.package;
  session.elevated = check.elevated;
  if (session.from.address == Text::none && connection != kNone) {
    const Address& from = connections[connection].address;
    session.from.address = from.text;
    session.from.scope = from.scope;
    session.from.inferred = from.text != Text::none;
  }
  const SessionId added = sessions.add(session);
  sessions.cite_logon(added, logon, Role::authentication, Rule::nla_check);
  sessions.claims().set_role_of_halves(logon, LogonRole::nla);
  cite_earlier_checks(sessions, added, logon, Rule::nla_check);
  if (connection != kNone) {
    for (const EventRef ref : connections[connection].records)
      sessions.cite(added, ref, role_of(log[ref].kind), Rule::connection_address);
    sessions.claims().claim(connection);
  }
  set_end(sessions[added], log);
  sessions[added].start = log[sessions[added].evidence.front().event].time;
  const bool ends = !sessions[added].end;
  end_with_check(sessions[added], log, check);
  if (ends && gave_no_desktop(sessions, owners, logon))
    sessions[added].outcome = Outcome::no_desktop;
}

}  // namespace

void add_lone_credential_checks(AccessSessions& sessions, const Connections& connections) {
  const HostLog& log = sessions.log();
  Claims& claims = sessions.claims();
  claims.begin(Stage::credential_checks);
  const DesktopOwners owners(sessions);
  for (const LogonSessionId i : sessions.logons().ids()) {
    const LogonSession& logon = sessions.logons()[i];
    if (claims.role(i) != LogonRole::network || logon.start_event == kNone ||
        logon.who.account_class != AccountClass::user || claims.has(logon.start_event))
      continue;
    // What its client checked once more comes with that.
    const EventRef again = checked_again(sessions, logon.start_event);
    if (again != kNone && !claims.has(again)) continue;
    const CredentialCheck check = credential_check(log, connections, claims, logon.start_event);
    if (check.is_one) add_credential_check(sessions, connections, owners, i, check.connection);
  }
}

void add_rdp_attempts(AccessSessions& sessions, const Connections& connections) {
  Claims& claims = sessions.claims();
  claims.begin(Stage::rdp_attempts);
  const DesktopOwners owners(sessions);
  for (const ConnectionId i : connections.ids()) {
    const EventRef authenticated = connections[i].authenticated;
    if (claims.has(i) || authenticated == kNone) continue;
    add_session(sessions, connections, owners, i);
    if (claims.has(authenticated)) claims.claim(i);
  }
}

}  // namespace sojourn
