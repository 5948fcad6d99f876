#include "correlator/access/security_desktops.h"

#include <algorithm>
#include <deque>
#include <map>
#include <set>
#include <utility>

#include "correlator/access/checked_connections.h"
#include "correlator/access/desktop_course.h"
#include "correlator/access/desktop_records.h"
#include "correlator/access/logon_start.h"
#include "correlator/access/unaudited_logoffs.h"
#include "correlator/windows/window_managers.h"

namespace sojourn {
namespace {

constexpr Ticks kStays = std::chrono::minutes{1};    // a connection without a type 7 lives as long
constexpr Ticks kNotice = std::chrono::seconds{30};  // 4647 to 7002: 7 s
constexpr Ticks kGoneAtOnce = std::chrono::seconds{5};  // type 10 to the DWM-k's 4634: 1.0 to 3.3 s
constexpr std::size_t kMostAtOnce = 64;  // desktops of one account that are looked at

class SecurityDesktops {
 public:
  SecurityDesktops(AccessSessions& sessions, const Connections& connections,
                   LocalSessions& local_sessions, const WindowManagers& managers)
      : sessions_(sessions),
        log_(sessions.log()),
        logons_(sessions.logons()),
        local_(local_sessions),
        managers_(managers),
        checked_(sessions, connections, managers) {}

  void add() {
    for (std::size_t i = 0; i < local_.attachments().size(); ++i) add_winlogon(SessionId(i));
    for (const LocalSessionId local : local_.ids()) {
      if (!followed_.contains(local))
        told_.emplace(std::pair{local_[local].boot, key(local_[local].who)}, local);
    }
    for (const LogonSessionId logon : logons_.ids()) add_logon(logon);
    for (const LogonSessionId logon : logons_.ids()) add_without_logon(logon);
    for (auto& [key, own] : by_name_) std::ranges::stable_sort(own, {}, &SecurityDesktop::begin);
    for (const auto& [place, connection] : checked_.all()) assign(connection);
    checked_.find_replaced();
    for (const LogonSessionId logon : logons_.ids()) assign_check(logon);
    for (const EventRef ref : log_.of(EventKind::winlogon_logoff)) assign_notice(ref);
    for (const LogonSessionId logon : logons_.ids()) assign_lone_end(logon);
    for (const SecurityDesktop& desktop : desktops_) follow(desktop);
  }

 private:
  Text key(const Identity& who) const { return log_.accounts().account_key(who); }
  bool has_lsm(EventRef ref) const { return log_.covers_desktop(ref); }

  SecurityDesktop& add(SecurityDesktop desktop) {
    SecurityDesktop& added = desktops_.emplace_back(std::move(desktop));
    const Identity& who = added.model.who;
    // A 4778 has no SID, so that its name may be those of two accounts.
    for (const Text name : std::set{key(who), log_.accounts().name_key(who.user)})
      by_name_[name].push_back(&added);
    return added;
  }

  // Where the desktop of the logon is gone; kNone where it stood until its boot ended.
  EventRef end_of(LogonSessionId shell) const {
    EventRef last = kNone;
    for (const LogonSessionId half : {shell, logons_.linked(shell)}) {
      if (half == kNone) continue;
      for (const EventRef ref : logons_.records(half)) {
        if (log_[ref].kind == EventKind::logoff_initiated) return ref;
        if (log_[ref].kind == EventKind::logon_ended && (last == kNone || ref > last)) last = ref;
      }
    }
    return last;
  }

  void add_winlogon(SessionId id) {
    const Attachment& attachment = local_.attachments()[id.place()];
    const LocalSession& local = local_[attachment.local_session];
    if (!is_left_to_security(log_, local, attachment)) return;
    followed_.insert(attachment.local_session);
    const LogonSessionId shell = logons_.find(local.boot, local.logon_id);
    const bool by_notice =
        attachment.end != kNone && log_[attachment.end].kind == EventKind::winlogon_logoff;
    add({.model = sessions_[id],
         .shell = shell,
         .session = id,
         .begin = attachment.start,
         .end = attachment.end != kNone ? attachment.end : end_of(shell),
         .connection = connection_of_winlogon(sessions_[id], attachment),
         .notice = by_notice ? attachment.end : EventRef{kNone}});
  }

