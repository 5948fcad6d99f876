#include "correlator/access/desktop_sessions.h"

#include <algorithm>
#include <cassert>
#include <utility>

#include "correlator/access/connection_credentials.h"
#include "correlator/access/desktop_records.h"
#include "correlator/access/tscon.h"
#include "correlator/records/nearest.h"

namespace sojourn {
namespace {

using std::chrono::seconds;

// Windows between records of different channels; the measured maxima are in the comments.
constexpr Ticks kLogonBeforeArbitration = seconds{10};  // 4624 to LSM 41: 0.173 s
constexpr Ticks kLogonBeforeDesktop =
    seconds{60};                              // 4624 to LSM 21 where the 41 is missing: 48.7 s
constexpr Ticks kNotice = seconds{10};        // Winlogon 7001 beside LSM 21
constexpr Ticks kSkew = seconds{5};           // the other way round: clocks of two channels
constexpr Ticks kLeaves = seconds{30};        // 24 to the other records of one disconnect: 1 s
constexpr Ticks kReauthBefore = seconds{15};  // type 7 or 10 before LSM 25: 3 s
constexpr Ticks kReauthAfter = seconds{60};   // and after it: 2 s
constexpr Ticks kReauthSoon = seconds{5};     // by when it would be there, if there was one

// What the stages below know of a desktop session beyond what Session holds.
struct Desktop {
  LogonSessionId nla, reauth;
  SessionId before;  // the one that its connection showed before it
};

class Builder {
 public:
  Builder(AccessSessions& sessions, const Connections& connections, LocalSessions& local_sessions)
      : sessions_(sessions),
        log_(sessions.log()),
        logons_(sessions.logons()),
        connections_(connections),
        local_(local_sessions),
        records_(sessions, local_sessions),
        desktops_(local_sessions.attachments().size()),
        last_of_connection_(connections.all().size()) {}

  void build() {
    sessions_.claims().begin(Stage::desktop_sessions);
    assert(sessions_.ids().empty());
    auto& attachments = local_.attachments();
    for (Attachment& attachment : attachments) records_.add(sessions_.add(begin(attachment)));
    for (const LocalSessionId local : local_.ids()) bind(local, find_logon(local));
    records_.bind_logons_by_their_ends();
    for (const LocalSessionId local : local_.ids()) records_.begin_by_logon(local);
    find_connections_of_reconnects();
    for (const SessionId i : sessions_.ids()) {
      if (attachment(i).connection == kNone) continue;
      SessionId& last = last_of_connection_[attachment(i).connection];
      desktops_[i].before = last;
      last = i;
    }
    for (const SessionId i : sessions_.ids()) cite_connection(i);
    for (const SessionId i : sessions_.ids()) cite_credentials(i);
    records_.cite_by_logon_id();
    records_.cite_by_session_id();
    for (const SessionId i : sessions_.ids()) finish(i);
  }

 private:
  Attachment& attachment(SessionId id) { return local_.attachments()[id.place()]; }
  const Attachment& attachment(SessionId id) const { return local_.attachments()[id.place()]; }

  Session begin(Attachment& attachment) {
    const LocalSession& local = local_[attachment.local_session];
    Session session;
    session.boot = local.boot;
    session.local_session = attachment.local_session;
    session.kind = attachment.terminal == Attachment::Terminal::remote ? SessionKind::remote
                                                                       : SessionKind::local;
    session.start_reason = attachment.start_reason;
    session.end_reason = attachment.end_reason;
    session.evidence = std::move(attachment.evidence);
    return session;
  }

  void bind(LocalSessionId local, LogonSessionId logon) {
    records_.bind_logon(local, logon);
    // Winlogon's 7001, which stands in for LSM's records, names no connection.
    Attachment& first = attachment(records_.first_session(local));
    if (logon == kNone || first.start == kNone || first.connection != kNone) return;
    const bool by_rdp = log_[first.start].kind == EventKind::winlogon_logon &&
                        is_remote_type(logons_[logon].logon_type);
    if (!by_rdp) return;
    sessions_[records_.first_session(local)].kind = SessionKind::remote;
    first.connection = connections_.of_logon(log_, sessions_.claims(), logons_[logon].start_event);
    if (first.connection != kNone) sessions_.claims().claim(first.connection);
  }

  // A 4778 or a logon that stands in for a 25 names no connection.
  void find_connections_of_reconnects() {
    for (const SessionId i : sessions_.ids()) {
      Attachment& at = local_.attachments()[i.place()];
      if (at.start == kNone || at.connection != kNone || is_session_record(log_[at.start].kind) ||
          at.start_reason != StartReason::reconnect || sessions_[i].kind != SessionKind::remote)
        continue;
      at.connection = connections_.of_logon(log_, sessions_.claims(), at.start);
      if (at.connection != kNone) sessions_.claims().claim(at.connection);
    }
  }

