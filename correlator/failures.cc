#include "correlator/failures.h"

#include <algorithm>
#include <deque>
#include <string_view>

#include "correlator/connection_credentials.h"

namespace sojourn {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr Ticks kOpenToFailure =
    seconds{10};  // 131 to 4625: 94 to 123 ms; a slow client may take longer
constexpr Ticks kSameAddressWindow =
    seconds{20};  // 4625 with an address, from its connection's opening
constexpr Ticks kElevationPair = milliseconds{1200};

bool is_elevation(const Event& event, const Strings& strings) {
  return strings[event.logon_process] == "CredPro" ||
         strings[event.process].ends_with("\\consent.exe");
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

bool is_of_rdp_core(EventKind kind) {
  using enum EventKind;
  return kind == connection_created || kind == connection_assigned ||
         kind == connection_established || kind == transport_closed || kind == connection_closed ||
         kind == security_layer_failed || kind == credentials_refused;
}

// Connections on which credentials may be failing right now: opened at most ten seconds ago,
// neither closed nor authenticated.
class Waiting {
 public:
  Waiting(HostLog& log, Connections& connections) : log_(log) {
    for (std::uint32_t i = 0; i < connections.all().size(); ++i) {
      if (connections[i].opened != kNone && !connections[i].vmbus)
        by_opening_.emplace_back(connections[i].opened, i);
      const EventRef headless = headless_record(connections[i]);
      if (headless != kNone) headless_.push_back(log_.steady(headless));
    }
    std::ranges::sort(by_opening_);
    std::ranges::sort(headless_);
    connections_ = &connections;
  }

  // REQUIRES: called with rising `ref`.
  const std::deque<std::uint32_t>& at(EventRef ref) {
    for (; next_ < by_opening_.size() && by_opening_[next_].first < ref; ++next_) {
      open_.push_back(by_opening_[next_].second);
    }
    while (!open_.empty() && too_old(open_.front(), ref)) open_.pop_front();
    std::erase_if(open_, [&](std::uint32_t i) { return is_over((*connections_)[i], ref); });
    return open_;
  }

  // Whether RdpCoreTS's log has lost records within an hour of `ref`: other connections may have
  // been open then than it tells of.
  bool has_holes_near(EventRef ref) const {
    const auto near = std::ranges::lower_bound(headless_, log_.steady(ref) - kNear);
    return near != headless_.end() && *near <= log_.steady(ref) + kNear;
  }

 private:
  static constexpr Ticks kNear = std::chrono::hours{1};

  // The first record of a connection whose 131 is lost; kNone for others.
  EventRef headless_record(const Connection& connection) const {
    EventRef first = kNone;
    if (connection.vmbus) return kNone;
    for (const EventRef ref : connection.records) {
      if (log_[ref].kind == EventKind::connection_from) return kNone;
      if (first == kNone && is_of_rdp_core(log_[ref].kind)) first = ref;
    }
    return first;
  }

  bool too_old(std::uint32_t i, EventRef ref) const {
    const Connection& connection = (*connections_)[i];
    return connection.boot != log_.boot(ref) ||
           log_.between(connection.opened, ref) > kOpenToFailure;
  }
  static bool is_over(const Connection& connection, EventRef ref) {
    return (connection.closed != kNone && connection.closed < ref) ||
           (connection.authenticated != kNone && connection.authenticated < ref);
  }

  HostLog& log_;
  Connections* connections_ = nullptr;
  std::vector<std::pair<EventRef, std::uint32_t>> by_opening_;
  std::vector<Timestamp> headless_;  // steady
  std::size_t next_ = 0;
  std::deque<std::uint32_t> open_;
};

class FailureBuilder {
 public:
  FailureBuilder(AccessSessions& sessions, Connections& connections, SshLogons& ssh)
      : sessions_(sessions),
        log_(sessions.log()),
        connections_(connections),
        ssh_(ssh),
        waiting_(log_, connections) {
    for (std::uint32_t i = 0; i < connections.all().size(); ++i) {
      const Connection& connection = connections[i];
      if (connection.activity == Text::none) listener_alone_ = true;
      if (connection.opened != kNone && connection.address.text != Text::none) {
        by_address_[connection.address.text].emplace_back(connection.opened, i);
      }
    }
    for (auto& [address, openings] : by_address_) std::ranges::sort(openings);
  }

  void build() {
    std::vector<EventRef> refusals;  // 140s
    for (EventRef ref = 0; ref < log_.size(); ++ref) {
      const EventKind kind = log_[ref].kind;
      if (log_.used(ref)) continue;
      if (kind == EventKind::logon_failed || kind == EventKind::rdp_denied) add(ref);
      if (kind == EventKind::credentials_refused) refusals.push_back(ref);
    }
    // What no 4625 explained: the Security log is missing, or does not audit failures (the default
    // on clients).
    for (const EventRef ref : refusals) {
      if (!log_.used(ref)) add(ref);
    }
    for (const EventRef ref : ssh_.failures_alone()) add_message(ref);
  }

 private:
  void add(EventRef ref) {
    const Event& event = log_[ref];
    const Address from = log_.address(ref);
    if (completes_elevation_pair(ref)) return;
    Session session;
    session.boot = log_.boot(ref);
    session.outcome = Outcome::failure;
    session.kind = event.kind == EventKind::credentials_refused
                       ? SessionKind::remote
                       : kind_of(event, from, log_.strings());
    session.who = log_.accounts().identity(event);
    const bool machine = session.who.account_class != AccountClass::user;
    session.start = session.end = event.time;
    session.end_exact = true;
    session.start_reason = StartReason::attempt;
    session.end_reason = EndReason::failed;
    session.logon_type = event.logon_type;
    session.package = event.package;
    session.failure_code =
        event.sub_status != 0 && event.sub_status != kNoNumber ? event.sub_status : event.status;
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
    if (unlocks) session.flags |= static_cast<std::uint16_t>(Flag::unlock);
    if (is_elevation(event, log_.strings()))
      session.flags |= static_cast<std::uint16_t>(Flag::elevation);
    if (has_port_of_nla(log_, ref)) session.kind = SessionKind::remote;
    const std::uint32_t added = sessions_.add(session);
    sessions_.cite(added, ref, Role::attempt, Rule::own_record);
    if (message != kNone) sessions_.cite(added, message, Role::attempt, Rule::ssh_message);
    if (!machine && (session.kind == SessionKind::network || session.kind == SessionKind::remote)) {
      join_connection(added, ref, from);
    }
    // Other failures may come between the two of one prompt.
    if (event.logon_type == 11 && is_elevation(event, log_.strings()))
      first_of_prompt_ = {added, ref};
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

  // Asked for an administrator's password, UAC tries type 11 and then 2: one attempt (observed 1.2
  // s apart).
  bool completes_elevation_pair(EventRef ref) {
    const auto [session, previous] = first_of_prompt_;
    if (session == kNone || log_[ref].logon_type != 2) return false;
    const bool pair =
        is_elevation(log_[ref], log_.strings()) && log_.between(previous, ref) <= kElevationPair &&
        log_.boot(previous) == log_.boot(ref) && log_.accounts().same(log_[previous], log_[ref]);
    return pair && sessions_.cite(session, ref, Role::attempt, Rule::elevation_pair);
  }

  // An RDP client with NLA fails as a type 3 logon by NtLmSsp or Kerberos: the connection tells it
  // from SMB.
  void join_connection(std::uint32_t session, EventRef ref, const Address& from) {
    const Event& event = log_[ref];
    if (event.kind == EventKind::credentials_refused) {
      cite_connection(session, connections_.of_record(ref), Rule::activity_id, from);
      return;
    }
    if (event.logon_type != 3 && event.logon_type != 10) return;
    if (from.kind == Address::Kind::ip) {
      const std::uint32_t same_address = nearest_from(from.text, ref);
      if (same_address != kNone && connections_[same_address].failed_at_screen) {
        cite_announced(session, connections_[same_address]);
      } else if (same_address != kNone) {
        cite_connection(session, same_address, Rule::connection_address, from);
      } else {
        cite_connection(session, latest_of_listener(ref), Rule::listener, from);
      }
      return;
    }
    // At a logon screen the client's address is there, if it has one.
    if (event.logon_type != 3) return;
    // Server 2012 R2 logs no address for NLA: certain only when one connection could have been
    // meant, of which the log tells to the end, as of all others around.
    const auto& open = waiting_.at(ref);
    if (waiting_.has_holes_near(ref) || std::ranges::any_of(open, [&](std::uint32_t i) {
          return connections_[i].closed == kNone;
        })) {
      return;
    }
    if (open.size() == 1) {
      cite_connection(session, open.front(), Rule::only_open_connection, from);
    } else if (!open.empty() && std::ranges::all_of(open, [&](std::uint32_t i) {
                 return connections_[i].address.text == connections_[open.front()].address.text;
               })) {
      take_address(session, connections_[open.front()].address);
    }
  }

  // The connection from this address that opened last before the failure, if it is still of that
  // attempt.
  std::uint32_t nearest_from(Text address, EventRef ref) {
    const auto found = by_address_.find(address);
    if (found == by_address_.end()) return kNone;
    const auto later = std::ranges::upper_bound(found->second, std::pair{ref, kNone});
    if (later == found->second.begin()) return kNone;
    const auto [opened, index] = *std::prev(later);
    if (log_.boot(opened) != log_.boot(ref)) return kNone;
    if (connections_[index].failed_at_screen && log_[ref].logon_type == 10) return index;
    const bool same_attempt =
        log_.between(opened, ref) <= kSameAddressWindow &&
        !(connections_[index].authenticated != kNone && connections_[index].authenticated < ref);
    return same_attempt ? index : kNone;
  }

  // Windows 7 names no client before the 1149: of its waiting connections the last, as the client's
  // credentials follow its 261 within a fraction of a second.
  std::uint32_t latest_of_listener(EventRef ref) {
    if (!listener_alone_) return kNone;
    const auto& open = waiting_.at(ref);
    const auto found = std::find_if(open.rbegin(), open.rend(), [&](std::uint32_t i) {
      const Connection& connection = connections_[i];
      return connection.activity == Text::none && !connection.taken &&
             !log_.used(connection.opened);
    });
    return found == open.rend() ? kNone : *found;
  }

  // The first of the passwords that failed at the logon screen of a connection has its records.
  void cite_announced(std::uint32_t session, const Connection& connection) {
    for (const EventRef ref : connection.records) {
      const EventKind kind = log_[ref].kind;
      const bool closes =
          kind == EventKind::transport_closed || kind == EventKind::connection_closed;
      sessions_.cite(session, ref, closes ? Role::end_echo : Role::context,
                     Rule::connection_address);
    }
  }

  void cite_connection(std::uint32_t session, std::uint32_t index, Rule rule, const Address& from) {
    if (index == kNone) return;
    const Connection& connection = connections_[index];
    sessions_[session].kind = SessionKind::remote;
    if (from.text == Text::none) take_address(session, connection.address);
    // A connection that led to a session keeps its records there.
    if (connection.taken) return;
    for (const EventRef ref : connection.records) {
      const EventKind kind = log_[ref].kind;
      const bool closes =
          kind == EventKind::transport_closed || kind == EventKind::connection_closed;
      const Role role = closes                                     ? Role::end_echo
                        : kind == EventKind::credentials_refused   ? Role::attempt
                        : kind == EventKind::security_layer_failed ? Role::context
                                                                   : Role::start;
      sessions_.cite(session, ref, role, rule);
    }
  }

  void take_address(std::uint32_t session, const Address& address) {
    if (address.text == Text::none) return;
    sessions_[session].from.address = address.text;
    sessions_[session].from.scope = address.scope;
    sessions_[session].from.inferred = true;
    sessions_[session].kind = SessionKind::remote;
  }

  AccessSessions& sessions_;
  HostLog& log_;
  Connections& connections_;
  SshLogons& ssh_;
  Waiting waiting_;
  bool listener_alone_ = false;  // whether there are connections that no ActivityID names
  std::unordered_map<Text, std::vector<std::pair<EventRef, std::uint32_t>>> by_address_;
  std::pair<std::uint32_t, EventRef> first_of_prompt_{kNone, kNone};
};

}  // namespace

void add_failures(AccessSessions& sessions, Connections& connections, SshLogons& ssh) {
  FailureBuilder(sessions, connections, ssh).build();
}

}  // namespace sojourn
