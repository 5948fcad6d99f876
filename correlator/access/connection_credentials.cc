#include "correlator/access/connection_credentials.h"

#include <algorithm>

#include "correlator/records/nearest.h"

namespace sojourn {
namespace {

using std::chrono::seconds;

// Windows between records of different channels; the measured maxima are in the comments.
constexpr Ticks kNlaBefore1149 = seconds{10};  // type 3 to 1149: 0.92 s
constexpr Ticks kNlaAfter1149 = seconds{2};
constexpr Ticks kNlaBeforeDesktop = seconds{60};   // type 3 to 21 or 25 where there is no 1149
constexpr Ticks kConnectionToLogon = seconds{60};  // 1149 to 4624 type 10: 5 s

constexpr Ticks kOpenToCheck = seconds{60};   // 131 to the type 3: the time to type a password
constexpr Ticks kCheckToClose = seconds{10};  // type 3 to the first record that is left behind it
constexpr std::uint8_t kServer2012R2 = 1;     // the version of its 4624

// Network Level Authentication goes through the same packages as access over the network.
bool may_check_credentials(const HostLog& log, EventRef ref) {
  const std::string_view asked_by = log.strings()[log[ref].logon_process];
  return log[ref].logon_type == 3 && (asked_by == "NtLmSsp" || asked_by == "Kerberos");
}

}  // namespace

bool has_port_of_nla(const HostLog& log, EventRef ref) {
  const Event& event = log[ref];
  const Address from = log.address(ref);
  return may_check_credentials(log, ref) && from.kind == Address::Kind::ip &&
         from.scope != SourceScope::loopback && event.src_port == 0;
}

UnprovenNetworkLogons::UnprovenNetworkLogons(const HostLog& log, const Connections& connections,
                                             const Claims& claims)
    : log_(log), connections_(connections) {
  for (const ConnectionId i : connections.ids()) {
    const Connection& connection = connections[i];
    if (claims.has(i) || connection.authenticated != kNone || connection.records.empty()) continue;
    const EventRef first = connection.records.front();
    if (!claims.has(first)) unanswered_.push_back(first);
  }
  std::ranges::sort(unanswered_);
}

bool UnprovenNetworkLogons::contains(EventRef logon) const {
  const Event& event = log_[logon];
  const bool by_process = event.process_id != 0 && event.process_id != kNoNumber;
  const bool may_be_check = may_check_credentials(log_, logon) && event.version <= kServer2012R2 &&
                            !by_process && log_.address(logon).text == Text::none &&
                            !log_.accounts().names_host(event.client);
  if (!may_be_check) return false;
  if (!log_.surrounds(EventKind::rdp_authenticated, logon)) return true;
  const auto near = log_.within(unanswered_, logon, -kOpenToCheck, kCheckToClose);
  return near.size() > kMostNear || std::ranges::any_of(near, [&](EventRef ref) {
           const EventRef closed = connections_[connections_.of_record(ref)].closed;
           return closed == kNone || closed > logon;
         });
}

ConnectionId find_connection(AccessSessions& sessions, const Connections& connections,
                             EventRef logon) {
  const HostLog& log = sessions.log();
  const Claims& claims = sessions.claims();
  EventRef first = kNone;
  for (const auto& authentications : connections.authentications_of(log, logon)) {
    auto near = log.within(authentications, logon, -kConnectionToLogon, seconds{2});
    near = near.first(std::min(near.size(), kMostNear));
    const auto found = std::ranges::find_if(near, [&](EventRef ref) {
      return !claims.has(ref) && log.accounts().same(log[ref], log[logon]);
    });
    if (found != near.end()) first = std::min(first, *found);
  }
  return first == kNone ? kNone : connections.of_record(first);
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
