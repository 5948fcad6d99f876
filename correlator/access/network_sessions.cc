#include "correlator/access/network_sessions.h"

#include <algorithm>

#include "correlator/access/connection_credentials.h"
#include "correlator/access/sources_under_way.h"

namespace sojourn {
namespace {

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
  // Machine accounts' access to other machines is access too, if rarely interesting; a host's
  // access to itself is not.
  bool wanted(LogonSessionId i) {
    const LogonSession& logon = logons_[i];
    const AccountClass account = logon.who.account_class;
    return sessions_.claims().role(i) == LogonRole::network && logon.start_event != kNone &&
           !sessions_.claims().has(logon.start_event) &&
           (account == AccountClass::user || account == AccountClass::machine) &&
           logon.from.scope != SourceScope::loopback &&
           (account == AccountClass::user || logon.from.address != Text::none);
  }

  void add(LogonSessionId i) {
    const LogonSession& logon = logons_[i];
    SourcesUnderWay& of_account = under_way_[log_.accounts().account_key(logon.who)];
    of_account.go_on_to(log_, logon.start_event, gap_);
    SessionUnderWay* joined = of_account.find(source_of(logon));
    if (joined == nullptr)
      joined = &of_account.add({source_of(logon), begin(i), logon.start_event, logon.start_event});
    sessions_.cite_logon(
        joined->session, i, Role::logon,
        joined->last_logon == logon.start_event ? Rule::own_record : Rule::network_gap);
    joined->last_logon = logon.start_event;
    if (!ssh_.is_unproven(logon.start_event) && !unproven_.contains(logon.start_event))
      grant(sessions_[joined->session], log_[logon.start_event].time);
    cite_messages(joined->session, logon.start_event);
    const EventRef end = end_of(logon);
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
      sessions_.cite(session, disconnected, Role::end_echo, Rule::ssh_message);
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
    session.end_reason = log_.end_reason(session.boot);
    EventRef latest = 0;
    for (const LogonSessionId logon : session.logons)
      latest = std::max(latest, logons_[logon].start_event);
    const EventRef bound = log_.end_bound(session.boot, latest);
    if (session.end_reason != EndReason::open && bound != kNone) session.end = log_[bound].time;
  }

  AccessSessions& sessions_;
  const HostLog& log_;
  const LogonSessions& logons_;
  const SshLogons& ssh_;
  const UnprovenNetworkLogons unproven_;
  Ticks gap_;
  std::unordered_map<Text, SourcesUnderWay> under_way_;  // by account
  std::vector<SessionId> added_;
};

}  // namespace

void add_network_sessions(AccessSessions& sessions, const Connections& connections,
                          const SshLogons& ssh, std::chrono::seconds gap) {
  NetworkBuilder(sessions, connections, ssh, gap).build();
}

}  // namespace sojourn