  // The 4624 whose shell this local session runs: the same user's right before LSM 41, or 21 where
  // that is lost.
  LogonSessionId find_logon(LocalSessionId local) {
    const EventRef start = local_[local].start_event;
    if (start == kNone) return kNone;
    const Identity& who = local_[local].who;
    EventRef arbitration = kNone;
    for (const Citation& citation : sessions_[records_.first_session(local)].evidence) {
      if (log_[citation.event].kind == EventKind::arbitration_began) arbitration = citation.event;
    }
    const auto fits = [&](EventRef ref) {
      const Event& logon = log_[ref];
      const bool type = logon.logon_type == 2 || logon.logon_type == 10 || logon.logon_type == 11 ||
                        logon.logon_type == 12 || logon.logon_type == 7;
      const LogonRole role = sessions_.claims().role(logons_.of(ref));
      return type && (role == LogonRole::interactive || role == LogonRole::reauthentication) &&
             log_.strings()[logon.logon_process] != "Negotiat";
    };
    EventRef logon = kNone;
    if (arbitration != kNone) {
      logon = sessions_.nearest_logon(who, arbitration, -kLogonBeforeArbitration, seconds{1},
                                      LogonPurpose::desktop, fits);
    }
    if (logon == kNone)
      logon = sessions_.nearest_logon(who, start, -kLogonBeforeDesktop, kSkew,
                                      LogonPurpose::desktop, fits);
    if (logon == kNone && who.sid == Text::none) {
      // LocalSessionManager may call an account otherwise; Winlogon's 7001 has its SID.
      const EventRef notice =
          nearest(log_, log_.of(EventKind::winlogon_logon), start, -kNotice, kNotice,
                  [&](EventRef ref) { return log_[ref].session == local_[local].number; });
      if (notice != kNone && log_[notice].sid != Text::none)
        logon = sessions_.nearest_logon(log_.accounts().identity(log_[notice]), start,
                                        -kLogonBeforeDesktop, kSkew, LogonPurpose::desktop, fits);
    }
    return logon == kNone ? kNone : logons_.of(logon);
  }

  // Opening records go to the first session of a connection, closing ones to its last: tscon gives
  // one connection several.
  void cite_connection(SessionId i) {
    const ConnectionId index = attachment(i).connection;
    if (index == kNone) return;
    const bool later = last_of_connection_[index] != i;
    if (later && desktops_[i].before != kNone) return;  // the first took them
    const Rule rule = connections_[index].rule();
    for (const EventRef ref : connections_[index].records) {
      switch (log_[ref].kind) {
        case EventKind::connection_from:
        case EventKind::listener_connected:
        case EventKind::connection_accepted:
          sessions_.cite(i, ref, Role::start, rule);
          break;
        case EventKind::rdp_authenticated:
          sessions_.cite(i, ref, Role::authentication, rule);
          break;
        case EventKind::transport_closed:
        case EventKind::connection_closed:
          if (!later) sessions_.cite(i, ref, Role::corroborates_end, rule);
          break;
        default:
          sessions_.cite(i, ref, Role::context, rule);
          break;
      }
    }
  }

  void cite_credentials(SessionId i) {
    const Attachment& at = attachment(i);
    // Where the record that began the desktop is lost, the connection's 1149 tells of the check.
    const EventRef shown = at.start != kNone        ? at.start
                           : at.connection != kNone ? connections_[at.connection].authenticated
                                                    : kNone;
    cite_own_logon(i);
    if (shown != kNone && sessions_[i].kind == SessionKind::remote && desktops_[i].nla == kNone) {
      desktops_[i].nla =
          cite_nla(sessions_, connections_, i, at.connection, shown, local_[at.local_session].who);
    }
    if (at.start == kNone) return;
    if (at.start_reason == StartReason::reconnect) cite_reauthentication(i);
  }

  // The logon that shows a return of which LocalSessionManager tells nothing: the check of the
  // client, or of the password at the desktop.
  void cite_own_logon(SessionId i) {
    const Attachment& at = attachment(i);
    const EventRef shown = at.start != kNone ? at.start : at.seen;
    if (shown == kNone || log_[shown].kind != EventKind::logon ||
        at.start_reason == StartReason::logon)
      return;
    const LogonSessionId logon = logons_.of(shown);
    if (log_[shown].logon_type == 3) {
      desktops_[i].nla = logon;
      sessions_.claims().set_role_of_halves(logon, LogonRole::nla);
      sessions_.cite_logon(i, logon, Role::authentication, Rule::nla);
      cite_earlier_checks(sessions_, i, logon, Rule::nla);
    } else {
      desktops_[i].reauth = logon;
      sessions_.cite_logon(i, logon, Role::reauthentication, Rule::reauthentication);
    }
  }