  const CheckedConnection* connection_of_winlogon(const Session& session,
                                                  const Attachment& attachment) {
    CheckedConnection connection{.connection = attachment.connection,
                                 .who = session.who,
                                 .from = session.from,
                                 .begin = attachment.start,
                                 .ready = attachment.start};
    for (const LogonSessionId logon : session.logons) {
      const EventRef check = logons_[logon].start_event;
      if (sessions_.claims().role(logon) != LogonRole::nla || check == kNone) continue;
      if (connection.check != kNone && logons_[connection.check].start_event > check) continue;
      connection.check = logon;
      connection.begin = std::min(check, attachment.start);
    }
    const bool any = connection.check != kNone || connection.connection != kNone;
    return any ? &checked_.add(std::move(connection)) : nullptr;
  }

  void add_logon(LogonSessionId logon) {
    if (sessions_.claims().role(logon) != LogonRole::interactive || !is_free(sessions_, logon) ||
        has_lsm(logons_[logon].start_event))
      return;
    add_begun_by(logon, checked_.of_desktop(logon));
  }

  SecurityDesktop& add_begun_by(LogonSessionId logon, const CheckedConnection* connection) {
    const LogonSessionId shell = shell_that_began(sessions_, logon);
    const EventRef start = logons_[logon].start_event;
    const bool remote = is_remote_type(log_[start].logon_type);
    const WindowManager* const manager = managers_.of(logon);
    const EventRef gone = manager != nullptr ? manager->end : EventRef{kNone};
    SecurityDesktop desktop{
        .model =
            session_of_logon(sessions_, logon, remote ? SessionKind::remote : SessionKind::local),
        .shell = shell,
        .end = std::min(end_of(shell), gone),
        .connection = connection,
        .gone = gone};
    EventRef closed = connection != nullptr ? connection->end : EventRef{kNone};
    if (sessions_.claims().role(logon) == LogonRole::reauthentication)
      closed = std::min(closed, gone);
    set_outcome(desktop.model, sessions_, shell, closed);
    if (manager != nullptr && desktop.model.outcome == Outcome::success)
      desktop.model.windows_session = manager->number;
    if (connection != nullptr && desktop.model.from.client == Text::none)
      desktop.model.from.client = connection->from.client;
    desktop.session = sessions_.add(desktop.model);
    if (connection != nullptr) cite_checked_connection(sessions_, *connection, desktop.session);
    sessions_.cite_logon_start(desktop.session, shell, Role::logon, Rule::own_record);
    set_start(sessions_[desktop.session], log_);
    const bool stayed = sessions_.claims().role(logon) == LogonRole::interactive &&
                        desktop.model.outcome == Outcome::success;
    desktop.begin = stayed ? start : EventRef{kNone};
    return add(std::move(desktop));
  }

  // The first record of a desktop whose 4624 the log does not hold any more, where
  // LocalSessionManager does not tell of it either; kNone for other logon sessions.
  EventRef first_of_desktop(LogonSessionId index) const {
    const LogonSession& logon = logons_[index];
    if (logon.start_event != kNone || logon.who.account_class != AccountClass::user) return kNone;
    for (const EventRef ref : logons_.records(index)) {
      if (sessions_.claims().has(ref) || has_lsm(ref)) return kNone;
      const EventKind kind = log_[ref].kind;
      if (kind == EventKind::station_reconnected || kind == EventKind::station_disconnected ||
          kind == EventKind::logoff_initiated)
        return ref;
    }
    return kNone;
  }

  void add_without_logon(LogonSessionId logon) {
    const EventRef first = first_of_desktop(logon);
    if (first == kNone) return;
    sessions_.claims().set_role_of_halves(logon, LogonRole::interactive);
    const bool remote =
        log_.address(first).kind == Address::Kind::ip || is_remote_type(logons_[logon].logon_type);
    add({.model =
             session_of_logon(sessions_, logon, remote ? SessionKind::remote : SessionKind::local),
         .shell = logon,
         .begin = log_.boot_begin(logons_[logon].boot),
         .end = end_of(logon)});
  }

  // The desktop of the account that was there at `ref`, or ended `late` before; of several the one
  // that began last. Null without one.
  SecurityDesktop* find(const Identity& who, EventRef ref, Ticks late = Ticks{-1}) {
    for (const Text name : {key(who), log_.accounts().name_key(who.user)}) {
      const auto found = by_name_.find(name);
      if (name == Text::none || found == by_name_.end()) continue;
      const auto& own = found->second;
      auto it = std::ranges::partition_point(
          own, [&](const SecurityDesktop* desktop) { return desktop->begin <= ref; });
      for (std::size_t looked = 0; it != own.begin() && ++looked <= kMostAtOnce;) {
        SecurityDesktop& desktop = **--it;
        const bool there = ref < desktop.end || log_.between(desktop.end, ref) <= late;
        if (there && desktop.model.boot == log_.boot(ref) &&
            log_.accounts().same(desktop.model.who, who))
          return &desktop;
      }
    }
    return nullptr;
  }

