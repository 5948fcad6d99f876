#include "correlator/access/failures.h"

#include <algorithm>
#include <optional>
#include <string_view>
#include <vector>

#include "correlator/access/connection_credentials.h"
#include "correlator/access/elevation_prompts.h"
#include "correlator/records/nearest.h"
#include "correlator/windows/open_connections.h"

namespace sojourn {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr Ticks kSameAddressWindow =
    seconds{20};  // 4625 with an address, from its connection's opening
constexpr Ticks kNameless = milliseconds{100};  // the 4648 beside a 4625 that names nobody

std::uint32_t code_of(const Event& failure) {
  return failure.sub_status != 0 && failure.sub_status != kNoNumber ? failure.sub_status
                                                                    : failure.status;
}

SessionKind kind_of(const Event& failure, const Address& from, const Strings& strings) {
  if (failure.kind == EventKind::rdp_denied) return SessionKind::remote;
  if (is_elevation(failure, strings) || strings[failure.logon_process] == "seclogo")
    return SessionKind::secondary;
  switch (failure.logon_type) {
    case 3:
    case 8:
      return SessionKind::network;
    case 4:
      return SessionKind::batch;
    case 5:
      return SessionKind::service;
    case 9:
      return SessionKind::secondary;
    case 10:
    case 12:
      return SessionKind::remote;
    default: {
      // The unlock of an RDP session carries its client's address; the console loopback or none.
      if (from.kind == Address::Kind::ip && from.scope != SourceScope::loopback)
        return SessionKind::remote;
      // Anything else that asks is a program in somebody's session trying a password.
      const std::string_view asked_by = strings[failure.logon_process];
      const bool at_logon_screen =
          asked_by.empty() || asked_by == "User32" || asked_by == "Negotiat";
      return at_logon_screen ? SessionKind::local : SessionKind::secondary;
    }
  }
}

class FailureBuilder {
 public:
  FailureBuilder(AccessSessions& sessions, const Connections& connections, const SshLogons& ssh)
      : sessions_(sessions),
        log_(sessions.log()),
        claims_(sessions.claims()),
        connections_(connections),
        ssh_(ssh),
        open_(log_, connections, claims_),
        prompts_(sessions) {}

  void build() {
    claims_.begin(Stage::failures);
    sessions_.expect(log_.of(EventKind::logon_failed).size());
    std::vector<EventRef> refusals;  // 140s
    for (EventRef ref = 0; ref < log_.size(); ++ref) {
      const EventKind kind = log_[ref].kind;
      if (claims_.has(ref)) continue;
      if (kind == EventKind::logon_failed || kind == EventKind::rdp_denied) add(ref);
      if (kind == EventKind::credentials_refused) refusals.push_back(ref);
    }
    // What no 4625 explained: the Security log is missing, or does not audit failures (the default
    // on clients).
    for (const EventRef ref : refusals) {
      if (!claims_.has(ref)) add(ref);
    }
    for (const EventRef ref : ssh_.failures_alone()) add_message(ref);
  }