  void cite_reauthentication(SessionId i) {
    const Attachment& at = attachment(i);
    const Identity& who = local_[at.local_session].who;
    const auto fits = [&](EventRef ref) {
      const LogonSessionId logon = logons_.of(ref);
      const LogonRole role = sessions_.claims().role(logon);
      // Where no 4634 tells that a logon was thrown away, its being no desktop's does.
      const bool thrown_away = role == LogonRole::interactive && ref < at.start &&
                               logons_[logon].end_reason != EndReason::logoff &&
                               !records_.is_bound(ref);
      return (role == LogonRole::reauthentication || thrown_away) &&
             (at.end == kNone || log_.between(at.end, ref) <= kSkew);
    };
    const auto take = [&](EventRef ref) {
      const LogonSessionId logon = logons_.of(ref);
      sessions_.cite_logon(i, logon, Role::reauthentication, Rule::reauthentication);
      const LogonSessionId best = desktops_[i].reauth;
      // Type 10 or the user's own check over LSASS's repetition of it.
      if (best == kNone || (logons_[logon].logon_type == 10 && logons_[best].logon_type != 10)) {
        desktops_[i].reauth = logon;
      }
    };
    sessions_.take_logons(who, at.start, -kReauthBefore, kReauthAfter, LogonPurpose::desktop, fits,
                          take);
  }

  void finish(SessionId i) {
    const Attachment& at = attachment(i);
    const LocalSession& local = local_[at.local_session];
    Session& session = sessions_[i];
    session.who = local.who;
    session.logon_id = local.logon_id;
    const LogonSessionId own =
        local.logon_id == 0 ? LogonSessionId{} : logons_.find(local.boot, local.logon_id);
    const LogonSessionId credential = desktops_[i].reauth != kNone ? desktops_[i].reauth : own;
    if (credential != kNone) {
      session.logon_type = logons_[credential].logon_type;
      session.package = logons_[credential].package;
    }
    if (own != kNone) {
      const LogonSessionId other = logons_.linked(own);
      session.elevated = logons_[own].elevated || (other != kNone && logons_[other].elevated);
      if (at.terminal == Attachment::Terminal::unknown && is_remote_type(logons_[own].logon_type)) {
        session.kind = SessionKind::remote;
      }
      for (const LogonSessionId half : {own, other}) {
        if (half != kNone) session.logons.push_back(half);  // take() leaves each once
      }
    }
    if (at.terminal == Attachment::Terminal::unknown) {
      const EventRef station = station_of(i);
      const bool by_rdp = station != kNone && log_.address(station).kind == Address::Kind::ip;
      if (by_rdp) session.kind = SessionKind::remote;
      const bool told = session.kind == SessionKind::remote || station != kNone ||
                        session.logon_type == 2 || session.logon_type == 11;
      if (!told) session.set(Flag::terminal_assumed);
    }
    // Where a reconnect came from, the logon that began the desktop does not say.
    const bool by_own = at.start_reason != StartReason::reconnect;
    set_source(i, desktops_[i].reauth != kNone || by_own ? credential : kNone);
    set_start(i);
    records_.set_end(i);
    const bool replaced = at.connection != kNone && connections_[at.connection].replaced &&
                          last_of_connection_[at.connection] == i;
    if (replaced && session.end_reason == EndReason::disconnect)
      session.end_reason = EndReason::replaced;
  }

  // The 4778 or 4779 of the session that says where its user was; kNone without one.
  EventRef station_of(SessionId i) const {
    for (const Citation& citation : sessions_[i].evidence) {
      const EventKind kind = log_[citation.event].kind;
      const bool is_station =
          kind == EventKind::station_reconnected || kind == EventKind::station_disconnected;
      if (is_station && citation.role != Role::context &&
          log_.address(citation.event).kind != Address::Kind::none)
        return citation.event;
    }
    return kNone;
  }