  // Whether LocalSessionManager tells of a desktop of the account that stood at `ref`, where its
  // log does not reach any more: what happened there is left to that.
  bool has_told_desktop(const Identity& who, EventRef ref) const {
    const auto [first, last] = told_.equal_range({log_.boot(ref), key(who)});
    std::size_t looked = 0;
    return std::any_of(first, last, [&](const auto& entry) {
      const LocalSession& local = local_[entry.second];
      const bool begun = local.start_event == kNone || local.start_event <= ref;
      const bool stood = local.end_reason != EndReason::logoff || local.end_event > ref;
      return ++looked > kMostAtOnce || (begun && stood);
    });
  }

  // One of which the records say no more than that its user came back to it.
  SecurityDesktop& unseen(const Identity& who, EventRef ref) {
    SecurityDesktop*& desktop = unseen_[{log_.boot(ref), key(who)}];
    if (desktop == nullptr) {
      desktop = &desktops_.emplace_back();
      desktop->model.boot = log_.boot(ref);
      desktop->model.who = who;
    }
    return *desktop;
  }

  void assign(const CheckedConnection& connection) {
    if (connection.desktop != kNone || sessions_.claims().has(connection.begin)) return;
    SecurityDesktop* desktop = find(connection.who, connection.begin);
    const bool stays =
        connection.end != kNone && log_.between(connection.begin, connection.end) >= kStays;
    const bool unlocked = std::ranges::any_of(
        connection.repeated, [&](LogonSessionId logon) { return logons_[logon].logon_type == 7; });
    if (desktop == nullptr && has_told_desktop(connection.who, connection.begin)) {
      // LocalSessionManager's log ended before. Where all end at once, its 25 may only be cut off.
      const bool returns = stays || !connection.repeated.empty();
      if (!returns || !security_goes_on(log_, connection.ready)) return;
      desktop = &unseen(connection.who, connection.begin);
    } else if (desktop == nullptr && unlocked) {
      desktop = &unseen(connection.who, connection.begin);
    } else if (desktop == nullptr && !connection.repeated.empty()) {
      // A type 10 that was thrown away although its user has no desktop to come back to.
      const LogonSessionId first = connection.repeated.front();
      const SessionId gone = add_begun_by(first, &connection).session;
      for (const LogonSessionId logon : connection.repeated) {
        if (logon != first && logon != logons_.linked(first))
          sessions_.cite_logon(gone, logon, Role::reauthentication, Rule::reauthentication);
      }
    } else if (desktop == nullptr || (!stays && connection.repeated.empty())) {
      return;
    }
    returned_.insert(connection.repeated.begin(), connection.repeated.end());
    if (desktop != nullptr) desktop->returns.push_back(&connection);
  }

  void assign_check(LogonSessionId id) {
    const LogonSession& logon = logons_[id];
    if (sessions_.claims().role(id) != LogonRole::reauthentication || !is_free(sessions_, id) ||
        is_remote_type(logon.logon_type) || returned_.contains(id) || has_lsm(logon.start_event))
      return;
    SecurityDesktop* desktop = find(logon.who, logon.start_event);
    // Only who has a desktop can unlock it.
    const bool unlocks = logon.logon_type == 7 && log_.strings()[logon.logon_process] == "User32";
    if (desktop == nullptr && unlocks && !has_told_desktop(logon.who, logon.start_event))
      desktop = &unseen(logon.who, logon.start_event);
    if (desktop != nullptr) desktop->checks.push_back(id);
  }

  // Winlogon's 7002 where its 7001 is lost: of a desktop that was there, or that a 4647 ended a
  // moment before.
  void assign_notice(EventRef ref) {
    const Identity who = log_.accounts().identity(log_[ref]);
    if (sessions_.claims().has(ref) || has_lsm(ref) || who.sid == Text::none ||
        log_.accounts().class_of(who) != AccountClass::user || has_told_desktop(who, ref))
      return;
    SecurityDesktop* desktop = find(who, ref, kNotice);
    if (desktop == nullptr) desktop = &unseen(who, ref);
    if (desktop->notice == kNone) desktop->notice = ref;
  }