 private:
  void add(EventRef ref) {
    const Event& event = log_[ref];
    const Address from = log_.address(ref);
    if (belongs_to_prompt(ref)) return;
    Session session;
    session.boot = log_.boot(ref);
    session.outcome = Outcome::failure;
    session.kind = event.kind == EventKind::credentials_refused
                       ? SessionKind::remote
                       : kind_of(event, from, log_.strings());
    session.who = log_.accounts().identity(event);
    if (is_machines_own(ref)) session.who.account_class = AccountClass::machine;
    const bool machine = session.who.account_class != AccountClass::user;
    session.start = session.end = event.time;
    session.end_exact = true;
    session.start_reason = StartReason::attempt;
    session.end_reason = EndReason::failed;
    session.logon_type = event.logon_type;
    session.package = event.package;
    session.failure_code = code_of(event);
    session.from = {
        .address = from.text, .client = log_.client(ref), .scope = from.scope, .inferred = false};
    const EventRef message = ssh_.message_of(ref);
    if (message != kNone && from.text == Text::none) session.from = ssh_.source(message);
    // The 4625 says NOUSER.
    if (message != kNone && ssh_.is_invalid_user(message)) session.who = ssh_.who(message);
    if (session.kind == SessionKind::local || session.kind == SessionKind::secondary) {
      session.from = {.address = Text::none,
                      .client = Text::none,
                      .scope = SourceScope::local,
                      .inferred = false};
    }
    const bool unlocks = event.logon_type == 7 || event.logon_type == 13;
    if (unlocks) session.set(Flag::unlock);
    if (is_elevation(event, log_.strings())) session.set(Flag::elevation);
    if (has_port_of_nla(log_, ref)) session.kind = SessionKind::remote;
    const SessionId added = sessions_.add(session);
    sessions_.cite(added, ref, Role::attempt, Rule::own_record);
    if (message != kNone) sessions_.cite(added, message, Role::attempt, Rule::ssh_message);
    if (!machine && (session.kind == SessionKind::network || session.kind == SessionKind::remote)) {
      join_connection(added, ref, from);
    }
    if (event.logon_type == 11 && is_elevation(event, log_.strings())) prompts_.begin(added, ref);
  }

  // A failure that only the OpenSSH server tells of.
  void add_message(EventRef ref) {
    Session session;
    session.boot = log_.boot(ref);
    session.outcome = Outcome::failure;
    session.kind = SessionKind::network;
    session.who = ssh_.who(ref);
    session.from = ssh_.source(ref);
    session.from.inferred = false;  // it is this record's own
    session.start = session.end = log_[ref].time;
    session.end_exact = true;
    session.start_reason = StartReason::attempt;
    session.end_reason = EndReason::failed;
    sessions_.cite(sessions_.add(session), ref, Role::attempt, Rule::own_record);
  }

  // Whether it is part of what one prompt of UAC tried: of another failure, or of a success.
  bool belongs_to_prompt(EventRef ref) {
    if (const SessionId other = prompts_.begun_by_first_half(ref); other != kNone) {
      sessions_[other].failure_code = code_of(log_[ref]);
      return sessions_.cite(other, ref, Role::attempt, Rule::elevation_pair);
    }
    const SessionId granted = prompts_.granted(ref);
    if (granted == kNone || !sessions_.cite(granted, ref, Role::attempt, Rule::elevation_pair))
      return false;
    std::optional<Timestamp>& start = sessions_[granted].start;
    if (start) start = std::min(*start, log_[ref].time);
    return true;
  }

  // Observed: what the machine itself is refused by Kerberos names nobody; the explicit credentials
  // (4648) beside it are those of the machine's account.
  bool is_machines_own(EventRef ref) const {
    const Event& event = log_[ref];
    if (event.kind != EventKind::logon_failed || event.user != Text::none ||
        log_.strings()[event.package] != "Kerberos")
      return false;
    const auto near =
        log_.within(log_.of(EventKind::explicit_credentials), ref, -kNameless, kNameless);
    return !near.empty() && near.size() <= kMostNear &&
           std::ranges::all_of(near, [&](EventRef beside) {
             return log_.accounts().identity(log_[beside]).account_class == AccountClass::machine;
           });
  }