  // From where, best record first: LSM's own, the credential's, the connection's.
  void set_source(SessionId i, LogonSessionId credential) {
    const Attachment& at = attachment(i);
    Session& session = sessions_[i];
    if (session.kind == SessionKind::local) {
      session.from.scope = SourceScope::local;
      return;
    }
    const auto take = [&](Text address, SourceScope scope, bool inferred) {
      if (session.from.address != Text::none || address == Text::none) return;
      session.from.address = address;
      session.from.scope = scope;
      session.from.inferred = inferred;
    };
    const EventRef own = at.start != kNone ? at.start : at.seen != kNone ? at.seen : at.end;
    if (own != kNone) take(log_.address(own).text, log_.address(own).scope, false);
    // A 7001 and a 40 name no address; the 24 beside the end names that of who leaves. Another 24
    // is of somebody else, whose own session is lost.
    for (const Citation& citation : session.evidence) {
      const EventRef ref = citation.event;
      const bool leaves = at.end != kNone && (at.start == kNone || ref > at.start) &&
                          std::chrono::abs(log_.between(at.end, ref)) <= kLeaves;
      if (leaves && log_[ref].kind == EventKind::session_disconnected)
        take(log_.address(citation.event).text, log_.address(citation.event).scope, false);
    }
    if (const EventRef station = station_of(i);
        at.terminal == Attachment::Terminal::unknown && station != kNone)
      take(log_.address(station).text, log_.address(station).scope, false);
    for (const LogonSessionId logon : {credential, desktops_[i].nla}) {
      if (logon != kNone && (is_remote_type(logons_[logon].logon_type) || logon != credential)) {
        take(logons_[logon].from.address, logons_[logon].from.scope, false);
      }
    }
    if (at.connection != kNone) {
      const Connection& connection = connections_[at.connection];
      if (connection.address.text != Text::none && session.from.address != Text::none &&
          connection.address.text != session.from.address) {
        session.set(Flag::conflict);
      }
      take(connection.address.text, connection.address.scope, true);
      if (connection.vmbus && session.from.address == Text::none)
        session.from.scope = SourceScope::vmbus;
    }
    session.from.client = records_.client_name(i);
    if (session.from.client == Text::none && desktops_[i].nla != kNone)
      session.from.client = logons_[desktops_[i].nla].from.client;
  }

  // Whether its connection showed another user's desktop before, and no arbitration (41) tells of a
  // password given since.
  bool is_handed_over(SessionId i) const {
    if (is_moved_by_tscon(log_, sessions_[i])) return true;
    if (desktops_[i].before == kNone) return false;
    const Identity& from = local_[attachment(desktops_[i].before).local_session].who;
    const Identity& to = local_[attachment(i).local_session].who;
    return from.user != Text::none && to.user != Text::none && !log_.accounts().same(from, to) &&
           std::ranges::none_of(sessions_[i].evidence, [](const Citation& citation) {
             return citation.role == Role::arbitration;
           });
  }

  void set_start(SessionId i) {
    const Attachment& at = attachment(i);
    Session& session = sessions_[i];
    if (at.start == kNone) return;
    EventRef first = at.start;
    const EventRef given = at.given != kNone ? at.given : at.start;
    bool authenticated = desktops_[i].nla != kNone || desktops_[i].reauth != kNone;
    for (const Citation& citation : session.evidence) {
      // The record that ended the session before is that one's and gives nothing.
      if (citation.event == given) session.granted = log_[given].time;
      const bool begins = citation.role == Role::start || citation.role == Role::authentication ||
                          citation.role == Role::logon || citation.role == Role::reauthentication ||
                          citation.role == Role::arbitration;
      if (begins) first = std::min(first, citation.event);
      authenticated = authenticated || log_[citation.event].kind == EventKind::rdp_authenticated;
    }
    session.start = log_[first].time;
    // Attached without a credential check although the logs that would hold one are there: tscon.
    const bool would_show =
        log_.covers(EventKind::logon, at.start, {kReauthBefore, kReauthSoon}) &&
        (session.kind == SessionKind::local ||
         log_.covers(EventKind::rdp_authenticated, at.start, {kReauthBefore, kReauthSoon}));
    if (at.start_reason == StartReason::reconnect && !authenticated &&
        (would_show || is_handed_over(i))) {
      session.start_reason = StartReason::takeover;
      session.set(Flag::takeover_without_auth);
    }
  }

  AccessSessions& sessions_;
  const HostLog& log_;
  const LogonSessions& logons_;
  const Connections& connections_;
  LocalSessions& local_;
  DesktopRecords records_;
  ById<Session, Desktop> desktops_;
  ById<Connection, SessionId> last_of_connection_;
};

}  // namespace

void add_desktop_sessions(AccessSessions& sessions, const Connections& connections,
                          LocalSessions& local_sessions) {
  Builder(sessions, connections, local_sessions).build();
}

}  // namespace sojourn