  // The end of a credential check, perhaps, of which the log does not hold the start.
  void assign_lone_end(LogonSessionId id) {
    const LogonSession& logon = logons_[id];
    if (logon.start_event != kNone || logon.logon_type != 3 ||
        logon.end_reason != EndReason::logoff || logon.who.account_class != AccountClass::user ||
        sessions_.claims().has(logon.end_event))
      return;
    SecurityDesktop* desktop = find(logon.who, logon.end_event);
    const auto found = unseen_.find({logon.boot, key(logon.who)});
    if (desktop == nullptr && found != unseen_.end()) desktop = found->second;
    if (desktop != nullptr) desktop->lone_ends.push_back(logon.end_event);
  }

  void follow(const SecurityDesktop& desktop) {
    for (const SessionId id : follow_desktop(sessions_, desktop)) {
      Session& session = sessions_[id];
      if (session.outcome == Outcome::no_desktop) leave_end_unknown(session);
      if (session.local_session == kNone) continue;
      set_active_time(session, log_);
      LocalSession& local = local_[session.local_session];
      const auto end = std::ranges::find(session.evidence, Role::end, &Citation::role);
      if (session.end_reason != EndReason::logoff || local.end_reason == EndReason::logoff ||
          end == session.evidence.end())
        continue;
      local.end = session.end;
      local.end_event = end->event;
      local.end_reason = EndReason::logoff;
    }
  }

  AccessSessions& sessions_;
  const HostLog& log_;
  const LogonSessions& logons_;
  LocalSessions& local_;
  const WindowManagers& managers_;
  CheckedConnections checked_;
  std::deque<SecurityDesktop> desktops_;
  // By account key and by name key, as they began.
  std::map<Text, std::vector<SecurityDesktop*>> by_name_;
  std::map<std::pair<BootId, Text>, SecurityDesktop*> unseen_;
  std::set<LocalSessionId> followed_;                            // those of Winlogon's notices
  std::multimap<std::pair<BootId, Text>, LocalSessionId> told_;  // the others, by account
  std::set<LogonSessionId> returned_;                            // logons that came with a return
};

// Finds the logons over RDP that were only for the password of a return, or were aborted, where
// their own 4634 does not tell: their Windows sessions went at once.
void find_thrown_away(AccessSessions& sessions, const WindowManagers& managers) {
  const HostLog& log = sessions.log();
  const LogonSessions& logons = sessions.logons();
  const auto logs_off = [&](LogonSessionId half) {
    return half != kNone && std::ranges::any_of(logons.records(half), [&](EventRef ref) {
             return log[ref].kind == EventKind::logoff_initiated;
           });
  };
  for (const LogonSessionId logon : logons.ids()) {
    const EventRef start = logons[logon].start_event;
    if (sessions.claims().role(logon) != LogonRole::interactive || !is_free(sessions, logon) ||
        !is_remote_type(logons[logon].logon_type) || log.covers_desktop(start))
      continue;
    const WindowManager* const manager = managers.of(logon);
    const bool gone = manager != nullptr && manager->end != kNone &&
                      log.between(start, manager->end) <= kGoneAtOnce;
    if (gone && !logs_off(logon) && !logs_off(logons.linked(logon)))
      sessions.claims().set_role_of_halves(logon, LogonRole::reauthentication);
  }
}

}  // namespace

bool is_left_to_security(const HostLog& log, const LocalSession& local, const Attachment& first) {
  const auto is = [&](EventRef ref, EventKind kind) {
    return ref != kNone && log[ref].kind == kind;
  };
  return local.logon_id != 0 && is(first.start, EventKind::winlogon_logon) &&
         (first.end == kNone || is(first.end, EventKind::winlogon_logoff) ||
          is(first.end, EventKind::logoff_initiated)) &&
         first.replaced_at == kNone;
}

void add_security_desktops(AccessSessions& sessions, const Connections& connections,
                           LocalSessions& local_sessions) {
  sessions.claims().begin(Stage::security_desktops);
  find_unaudited_unlocks(sessions, local_sessions);
  const WindowManagers managers(sessions.log(), sessions.logons());
  find_thrown_away(sessions, managers);
  SecurityDesktops(sessions, connections, local_sessions, managers).add();
}

}  // namespace sojourn
