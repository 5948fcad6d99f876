#include "correlator/access/desktop_records.h"

#include <algorithm>
#include <map>
#include <unordered_map>

#include "correlator/access/desktop_roles.h"
#include "correlator/access/security_desktops.h"
#include "correlator/records/nearest.h"

namespace sojourn {
namespace {

using std::chrono::seconds;

constexpr Ticks kStation = seconds{10};       // 4778 and 4779 beside 25 and 24: 1 s
constexpr Ticks kLogoffToEnd = seconds{120};  // 4647 to LSM 23: 15.06 s, when updates delay it
constexpr Ticks kNoticeBefore = seconds{10};  // Winlogon 7001 and profile records beside 41 and 21
constexpr Ticks kNoticeAfter = seconds{30};   // 7002 and profile records after 23
constexpr Ticks kEndEcho = seconds{30};       // 102, 4779 and 40 of one disconnect
constexpr Ticks kAfterEnd = seconds{120};  // records of the logon that trail the end of its session
// Where records are lost, several desktops may seem to run under one logon; of so many none is
// known to.
constexpr std::uint32_t kMostDesktops = 32;

}  // namespace

void DesktopRecords::add(SessionId session) {
  sessions_of_[attachment(session).local_session].push_back(session);
}

void DesktopRecords::bind_logon(LocalSessionId local, LogonSessionId logon) {
  if (logon == kNone) return;
  LocalSession& session = local_[local];
  const LogonSessionId shell = logons_.shell_half(logon);
  session.logon_id = logons_[shell].logon_id;
  if (session.who.sid == Text::none) session.who.sid = logons_[shell].who.sid;
  if (session.who.user == Text::none) {
    session.who.user = logons_[shell].who.user;
    session.who.domain = logons_[shell].who.domain;
  }
  session.who.account_class = log_.accounts().class_of(session.who);
  if (Claims& claims = sessions_.claims(); claims.role(shell) != LogonRole::secondary)
    claims.set_role_of_halves(shell, LogonRole::interactive);
  for (const LogonSessionId half : {shell, logons_.linked(shell)}) {
    if (half != kNone) bound_.insert(half);
  }
}

bool DesktopRecords::is_bound(EventRef ref) const {
  const LogonSessionId logon = logons_.of(ref);
  return logon == kNone || bound_.contains(logon);
}

void DesktopRecords::bind_by(LocalSessionId local, EventKind kind, EventRef near, Ticks from,
                             Ticks to) {
  if (local_[local].logon_id != 0 || near == kNone) return;
  const EventRef found = nearest(log_, log_.of(kind), near, from, to, [&](EventRef ref) {
    return !is_bound(ref) && log_.accounts().same(local_[local].who, log_[ref]);
  });
  if (found != kNone) bind_logon(local, logons_.of(found));
}

void DesktopRecords::bind_logons_by_their_ends() {
  for (const LocalSessionId local : local_.ids()) {
    if (local_[local].end_reason == EndReason::logoff) {
      bind_by(local, EventKind::logoff_initiated, local_[local].end_event, -kLogoffToEnd,
              seconds{2});
    }
    for (const SessionId session : sessions_of_[local]) {
      bind_by(local, EventKind::station_reconnected, attachment(session).start, -kStation,
              kStation);
      bind_by(local, EventKind::station_disconnected, attachment(session).end, -kStation, kStation);
    }
  }
}

EventRef DesktopRecords::begin_of(SessionId session) const {
  const Attachment& at = attachment(session);
  if (at.start != kNone) return at.start;
  // Its start is lost, but it was not before the one before it ended.
  const auto& own = sessions_of_[at.local_session];
  const auto place = std::ranges::lower_bound(own, session);
  if (place != own.begin()) {
    const Attachment& before = attachment(*std::prev(place));
    const EventRef over = before.end != kNone ? before.end : before.replaced_at;
    if (over != kNone) return over + 1;
  }
  return at.end != kNone ? 0 : at.replaced_at;
}

// The place in sessions_of_ of the last session that had begun at `ref`; the first for what came
// before.
std::size_t DesktopRecords::place_at(LocalSessionId local, EventRef ref) const {
  const auto& sessions = sessions_of_[local];
  const auto later =
      std::ranges::partition_point(sessions, [&](SessionId s) { return begin_of(s) <= ref; });
  return later == sessions.begin() ? 0 : static_cast<std::size_t>(later - sessions.begin()) - 1;
}

// The session that 4778 (4779) began (ended) with: the one with the nearest start (end).
SessionId DesktopRecords::nearest_boundary(LocalSessionId local, EventRef ref) const {
  const bool starts = log_[ref].kind == EventKind::station_reconnected;
  SessionId nearest;
  Ticks distance = kStation;
  const auto& sessions = sessions_of_[local];
  const std::size_t at = place_at(local, ref);
  for (std::size_t place = at == 0 ? 0 : at - 1; place < std::min(at + 2, sessions.size());
       ++place) {
    const SessionId session = sessions[place];
    const EventRef boundary = starts ? attachment(session).start : attachment(session).end;
    if (boundary == kNone) continue;
    const Ticks away = std::chrono::abs(log_.between(ref, boundary));
    if (away > distance || (away == distance && nearest != kNone)) continue;
    nearest = session;
    distance = away;
  }
  return nearest != kNone ? nearest : sessions[at];
}

bool DesktopRecords::ended_lately(SessionId session, EventRef ref) const {
  const EventRef end =
      attachment(session).end != kNone ? attachment(session).end : attachment(session).replaced_at;
  return end == kNone || ref <= end || log_.between(end, ref) <= kAfterEnd;
}

// Whether the desktop is first seen at a reconnect behind `ref`: then it had a session before,
// which its logon began and which what was written until then belongs to.
bool DesktopRecords::is_first_seen_behind(LocalSessionId local, EventRef ref) const {
  const Attachment& first = attachment(first_session(local));
  return first.start_reason == StartReason::reconnect && ref < first.start;
}

// REQUIRES: the log holds a 4778 or 4779 of the boot: where those are not audited, a reconnect may
// lie between the logon and the end.
EventRef DesktopRecords::start_before(LogonSessionId logon, EventRef end) const {
  EventRef start = kNone;
  for (const EventRef ref : logons_.records(logon)) {
    if (ref >= end || log_.between(ref, end) <= kStation) break;
    using enum EventKind;
    const EventKind kind = log_[ref].kind;
    const bool begins = kind == EventKind::logon || kind == station_reconnected;
    if (begins && !sessions_.claims().has(ref) && !log_.covers_desktop(ref)) start = ref;
    if (kind == station_disconnected || kind == logoff_initiated || kind == logon_ended)
      start = kNone;
  }
  return start;
}

void DesktopRecords::begin_by_logon(LocalSessionId local) {
  LocalSession& session = local_[local];
  Attachment& first = local_.attachments()[first_session(local).place()];
  if (first.start != kNone || first.end == kNone || session.logon_id == 0) return;
  const auto is_audited = [&](EventKind kind) {
    const auto refs = log_.of(kind);
    const auto at = std::ranges::lower_bound(refs, log_.boot_begin(session.boot));
    return at != refs.end() && log_.boot(*at) == session.boot;
  };
  if (!is_audited(EventKind::station_disconnected) && !is_audited(EventKind::station_reconnected))
    return;
  const EventRef start = start_before(logons_.find(session.boot, session.logon_id), first.end);
  if (start == kNone) return;
  const bool by_logon = log_[start].kind == EventKind::logon;
  first.start = start;
  first.start_reason = by_logon ? StartReason::logon : StartReason::reconnect;
  sessions_[first_session(local)].start_reason = first.start_reason;
  if (by_logon) {
    session.start = log_[start].time;
    session.start_event = start;
    session.start_reason = StartReason::logon;
  }
}

void DesktopRecords::cite_by_logon_id() {
  std::map<LogonSessionId, std::uint32_t> desktops;  // so far
  for (const LocalSessionId local : local_.ids()) {
    const LocalSession& session = local_[local];
    if (session.logon_id == 0) continue;
    const LogonSessionId shell = logons_.find(session.boot, session.logon_id);
    if (++desktops[shell] > kMostDesktops) continue;
    for (const LogonSessionId half : {shell, logons_.linked(shell)}) {
      if (half == kNone) continue;
      if (logons_[half].start_event != kNone && attachment(first_session(local)).start != kNone &&
          !is_first_seen_behind(local, logons_[half].start_event)) {
        sessions_.cite_logon_start(first_session(local), half, Role::logon, Rule::credentials);
      }
      for (const EventRef ref : logons_.records(half)) {
        cite_logon_record(local, ref, half != shell);
      }
    }
  }
}

bool DesktopRecords::is_left_to_security(LocalSessionId local) const {
  return sojourn::is_left_to_security(log_, local_[local], attachment(first_session(local)));
}

void DesktopRecords::cite_logon_record(LocalSessionId local, EventRef ref, bool linked) {
  if (sessions_.claims().has(ref)) return;
  const EventKind kind = log_[ref].kind;
  const bool begins = kind == EventKind::logon || kind == EventKind::privileges_assigned;
  if (!begins && is_left_to_security(local)) return;
  const bool station =
      kind == EventKind::station_reconnected || kind == EventKind::station_disconnected;
  const SessionId session =
      station ? nearest_boundary(local, ref) : sessions_of_[local][place_at(local, ref)];
  const bool beside =
      station && attachment(first_session(local)).start != kNone &&
      std::chrono::abs(log_.between(ref, attachment(first_session(local)).start)) <= kStation;
  if (is_first_seen_behind(local, ref) && !beside) return;
  if (!ended_lately(session, ref)) return;
  // A 4778 after the end is of a reconnect whose 25 is lost.
  const bool of_another = kind == EventKind::station_reconnected &&
                          attachment(session).end != kNone && attachment(session).end < ref;
  sessions_.cite(session, ref, of_another ? Role::context : role_by_kind(kind),
                 station  ? Rule::window_station
                 : linked ? Rule::linked_logon
                          : Rule::logon_id);
}

// Whether the notice `ref` may speak of this use of its SessionID: a SessionID serves one user
// after another, and where the records between them are lost only a notice beside the start or the
// end tells whose this one is.
bool DesktopRecords::learns_sid(LocalSession& session, EventRef ref, bool begins) const {
  const Text sid = log_[ref].sid;
  if (session.who.sid != Text::none) return sid == Text::none || sid == session.who.sid;
  const bool logged_off = session.end_reason == EndReason::logoff;
  const EventRef beside = begins ? session.start_event : logged_off ? session.end_event : kNone;
  if (beside == kNone || std::chrono::abs(log_.between(beside, ref)) > kNoticeAfter) return false;
  session.who.sid = sid;
  return true;
}

void DesktopRecords::cite_by_session_id() {
  std::unordered_map<std::uint64_t, std::vector<LocalSessionId>> by_number;  // (boot, SessionID)
  const auto key = [](BootId boot, std::uint32_t number) {
    return std::uint64_t{boot.place()} << 32 | number;
  };
  for (const LocalSessionId local : local_.ids()) {
    by_number[key(local_[local].boot, local_[local].number)].push_back(local);
  }
  using enum EventKind;
  for (const EventKind kind :
       {winlogon_logon, winlogon_logoff, profile_logon_received, profile_logon_finished,
        profile_logoff_received, profile_logoff_finished}) {
    const bool begins =
        kind == winlogon_logon || kind == profile_logon_received || kind == profile_logon_finished;
    for (const EventRef ref : log_.of(kind)) {
      const auto found = by_number.find(key(log_.boot(ref), log_[ref].session));
      if (found == by_number.end()) continue;
      // The use of that SessionID which the record opens or closes: a little before its start, or
      // after its end.
      const auto over = [&](LocalSessionId local) {
        const LocalSession& session = local_[local];
        return session.end_reason == EndReason::logoff && session.end_event < ref &&
               (begins || log_.between(session.end_event, ref) > kNoticeAfter);
      };
      const auto local = std::ranges::partition_point(found->second, over);
      if (local == found->second.end()) continue;
      LocalSession& session = local_[*local];
      const bool too_early = session.start_event != kNone && ref < session.start_event &&
                             (!begins || log_.between(ref, session.start_event) > kNoticeBefore);
      if (too_early) continue;
      if (!learns_sid(session, ref, begins)) continue;
      const SessionId target = begins ? first_session(*local) : sessions_of_[*local].back();
      if (begins || ended_lately(target, ref)) {
        sessions_.cite(target, ref, role_by_kind(kind), Rule::session_id);
      } else {
        sessions_.claims().claim(ref);  // for the local session alone
      }
    }
  }
}

Text DesktopRecords::client_name(SessionId session) const {
  for (const Citation& citation : sessions_[session].evidence) {
    if (log_[citation.event].kind == EventKind::station_reconnected &&
        citation.role == Role::desktop)
      return log_[citation.event].client;
  }
  return Text::none;
}

// Of the records of one disconnect (102, 40, 4779, 24) the first.
EventRef DesktopRecords::earliest_end(SessionId session) const {
  const EventRef end = attachment(session).end;
  EventRef earliest = end;
  for (const Citation& citation : sessions_[session].evidence) {
    const EventRef ref = citation.event;
    if (!is_end(log_[ref].kind) || citation.role == Role::context) continue;
    const bool of_this_end = ref < earliest && log_.between(ref, end) <= kEndEcho;
    if (of_this_end && (attachment(session).start == kNone || ref > attachment(session).start))
      earliest = ref;
  }
  return earliest;
}

void DesktopRecords::set_end(SessionId index) {
  Session& session = sessions_[index];
  const Attachment& at = attachment(index);
  if (is_left_to_security(at.local_session)) return;
  if (at.end != kNone) {
    const EventRef end = at.end_reason == EndReason::logoff ? at.end : earliest_end(index);
    session.end = log_[end].time;
    // Behind what they tell, a notice and the end of a client's check.
    session.end_exact = log_[end].kind != EventKind::winlogon_logoff &&
                        (log_[end].kind != EventKind::logon_ended || log_[end].logon_type != 3);
    for (Citation& citation : session.evidence) {
      if (citation.event == end) {
        citation.role = Role::end;
      } else if (citation.role == Role::end) {
        citation.role = Role::corroborates_end;
      }
    }
  } else {
    end_without_lsm(index);
  }
  set_active_time(session, log_);
}

// LSM says nothing of the end: the logon's own end, a 4779 or the connection's close may; else the
// boot's end.
void DesktopRecords::end_without_lsm(SessionId index) {
  Session& session = sessions_[index];
  const Attachment& at = attachment(index);
  Citation* end = nullptr;
  std::ranges::sort(session.evidence, {}, &Citation::event);
  for (Citation& citation : session.evidence) {
    const EventKind kind = log_[citation.event].kind;
    const bool ends =
        citation.role == Role::corroborates_end && (at.start == kNone || citation.event > at.start);
    if (!ends || (at.replaced_at != kNone && citation.event > at.replaced_at)) continue;
    const bool own_logon =
        log_[citation.event].logon_id == 0 || log_[citation.event].logon_id == session.logon_id;
    if (kind == EventKind::connection_closed || !own_logon) continue;
    end = &citation;
    break;
  }
  if (end != nullptr) {
    const EventKind kind = log_[end->event].kind;
    const bool disconnect =
        kind == EventKind::station_disconnected || kind == EventKind::transport_closed;
    session.end = log_[end->event].time;
    session.end_reason = disconnect ? EndReason::disconnect : EndReason::logoff;
    session.end_exact =
        disconnect || kind == EventKind::logon_ended || kind == EventKind::logoff_initiated;
    end->role = Role::end;
    LocalSession& local = local_[at.local_session];
    if (!disconnect && local.end_reason != EndReason::logoff) {
      local.end = session.end;
      local.end_event = end->event;
      local.end_reason = EndReason::logoff;
    }
  } else if (at.replaced_at != kNone) {
    session.end = log_[at.replaced_at].time;
  } else if (session.end_reason != EndReason::open) {
    const EventRef boot_end = log_.end_bound(session.boot, at.start);
    if (boot_end != kNone) session.end = log_[boot_end].time;
  }
}

void set_active_time(Session& session, const HostLog& log) {
  if (!session.start || !session.end) return;
  std::ranges::sort(session.evidence, {}, &Citation::event);
  bool audited = false, locked = false, saving_screen = false;
  Ticks away{0};
  Timestamp since;
  const auto change = [&](bool& state, bool value, Timestamp time) {
    const bool was_away = locked || saving_screen;
    state = value;
    const bool is_away = locked || saving_screen;
    if (is_away && !was_away) since = time;
    if (was_away && !is_away) away += time - since;
    audited = true;
  };
  for (const Citation& citation : session.evidence) {
    const Timestamp time = std::min(log[citation.event].time, *session.end);
    switch (log[citation.event].kind) {
      case EventKind::locked:
        change(locked, true, time);
        break;
      case EventKind::unlocked:
        change(locked, false, time);
        break;
      case EventKind::screensaver_started:
        change(saving_screen, true, time);
        break;
      case EventKind::screensaver_stopped:
        change(saving_screen, false, time);
        break;
      default:
        break;
    }
  }
  if (!audited) return;
  if (locked || saving_screen) away += *session.end - since;
  session.active_s = std::chrono::duration<double>(*session.end - *session.start - away).count();
}

}  // namespace sojourn