  // An RDP client with NLA fails as a type 3 logon by NtLmSsp or Kerberos: the connection tells it
  // from SMB.
  void join_connection(SessionId session, EventRef ref, const Address& from) {
    const Event& event = log_[ref];
    if (event.kind == EventKind::credentials_refused) {
      cite_connection(session, connections_.of_record(ref), Rule::activity_id, from);
      return;
    }
    if (event.logon_type != 3 && event.logon_type != 10) return;
    if (from.kind == Address::Kind::ip) {
      const ConnectionId same_address = nearest_from(from.text, ref);
      if (same_address != kNone && claims_.is_for_failures(same_address)) {
        cite_announced(session, same_address);
      } else if (same_address != kNone) {
        cite_connection(session, same_address, Rule::connection_address, from);
      } else {
        // Windows 7 names no client before the 1149: of its connections the last, as the client's
        // credentials follow its 261 within a fraction of a second.
        open_.go_on_to(ref);
        cite_connection(session, open_.latest_of_listener(), Rule::listener, from);
      }
      return;
    }
    // At a logon screen the client's address is there, if it has one.
    if (event.logon_type != 3) {
      join_vmbus(session, ref, from);
      return;
    }
    // Server 2012 R2 logs no address for NLA: certain only when one connection could have been
    // meant, of which the log tells to the end, as of all others around.
    open_.go_on_to(ref);
    if (open_.empty() || !open_.all_close() || open_.has_holes_near(ref)) return;
    if (open_.size() == 1) {
      cite_connection(session, open_.first_index(), Rule::only_open_connection, from);
    } else if (open_.share_address()) {
      take_address(session, open_.first().address);
    }
  }

  // Observed in a Hyper-V guest: any number of them at the logon screen of one connection.
  void join_vmbus(SessionId session, EventRef ref, const Address& from) {
    open_.go_on_to(ref);
    const ConnectionId connection = open_.by_vmbus(ref);
    if (connection == kNone || !open_.empty()) return;
    sessions_[session].from.scope = SourceScope::vmbus;
    cite_connection(session, connection, Rule::only_open_connection, from);
  }

  // The connection from this address that opened last before the failure, if it is still of that
  // attempt.
  ConnectionId nearest_from(Text address, EventRef ref) {
    const auto openings = connections_.openings_from(address, ref);
    if (openings.empty()) return kNone;
    const auto [opened, index] = openings.back();
    if (log_.boot(opened) != log_.boot(ref)) return kNone;
    if (claims_.is_for_failures(index) && log_[ref].logon_type == 10) return index;
    const bool same_attempt =
        log_.between(opened, ref) <= kSameAddressWindow &&
        !(connections_[index].authenticated != kNone && connections_[index].authenticated < ref);
    return same_attempt ? index : kNone;
  }

  // The first of the passwords that failed at the logon screen of a connection has its records.
  void cite_announced(SessionId session, ConnectionId index) {
    if (!claims_.claim(index)) return;
    for (const EventRef ref : connections_[index].records) {
      const EventKind kind = log_[ref].kind;
      const bool closes = closes_connection(kind);
      sessions_.cite(session, ref, closes ? Role::corroborates_end : Role::context,
                     Rule::connection_address);
    }
  }

  void cite_connection(SessionId session, ConnectionId index, Rule rule, const Address& from) {
    if (index == kNone) return;
    const Connection& connection = connections_[index];
    sessions_[session].kind = SessionKind::remote;
    if (from.text == Text::none) take_address(session, connection.address);
    // A connection that led to a session keeps its records there.
    if (!claims_.claim(index)) return;
    for (const EventRef ref : connection.records) {
      const EventKind kind = log_[ref].kind;
      const bool closes = closes_connection(kind);
      const Role role = closes                                     ? Role::corroborates_end
                        : kind == EventKind::credentials_refused   ? Role::attempt
                        : kind == EventKind::security_layer_failed ? Role::context
                                                                   : Role::start;
      sessions_.cite(session, ref, role, rule);
    }
  }

  void take_address(SessionId session, const Address& address) {
    if (address.text == Text::none) return;
    sessions_[session].from.address = address.text;
    sessions_[session].from.scope = address.scope;
    sessions_[session].from.inferred = true;
    sessions_[session].kind = SessionKind::remote;
  }

  AccessSessions& sessions_;
  const HostLog& log_;
  Claims& claims_;
  const Connections& connections_;
  const SshLogons& ssh_;
  OpenConnections open_;
  ElevationPrompts prompts_;
};

}  // namespace

void add_failures(AccessSessions& sessions, const Connections& connections, const SshLogons& ssh) {
  FailureBuilder(sessions, connections, ssh).build();
}

}  // namespace sojourn
