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

constexpr Ticks kOpenToCheck = seconds{60};   // 131 to the type 3: the time to type a password
constexpr Ticks kChecked = seconds{1};        // the life of the first of two checks
constexpr Ticks kCheckedAgain = seconds{60};  // from it to the second

// Whether the account logged on to a desktop, or came back to one, within `to` behind the check.
bool logs_on_between(const HostLog& log, const Identity& who, EventRef check, EventRef to) {
  return nearest(log, log.logons_of(who, LogonPurpose::desktop), check, Ticks{0},
                 log.between(check, to), [&](EventRef ref) {
                   const std::uint8_t type = log[ref].logon_type;
                   return ref > check && ref < to && (type == 7 || is_remote_type(type)) &&
                          log.accounts().same(who, log[ref]);
                 }) != kNone;
}

}  // namespace

EventRef checked_again(const AccessSessions& sessions, EventRef check) {
  const HostLog& log = sessions.log();
  const LogonSessions& logons = sessions.logons();
  const LogonSessionId first = logons.of(check);
  if (first == kNone || !may_check_credentials(log, check)) return kNone;
  const bool short_lived = logons[first].end_reason == EndReason::logoff &&
                           log.between(check, logons[first].end_event) < kChecked;
  const bool names_port = log[check].src_port != 0 && log.address(check).text != Text::none;
  if (!short_lived || names_port) return kNone;
  const Identity& who = logons[first].who;
  const EventRef second = nearest(log, log.logons_of(who, LogonPurpose::access), check, Ticks{0},
                                  kCheckedAgain, [&](EventRef ref) {
                                    return ref > check && may_check_credentials(log, ref) &&
                                           logons.of(ref) != kNone &&
                                           log.address(ref).text == log.address(check).text &&
                                           log[ref].client == log[check].client &&
                                           log[ref].src_port == log[check].src_port &&
                                           log.accounts().same(who, log[ref]);
                                  });
  return second == kNone || logs_on_between(log, who, check, second) ? EventRef{kNone} : second;
}

void cite_earlier_checks(AccessSessions& sessions, SessionId session, LogonSessionId check,
                         Rule rule) {
  const LogonSessions& logons = sessions.logons();
  for (std::size_t looked = 0; check != kNone && looked < kMostNear; ++looked) {
    const EventRef later = logons[check].start_event;
    const EventRef earlier = sessions.nearest_logon(
        logons[check].who, later, -kCheckedAgain, Ticks{0}, LogonPurpose::access,
        [&](EventRef ref) { return ref < later && checked_again(sessions, ref) == later; });
    check = earlier == kNone ? LogonSessionId{} : logons.of(earlier);
    if (check == kNone) return;
    sessions.cite_logon(session, check, Role::authentication, rule);
    sessions.claims().set_role_of_halves(check, LogonRole::nla);
  }
}

ConnectionId connection_of_check(const HostLog& log, const Connections& connections,
                                 const Claims& claims, EventRef check) {
  auto opened = log.within(connections.arrivals_from(log.address(check).text), check, -kOpenToCheck,
                           Ticks{0});
  opened = opened.last(std::min(opened.size(), kMostNear));
  for (auto ref = opened.rbegin(); ref != opened.rend(); ++ref) {
    const ConnectionId index = connections.of_record(*ref);
    const Connection& connection = connections[index];
    const bool open = connection.closed == kNone || connection.closed > check;
    if (open && !claims.has(*ref) && !claims.has(index) && connection.authenticated == kNone)
      return index;
  }
  return kNone;
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
  cite_earlier_checks(sessions, session, logons.of(logon), Rule::nla);
  return logons.of(logon);
}

}  // namespace sojourn
