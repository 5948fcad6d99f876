#include "correlator/access/security_sessions.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <unordered_map>
#include <utility>

#include "correlator/access/connection_credentials.h"
#include "correlator/records/nearest.h"

namespace sojourn {
namespace {

using std::chrono::seconds;

constexpr Ticks kHandedOver = seconds{5};  // 4779 to 4778 of a connection that tscon moves: 0.46 s
constexpr Ticks kAborted = seconds{30};    // 4624 to 4634 of a logon that got no desktop: 7.3 s
constexpr Ticks kReauthBefore = seconds{15};
constexpr Ticks kReauthAfter = seconds{60};

// A logon session that no session has yet, of a user, and not the second half of a split token.
bool is_free(AccessSessions& sessions, LogonSessionId logon) {
  const LogonSession& session = sessions.logons()[logon];
  return session.start_event != kNone && session.who.account_class == AccountClass::user &&
         !sessions.claims().has(session.start_event);
}

// The half of a split token that the shell runs under, or this one where the other's 4624 is lost.
LogonSessionId shell_that_began(AccessSessions& sessions, LogonSessionId logon) {
  const LogonSessionId shell = sessions.logons().shell_half(logon);
  return sessions.logons()[shell].start_event != kNone ? shell : logon;
}

Session session_of_logon(AccessSessions& sessions, LogonSessionId logon, SessionKind kind) {
  const LogonSessionId shell = shell_that_began(sessions, logon);
  const LogonSession& from = sessions.logons()[shell];
  const LogonSessionId other = sessions.logons().linked(shell);
  Session session;
  session.boot = from.boot;
  session.kind = kind;
  session.who = from.who;
  session.from = from.from;
  session.start_reason = StartReason::logon;
  if (from.start_event != kNone) session.granted = sessions.log()[from.start_event].time;
  session.logon_type = from.logon_type;
  session.logon_id = from.logon_id;
  session.package = from.package;
  session.elevated = from.elevated || (other != kNone && sessions.logons()[other].elevated);
  if (kind != SessionKind::remote) {
    session.from = {.address = Text::none,
                    .client = Text::none,
                    .scope = SourceScope::local,
                    .inferred = false};
  }
  return session;
}

void set_start(Session& session, const HostLog& log) {
  std::ranges::sort(session.evidence, {}, &Citation::event);
  for (const Citation& citation : session.evidence) {
    if (citation.role == Role::end || citation.role == Role::corroborates_end) continue;
    session.start = log[citation.event].time;
    return;
  }
}

// The logon sessions' own end, or the boot's.
void end_at_boot(Session& session, const HostLog& log, EventRef since) {
  session.end_reason = log.end_reason(session.boot);
  const EventRef bound = log.end_bound(session.boot, since);
  if (session.end_reason != EndReason::open && bound != kNone) session.end = log[bound].time;
}

// Whether the connection that a 4778 names showed another user's desktop a moment ago, and nobody
// proved to be the user of this one: tscon.
bool is_handed_over(const HostLog& log, EventRef reconnect) {
  const Event& to = log[reconnect];
  const auto left = [&](EventRef ref) {
    const Event& from = log[ref];
    return from.terminal != Text::none && from.terminal == to.terminal &&
           from.client == to.client && !log.accounts().same(from, to);
  };
  const auto proves = [&](EventRef ref) { return log.accounts().same(log[ref], to); };
  const auto proven_by = [&](LogonPurpose purpose) {
    const auto logons = log.logons_of(log.accounts().identity(to), purpose);
    return nearest(log, logons, reconnect, -kReauthBefore, kReauthAfter, proves) != kNone;
  };
  return nearest(log, log.of(EventKind::station_disconnected), reconnect, -kHandedOver, Ticks{0},
                 left) != kNone &&
         !proven_by(LogonPurpose::desktop) && !proven_by(LogonPurpose::access);
}

bool moves_desktop(EventKind kind) {
  return kind == EventKind::station_reconnected || kind == EventKind::station_disconnected ||
         kind == EventKind::logoff_initiated || kind == EventKind::logon_ended;
}

// The records of an interactive logon without LSM, in order: 4624, then 4779 and 4778 cut it into
// sessions, and 4647 or 4634 end the last. Each session is like `model`; `current` is the one that
// is there already, or kNone. `sessions` grow, so `model` is none of them.
void follow_logon(AccessSessions& sessions, const Session& model, SessionId current,
                  LogonSessionId logon) {
  const HostLog& log = sessions.log();
  bool active = current != kNone;
  const EventRef start = sessions.logons()[logon].start_event;
  EventRef since = start;
  for (const EventRef ref : sessions.logons().records(logon)) {
    if (start != kNone && ref < start) continue;
    const Event& event = log[ref];
    if (sessions.claims().has(ref)) {
      // Another session has this desktop by now; when this one lost it no record tells.
      if (active && moves_desktop(event.kind)) sessions[current].end_reason = EndReason::unknown;
      if (moves_desktop(event.kind)) active = false, current = kNone;
      continue;
    }
    const auto end = [&](EndReason reason) {
      if (current == kNone) return;
      sessions.cite(current, ref, active ? Role::end : Role::corroborates_end, Rule::logon_id);
      if (!active) return;
      sessions[current].end = event.time;
      sessions[current].end_reason = reason;
      sessions[current].end_exact = true;
      active = false;
    };
    switch (event.kind) {
      case EventKind::station_disconnected:
        end(EndReason::disconnect);
        break;
      case EventKind::logoff_initiated:
      case EventKind::logon_ended:
        end(EndReason::logoff);
        break;
      case EventKind::station_reconnected: {
        if (active) end_at_boot(sessions[current], log, since);
        const Address address = log.address(ref);
        Session next = model;
        next.evidence.clear();
        next.end.reset();
        next.end_exact = false;
        next.kind = address.kind == Address::Kind::ip ? SessionKind::remote : SessionKind::local;
        next.from = {.address = address.text,
                     .client = event.client,
                     .scope = address.scope,
                     .inferred = false};
        if (next.kind == SessionKind::local) next.from.scope = SourceScope::local;
        next.start = next.granted = event.time;
        next.start_reason = StartReason::reconnect;
        if (is_handed_over(log, ref)) {
          next.start_reason = StartReason::takeover;
          next.set(Flag::takeover_without_auth);
        }
        if (active) {
          // Taken over: no 4779 was logged.
          sessions[current].end = event.time;
          sessions[current].end_reason = EndReason::replaced;
          sessions[current].end_exact = false;
        }
        current = sessions.add(next);
        sessions.cite(current, ref, Role::desktop, Rule::logon_id);
        since = ref;
        active = true;
        break;
      }
      case EventKind::locked:
      case EventKind::screensaver_started:
        if (current != kNone) sessions.cite(current, ref, Role::lock, Rule::logon_id);
        break;
      case EventKind::unlocked:
      case EventKind::screensaver_stopped:
        if (current != kNone) sessions.cite(current, ref, Role::unlock, Rule::logon_id);
        break;
      default:
        break;
    }
  }
  if (active) end_at_boot(sessions[current], log, since);
}

// Whether a record shows somebody at the desktop of the logon: one who ends, locks or leaves it.
bool shows_desktop(AccessSessions& sessions, LogonSessionId logon) {
  return std::ranges::any_of(sessions.logons().records(logon), [&](EventRef ref) {
    const EventKind kind = sessions.log()[ref].kind;
    return kind != EventKind::logon && kind != EventKind::privileges_assigned &&
           kind != EventKind::logon_ended;
  });
}

// Whether a logon over RDP was gone at once. Where LocalSessionManager's log begins later, nothing
// tells it from one that was aborted (observed: no 21, and 4634 without 4647).
bool may_be_aborted(AccessSessions& sessions, LogonSessionId logon, EventRef closed) {
  const HostLog& log = sessions.log();
  const EventRef start = sessions.logons()[logon].start_event;
  if (closed != kNone && log.between(start, closed) <= kAborted) return true;
  const auto ended_at_once = [&](LogonSessionId half) {
    const EventRef end = half == kNone ? kNone : sessions.logons()[half].end_event;
    return end != kNone && log[end].kind == EventKind::logon_ended &&
           log.between(start, end) <= kAborted;
  };
  return ended_at_once(logon) || ended_at_once(sessions.logons().linked(logon));
}

// What got no desktop was over when its connection closed, if nothing ended it before.
void end_at(Session& session, EventRef closed, const HostLog& log) {
  for (Citation& citation : session.evidence) {
    if (citation.role == Role::end) return;
    if (citation.event != closed) continue;
    citation.role = Role::end;
    session.end = log[closed].time;
    session.end_reason = EndReason::disconnect;
    session.end_exact = true;
    return;
  }
}

void add_interactive(AccessSessions& sessions, const Connections& connections,
                     LogonSessionId logon) {
  const HostLog& log = sessions.log();
  const EventRef start = sessions.logons()[logon].start_event;
  const bool remote = is_remote_type(log[start].logon_type);
  Session session =
      session_of_logon(sessions, logon, remote ? SessionKind::remote : SessionKind::local);
  const LogonSessionId shell = shell_that_began(sessions, logon);
  const ConnectionId connection =
      remote ? connections.of_logon(log, sessions.claims(), start) : ConnectionId{};
  const EventRef closed = connection == kNone ? EventRef{kNone} : connections[connection].closed;
  const bool told = log.covers_desktop(start) ||
                    log.covers(EventKind::winlogon_logon, start, seconds{10}, seconds{60});
  if (shows_desktop(sessions, shell)) {
    // Though LocalSessionManager's record of it is lost.
  } else if (told) {
    // LocalSessionManager, or Winlogon in its place, would have told of a desktop.
    session.outcome = Outcome::no_desktop;
    session.start_reason = StartReason::attempt;
    session.granted.reset();
  } else if (remote && may_be_aborted(sessions, shell, closed)) {
    session.outcome = Outcome::unknown;
    session.start_reason = StartReason::attempt;
    session.granted.reset();
  }
  const SessionId added = sessions.add(session);
  if (remote) {
    if (connection != kNone) {
      for (const EventRef ref : connections[connection].records) {
        const EventKind kind = log[ref].kind;
        const bool closes = closes_connection(kind);
        sessions.cite(added, ref, closes ? Role::corroborates_end : Role::start,
                      Rule::connection_address);
      }
      sessions.claims().claim(connection);
    }
    const LogonSessionId nla =
        cite_nla(sessions, connections, added, connection, start, sessions[added].who);
    if (nla != kNone && sessions[added].from.client == Text::none) {
      sessions[added].from.client = sessions.logons()[nla].from.client;
    }
  }
  follow_logon(sessions, Session(sessions[added]), added, shell);
  sessions.cite_logon(added, shell, Role::logon, Rule::own_record);
  set_start(sessions[added], log);
  if (sessions[added].outcome != Outcome::success && closed != kNone)
    end_at(sessions[added], closed, log);
}

// The first record of a desktop whose 4624 the log does not hold any more, where
// LocalSessionManager does not tell of it either; kNone for other logon sessions.
EventRef first_of_desktop(AccessSessions& sessions, LogonSessionId index) {
  const HostLog& log = sessions.log();
  const LogonSessions& logons = sessions.logons();
  const LogonSession& logon = logons[index];
  if (logon.start_event != kNone || logon.who.account_class != AccountClass::user) return kNone;
  for (const EventRef ref : logons.records(index)) {
    if (sessions.claims().has(ref) || log.covers_desktop(ref)) return kNone;
    const EventKind kind = log[ref].kind;
    if (kind == EventKind::station_reconnected || kind == EventKind::station_disconnected ||
        kind == EventKind::logoff_initiated) {
      return ref;
    }
  }
  return kNone;
}

void add_desktop_without_logon(AccessSessions& sessions, LogonSessionId logon) {
  const HostLog& log = sessions.log();
  const EventRef first = first_of_desktop(sessions, logon);
  if (first == kNone) return;
  sessions.claims().set_role_of_halves(logon, LogonRole::interactive);
  const Address address = sessions.log().address(first);
  const bool remote =
      address.kind == Address::Kind::ip || is_remote_type(sessions.logons()[logon].logon_type);
  Session session =
      session_of_logon(sessions, logon, remote ? SessionKind::remote : SessionKind::local);
  session.start_reason = StartReason::unknown;
  session.logons.push_back(logon);
  if (remote) {
    session.from = {.address = address.text,
                    .client = log[first].client,
                    .scope = address.scope,
                    .inferred = false};
  }
  // A 4778 begins a session of its own; before it nobody had the desktop.
  const bool held = log[first].kind != EventKind::station_reconnected;
  follow_logon(sessions, session, held ? sessions.add(session) : kNone, logon);
}

}  // namespace

void add_interactive_logons(AccessSessions& sessions, const Connections& connections) {
  sessions.claims().begin(Stage::interactive_logons);
  const HostLog& log = sessions.log();
  for (const LogonSessionId i : sessions.logons().ids()) {
    const LogonSession& logon = sessions.logons()[i];
    if (sessions.claims().role(i) != LogonRole::interactive || !is_free(sessions, i)) continue;
    const bool lsm_is_there = log.covers_desktop(logon.start_event);
    // A console logon that LSM does not know of got no desktop and no access: a program checked a
    // password.
    if (lsm_is_there && !is_remote_type(logon.logon_type)) continue;
    add_interactive(sessions, connections, i);
  }
  for (const LogonSessionId i : sessions.logons().ids()) {
    add_desktop_without_logon(sessions, i);
  }
}

void add_secondary_logons(AccessSessions& sessions) {
  sessions.claims().begin(Stage::secondary_logons);
  const HostLog& log = sessions.log();
  for (const LogonSessionId i : sessions.logons().ids()) {
    if (sessions.claims().role(i) != LogonRole::secondary || !is_free(sessions, i)) continue;
    Session session = session_of_logon(sessions, i, SessionKind::secondary);
    const LogonSession& logon = sessions.logons()[i];
    const std::string_view process = log.strings()[log[logon.start_event].process];
    const std::string_view asked_by = log.strings()[logon.logon_process];
    if (asked_by == "CredPro" || process.ends_with("\\consent.exe")) {
      session.set(Flag::elevation);
    }
    session.asking_process = log[logon.start_event].process;
    const SessionId added = sessions.add(session);
    const LogonSessionId shell = shell_that_began(sessions, i);
    follow_logon(sessions, Session(sessions[added]), added, shell);
    sessions.cite_logon(added, shell, Role::logon, Rule::own_record);
    set_start(sessions[added], log);
  }
}

void name_askers(AccessSessions& sessions) {
  const HostLog& log = sessions.log();
  const LogonSessions& logons = sessions.logons();
  // By logon session and first record: a desktop's logon is in each of its sessions.
  std::map<std::pair<LogonSessionId, EventRef>, SessionId> session_of;
  for (const SessionId i : sessions.ids()) {
    if (sessions[i].outcome != Outcome::success || sessions[i].evidence.empty()) continue;
    const EventRef first = std::ranges::min(sessions[i].evidence, {}, &Citation::event).event;
    for (const LogonSessionId logon : sessions[i].logons)
      session_of.emplace(std::pair{logon, first}, i);
  }
  for (const SessionId i : sessions.ids()) {
    if (sessions[i].kind != SessionKind::secondary) continue;
    for (const Citation& citation : sessions[i].evidence) {
      const std::uint64_t subject = log[citation.event].subject_logon_id;
      if (log[citation.event].kind != EventKind::logon || subject == 0) continue;
      const LogonSessionId logon = logons.find(sessions[i].boot, subject);
      const auto later = session_of.upper_bound({logon, citation.event});
      if (logon == kNone || later == session_of.begin()) continue;
      const auto& [key, asker] = *std::prev(later);
      if (key.first == logon && asker != i) sessions[i].asked_by = asker;
    }
  }
}

void fold_reauthentications(AccessSessions& sessions) {
  sessions.claims().begin(Stage::reauthentications);
  const HostLog& log = sessions.log();
  // Desktop sessions by user, in the order they began.
  std::unordered_map<Text, std::vector<std::pair<EventRef, SessionId>>> by_user;
  for (const SessionId i : sessions.ids()) {
    const Session& session = sessions[i];
    if (session.outcome != Outcome::success || session.evidence.empty()) continue;
    if (session.kind != SessionKind::local && session.kind != SessionKind::remote) continue;
    const EventRef first = std::ranges::min(session.evidence, {}, &Citation::event).event;
    by_user[log.accounts().name_key(session.who.user)].emplace_back(first, i);
  }
  for (auto& [user, own] : by_user) std::ranges::sort(own);
  for (const LogonSessionId logon : sessions.logons().ids()) {
    if (sessions.claims().role(logon) != LogonRole::reauthentication || !is_free(sessions, logon))
      continue;
    const EventRef at = sessions.logons()[logon].start_event;
    const auto found = by_user.find(log.accounts().name_key(log[at].user));
    if (found == by_user.end()) continue;
    const auto later = std::ranges::upper_bound(found->second, std::pair{at, SessionId{}});
    if (later == found->second.begin()) continue;
    const SessionId session = std::prev(later)->second;
    const bool over =
        sessions[session].end && log[at].time > *sessions[session].end + Ticks{seconds{2}};
    if (sessions[session].boot != log.boot(at) || over) continue;
    if (!log.accounts().same(sessions[session].who, log[at])) continue;
    sessions.cite_logon(session, logon, Role::unlock, Rule::reauthentication);
  }
}

}  // namespace sojourn
