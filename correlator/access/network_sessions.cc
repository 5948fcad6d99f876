#include "correlator/access/network_sessions.h"

#include <algorithm>
#include <map>
#include <set>

#include "correlator/access/connection_credentials.h"

namespace sojourn {
namespace {

using std::chrono::seconds;

constexpr Ticks kOpenToCheck = seconds{60};   // 131 to the type 3: the time to type a password
constexpr Ticks kCheckToClose = seconds{10};  // type 3 to the first record that is left behind it
constexpr std::uint8_t kServer2012R2 = 1;     // the version of its 4624

// The type 3 logons of which nothing tells whether they were more than an RDP client's NLA check.
//
// Up to Server 2012 R2 the check has neither address nor port, nor a process that asked for it
// (observed there only; SQL Server's logons look the same). The 1149 behind it tells it from access
// over the network. Where RemoteConnectionManager's log does not reach, or a connection was open
// then that got neither its 1149 nor a session, the 1149 may have been lost. From loopback a port
// of 0 may be that of a check through a tunnel, and only the 1149 tells, too.
class UnprovenNetworkLogons {
 public:
  UnprovenNetworkLogons(const HostLog& log, const Connections& connections, const Claims& claims);

  bool contains(EventRef logon) const;

 private:
  const HostLog& log_;
  const Connections& connections_;
  std::vector<EventRef> unanswered_;  // the first record of each such connection, in order
};

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
  const Address from = log_.address(logon);
  const bool through_tunnel = from.scope == SourceScope::loopback && event.src_port == 0;
  const bool may_be_check =
      may_check_credentials(log_, logon) &&
      (through_tunnel || (event.version <= kServer2012R2 && !by_process &&
                          from.text == Text::none && !log_.accounts().names_host(event.client)));
  if (!may_be_check) return false;
  if (!log_.covers(EventKind::rdp_authenticated, logon)) return true;
  const auto near = log_.within(unanswered_, logon, -kOpenToCheck, kCheckToClose);
  return near.size() > kMostNear || std::ranges::any_of(near, [&](EventRef ref) {
           const EventRef closed = connections_[connections_.of_record(ref)].closed;
           return closed == kNone || closed > logon;
         });
}

// The address, or what the client calls itself where none is known.
struct NetworkSource {
  Text address = Text::none, client = Text::none;
  auto operator<=>(const NetworkSource&) const = default;
};

struct OpenNetworkSession {
  NetworkSource source;
  SessionId session;
  EventRef last = kNone;  // its latest record
  EventRef last_logon = kNone;
  bool is_held = false;  // by a logon whose end no record tells
};

// The network sessions of one account that may still be joined, by where they came from.
class OpenNetworkSessions {
 public:
  // Leaves out what no logon at `ref` can join: sessions of an earlier boot, and those of which the
  // last record lies more than `gap` before it.
  void go_on_to(const HostLog& log, EventRef ref, Ticks gap);

  // The session of this source, or the only one, if that is not over at `ref`, where the logon
  // tells of no address. Null where there is none, or several of which none is it for certain.
  OpenNetworkSession* find(const NetworkSource& source, EventRef ref);

  OpenNetworkSession& add(const OpenNetworkSession& session);
  void prolong(OpenNetworkSession& session, EventRef last);

 private:
  BootId boot_;
  std::map<NetworkSource, OpenNetworkSession> by_source_;
  std::set<std::pair<EventRef, NetworkSource>> by_last_;
};

void OpenNetworkSessions::go_on_to(const HostLog& log, EventRef ref, Ticks gap) {
  if (boot_ != log.boot(ref)) {
    boot_ = log.boot(ref);
    by_source_.clear();
    by_last_.clear();
  }
  while (!by_last_.empty()) {
    const auto oldest = by_last_.begin();
    if (oldest->first >= ref || log.between(oldest->first, ref) <= gap) return;
    by_source_.erase(oldest->second);
    by_last_.erase(oldest);
  }
}

OpenNetworkSession* OpenNetworkSessions::find(const NetworkSource& source, EventRef ref) {
  const bool only = source.address == Text::none && by_source_.size() == 1;
  const auto overlaps = [&](const OpenNetworkSession& session) {
    return session.is_held || session.last > ref;
  };
  const auto found =
      only && overlaps(by_source_.begin()->second) ? by_source_.begin() : by_source_.find(source);
  return found == by_source_.end() ? nullptr : &found->second;
}

OpenNetworkSession& OpenNetworkSessions::add(const OpenNetworkSession& session) {
  by_last_.emplace(session.last, session.source);
  return by_source_[session.source] = session;
}

void OpenNetworkSessions::prolong(OpenNetworkSession& session, EventRef last) {
  if (last <= session.last) return;
  by_last_.erase({session.last, session.source});
  session.last = last;
  by_last_.emplace(last, session.source);
}

NetworkSource source_of(const LogonSession& logon) {
  return {logon.from.address, logon.from.address == Text::none ? logon.from.client : Text::none};
}

class NetworkBuilder {
 public:
  NetworkBuilder(AccessSessions& sessions, const Connections& connections, const SshLogons& ssh,
                 Ticks gap)
      : sessions_(sessions),
        log_(sessions.log()),
        logons_(sessions.logons()),
        ssh_(ssh),
        unproven_(sessions.log(), connections, sessions.claims()),
        gap_(gap) {}

