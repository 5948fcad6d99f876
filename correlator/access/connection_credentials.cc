#include "correlator/access/connection_credentials.h"

#include <algorithm>

#include "correlator/records/nearest.h"

namespace sojourn {
namespace {

using std::chrono::seconds;

// Windows between records of different channels; the measured maxima are in the comments.
constexpr Ticks kNlaBefore1149 = seconds{10};  // type 3 to 1149: 0.92 s
constexpr Ticks kNlaAfter1149 = seconds{2};
constexpr Ticks kNlaBeforeDesktop = seconds{60};  // type 3 to 21 or 25 where there is no 1149

}  // namespace

bool may_check_credentials(const HostLog& log, EventRef ref) {
  const std::string_view asked_by = log.strings()[log[ref].logon_process];
  return log[ref].logon_type == 3 && (asked_by == "NtLmSsp" || asked_by == "Kerberos");
}

bool has_port_of_nla(const HostLog& log, EventRef ref) {
  const Event& event = log[ref];
  const Address from = log.address(ref);
  return may_check_credentials(log, ref) && from.kind == Address::Kind::ip &&
         from.scope != SourceScope::loopback && event.src_port == 0;
}

EventRef find_nla(AccessSessions& sessions, const Connections& connections, ConnectionId connection,
                  EventRef start, const Identity& who) {
  const HostLog& log = sessions.log();
  const LogonSessions& logons = sessions.logons();
  EventRef authenticated = kNone;
  Address address = log.address(start);
  if (connection != kNone) {
    authenticated = connections[connection].authenticated;
    if (address.kind != Address::Kind::ip) address = connections[connection].address;
  }
  const auto fits = [&](EventRef ref) {
    const Address from = log.address(ref);
    return sessions.claims().role(logons.of(ref)) == LogonRole::network &&
           log.strings()[log[ref].logon_process] != "sshd" &&
           (from.text == Text::none || address.text == Text::none || from.text == address.text);
  };
  if (authenticated != kNone) {
    return sessions.nearest_logon(log.accounts().identity(log[authenticated]), authenticated,
                                  -kNlaBefore1149, kNlaAfter1149, LogonPurpose::access, fits);
  }
  if (connection != kNone || !log.covers(EventKind::rdp_authenticated, start)) {
    // The 1149 is lost: every connection that led to a session had one.
    return sessions.nearest_logon(who, start, -kNlaBeforeDesktop, Ticks{0}, LogonPurpose::access,
                                  fits);
  }
  return kNone;
}

LogonSessionId cite_nla(AccessSessions& sessions, const Connections& connections, SessionId session,
                        ConnectionId connection, EventRef start, const Identity& who) {
  const LogonSessions& logons = sessions.logons();
  const EventRef logon = find_nla(sessions, connections, connection, start, who);
  if (logon == kNone) return kNone;
  sessions.cite_logon(session, logons.of(logon), Role::authentication, Rule::nla);
  sessions.claims().set_role_of_halves(logons.of(logon), LogonRole::nla);
  return logons.of(logon);
}

}  // namespace sojourn