  void build() {
    sessions_.claims().begin(Stage::network_sessions);
    for (const LogonSessionId i : logons_.ids()) {
      if (wanted(i)) add(i);
    }
    for (const SessionId session : added_) finish(session);
  }

 private:
  // Machine accounts' access to other machines is access too, if rarely interesting; their access
  // to themselves is not. A person's is: a hash passed to the machine it was stolen on, a relayed
  // ticket.
  bool wanted(LogonSessionId i) {
    const LogonSession& logon = logons_[i];
    const AccountClass account = logon.who.account_class;
    return sessions_.claims().role(i) == LogonRole::network && logon.start_event != kNone &&
           !sessions_.claims().has(logon.start_event) &&
           (account == AccountClass::user ||
            (account == AccountClass::machine && logon.from.address != Text::none &&
             logon.from.scope != SourceScope::loopback));
  }

  void add(LogonSessionId i) {
    const LogonSession& logon = logons_[i];
    OpenNetworkSessions& of_account = open_[log_.accounts().account_key(logon.who)];
    of_account.go_on_to(log_, logon.start_event, gap_);
    OpenNetworkSession* joined = of_account.find(source_of(logon), logon.start_event);
    if (joined == nullptr)
      joined = &of_account.add({source_of(logon), begin(i), logon.start_event, logon.start_event});
    sessions_.cite_logon(
        joined->session, i, Role::logon,
        joined->last_logon == logon.start_event ? Rule::own_record : Rule::network_gap);
    joined->last_logon = logon.start_event;
    // Of several names the newest; each logon session keeps its own.
    if (logon.from.client != Text::none) sessions_[joined->session].from.client = logon.from.client;
    if (!ssh_.is_unproven(logon.start_event) && !unproven_.contains(logon.start_event))
      grant(sessions_[joined->session], log_[logon.start_event].time);
    cite_messages(joined->session, logon.start_event);
    const EventRef end = end_of(logon);
    joined->is_held = joined->is_held || end == kNone;
    of_account.prolong(*joined, end != kNone ? end : logon.start_event);
  }

  static void grant(Session& session, Timestamp time) {
    session.outcome = Outcome::success;
    if (!session.granted) session.granted = time;
  }

  void cite_messages(SessionId session, EventRef logon) {
    const EventRef message = ssh_.message_of(logon);
    if (message == kNone) return;
    sessions_.cite(session, message, Role::authentication, Rule::ssh_message);
    const EventRef disconnected = ssh_.disconnected(message);
    if (disconnected != kNone)
      sessions_.cite(session, disconnected, Role::corroborates_end, Rule::ssh_message);
  }

  // The 4634, or where there is none the leave of the OpenSSH server's client; kNone while held.
  EventRef end_of(const LogonSession& logon) const {
    if (logon.end_reason == EndReason::logoff) return logon.end_event;
    const EventRef message = ssh_.message_of(logon.start_event);
    return message == kNone ? kNone : ssh_.disconnected(message);
  }

  SessionId begin(LogonSessionId i) {
    const LogonSession& logon = logons_[i];
    Session session;
    session.boot = logon.boot;
    session.kind = SessionKind::network;
    session.outcome = Outcome::unknown;  // until a logon proves it
    session.who = logon.who;
    session.from = logon.from;
    session.start = log_[logon.start_event].time;
    session.start_reason = StartReason::logon;
    session.logon_type = logon.logon_type;
    session.logon_id = logon.logon_id;
    session.package = logon.package;
    session.elevated = logon.elevated;
    added_.push_back(sessions_.add(session));
    return added_.back();
  }

  // Ends with the last of its logons.
  void finish(SessionId index) {
    Session& session = sessions_[index];
    EventRef last = kNone;
    bool all_ended = true;
    for (const LogonSessionId logon : session.logons) {
      session.elevated = session.elevated || logons_[logon].elevated;
      const EventRef end = end_of(logons_[logon]);
      if (end == kNone) {
        all_ended = false;
      } else if (last == kNone || end > last) {
        last = end;
      }
    }
    if (all_ended) {
      session.end = log_[last].time;
      const bool left = log_[last].kind == EventKind::ssh_message;
      session.end_reason = left ? EndReason::disconnect : EndReason::logoff;
      session.end_exact = true;
      for (Citation& citation : session.evidence) {
        if (citation.event == last) citation.role = Role::end;
      }
      return;
    }
    EventRef latest = 0;
    for (const LogonSessionId logon : session.logons)
      latest = std::max(latest, logons_[logon].start_event);
    sessions_.end_with_boot(index, latest);
  }

  AccessSessions& sessions_;
  const HostLog& log_;
  const LogonSessions& logons_;
  const SshLogons& ssh_;
  const UnprovenNetworkLogons unproven_;
  Ticks gap_;
  std::unordered_map<Text, OpenNetworkSessions> open_;  // by account
  std::vector<SessionId> added_;
};

}  // namespace

void add_network_sessions(AccessSessions& sessions, const Connections& connections,
                          const SshLogons& ssh, std::chrono::seconds gap) {
  NetworkBuilder(sessions, connections, ssh, gap).build();
}

}  // namespace sojourn
