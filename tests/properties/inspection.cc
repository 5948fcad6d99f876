#include "tests/properties/inspection.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>
#include <string_view>
#include <tuple>
#include <utility>

#include "correlator/names/address.h"
#include "schema/rules.h"

namespace sojourn::simulation {
namespace {

bool has(const Session& session, Flag flag) {
  return (session.flags & static_cast<std::uint16_t>(flag)) != 0;
}

// The first record of `session` in this role; kNone without one.
EventRef first_in(const Session& session, Role role) {
  const auto found = std::ranges::find(session.evidence, role, &Citation::role);
  return found == session.evidence.end() ? kNone : found->event;
}

bool is_desktop(const Session& session) { return first_in(session, Role::desktop) != kNone; }

// Checks one correlation; what is wrong is told with `where`.
class Inspection {
 public:
  // REQUIRES: both outlive this.
  Inspection(const Correlation& all, Strings& strings, std::string where)
      : all_(all), strings_(strings), where_(std::move(where)) {}

  void inspect() {
    for (std::uint32_t i = 0; i < all_.sessions.size(); ++i) evidence(i);
    for (std::uint32_t i = 0; i < all_.sessions.size(); ++i) times(i);
    for (std::uint32_t i = 0; i < all_.sessions.size(); ++i) references(i);
    for (std::uint32_t i = 0; i < all_.sessions.size(); ++i) provenance(i);
    for (std::uint32_t i = 0; i < all_.sessions.size(); ++i) rests_on_more_than_a_check(i);
    bursts();
    rows(all_.logon_sessions, "logon session", [](const LogonSession& row) {
      return std::tuple{row.boot, row.logon_id};
    });
    rows(all_.local_sessions, "local session", [](const LocalSession& row) {
      return std::tuple{row.boot, row.number, row.ordinal};
    });
    every_record_is_accounted_for();
    every_visitor_is_in_a_session();
  }

  // REQUIRES: no record is missing.
  void inspect_whole() {
    std::map<EventRef, int> started, ended;
    for (const LocalSession& local : all_.local_sessions) {
      ++started[local.start_event];
      if (local.end_reason == EndReason::logoff) ++ended[local.end_event];
    }
    for (EventRef ref = 0; ref < all_.events.size(); ++ref) {
      const EventKind kind = all_.events[ref].kind;
      if (kind == EventKind::session_logon) expect(started[ref] == 1, "21 starts no one", ref);
      if (kind == EventKind::session_logoff) expect(ended[ref] == 1, "23 ends no one", ref);
    }
    every_reconnect_starts_a_session();
    as_many_remote_sessions_as_remote_desktops();
    one_desktop_at_the_console();
  }

 private:
  void expect(bool holds, std::string_view what, std::uint32_t number) const {
    if (!holds) ADD_FAILURE() << where_ << ": " << what << ", " << number;
  }

  // Some, of the session's own boot, in order; each record in one session, one of them its end.
  void evidence(std::uint32_t i) {
    const Session& session = all_.sessions[i];
    expect(!session.evidence.empty(), "session without evidence", i);
    int ends = 0;
    for (std::size_t k = 0; k < session.evidence.size(); ++k) {
      const Citation& cited = session.evidence[k];
      ASSERT_LT(cited.event, all_.events.size()) << where_;
      expect(k == 0 || session.evidence[k - 1].event < cited.event, "evidence out of order", i);
      if (cited.rule == Rule::last_sign_of_life) {
        expect(is_sign_of_crash(session, cited.event), "no sign of the crash that ended it", i);
        signs_.insert(cited.event);
      } else {
        expect(all_.boot_of(cited.event) == session.boot, "session spans a boot", i);
        expect(cited_.insert(cited.event).second, "record in two sessions, the second", i);
      }
      expect(!name_of(cited.rule).empty(), "record joined by no rule", i);
      if (cited.role == Role::end) ++ends;
    }
    expect(ends <= 1, "session with two ends", i);
  }

  bool is_cited(EventRef ref) const {
    return cited_.find(ref) != cited_.end() || signs_.contains(ref);
  }

  // A crash ends many sessions, and only the next start tells of it.
  bool is_sign_of_crash(const Session& session, EventRef ref) {
    if (session.end_reason != EndReason::crash) return false;
    if (row_of(all_.boots, session.boot).stop_event == ref) return true;
    const EventKind kind = all_.events[ref].kind;
    return (kind == EventKind::unexpected_shutdown || kind == EventKind::dirty_restart) &&
           all_.boot_of(ref).place() == session.boot.place() + 1;
  }

  void times(std::uint32_t i) {
    const Session& session = all_.sessions[i];
    const EventRef desktop = first_in(session, Role::desktop), end = first_in(session, Role::end);
    expect(desktop == kNone || end == kNone || desktop <= end, "ends before its desktop", i);
    if (session.outcome == Outcome::failure) {
      expect(session.start && session.start == session.end, "failure that lasts", i);
    }
    // The clock that records are stamped with may have been set back meanwhile.
    if (has(session, Flag::clock_step)) return;
    expect(!session.start || !session.end || *session.start <= *session.end,
           "ends before it starts", i);
    if (!session.granted) return;
    expect(!session.start || *session.start <= *session.granted, "granted before it starts", i);
    expect(!session.end || *session.granted <= *session.end, "granted after its end", i);
  }

  void references(std::uint32_t i) {
    const Session& session = all_.sessions[i];
    expect(session.boot.place() < all_.boots.size(), "session of no boot", i);
    expect(session.confidence >= 0 && session.confidence <= 1, "confidence out of range", i);
    for (const LogonSessionId logon : session.logons) {
      ASSERT_LT(logon.place(), all_.logon_sessions.size()) << where_;
      expect(row_of(all_.logon_sessions, logon).boot == session.boot, "logon of another boot", i);
    }
    expect(session.burst == kNone || session.burst.place() < all_.bursts.size(), "no such burst",
           i);
    if (session.local_session != kNone) {
      ASSERT_LT(session.local_session.place(), all_.local_sessions.size()) << where_;
      const LocalSession& local = row_of(all_.local_sessions, session.local_session);
      expect(local.boot == session.boot, "local session of another boot", i);
      expect(local.logon_id == session.logon_id, "LogonId of another desktop", i);
      expect(local.who.user == session.who.user && local.who.sid == session.who.sid,
             "user of another desktop", i);
    }
    if (session.previous != kNone) follows(i);
  }

  // Sessions of one local session form one chain and do not overlap. A connection may come while
  // the desktop is still somebody else's, so what counts is when access was given.
  void follows(std::uint32_t i) {
    const Session& session = all_.sessions[i];
    ASSERT_LT(session.previous.place(), all_.sessions.size()) << where_;
    const Session& previous = row_of(all_.sessions, session.previous);
    // Where LocalSessionManager is silent, the LogonId or else the account tells of one desktop.
    const bool same_owner = session.who.user == previous.who.user &&
                            session.who.sid == previous.who.sid && session.boot == previous.boot;
    expect(previous.local_session == session.local_session &&
               previous.logon_id == session.logon_id &&
               (session.local_session != kNone || same_owner),
           "follows on a stretch of another local session", i);
    expect(followed_.insert(session.previous).second, "two follow on the stretch before", i);
    // The credential check of a connection that was replaced ends up to 2 s behind it.
    const bool trails = previous.end_reason == EndReason::replaced && !previous.end_exact;
    const EventRef desktop = trails ? EventRef{kNone} : first_in(session, Role::desktop);
    const EventRef end = first_in(previous, Role::end);
    expect(desktop == kNone || end == kNone || end <= desktop, "overlaps the stretch before", i);
    const bool stepped = std::ranges::any_of(all_.clock_epochs.rows, [&](const ClockEpoch& epoch) {
      return epoch.step_event != kNone && previous.evidence.front().event <= epoch.step_event &&
             epoch.step_event <= session.evidence.back().event;
    });
    if (stepped || !session.granted || !previous.end) return;
    const Ticks trail = trails ? Ticks{std::chrono::seconds{2}} : Ticks{0};
    expect(*previous.end <= *session.granted + trail, "granted before the stretch before ended", i);
  }

  // What a session says of time is the time of a record that it cites. Only an end that no record
  // tells is that of the boot, or of the record that shows the terminal in other hands.
  void provenance(std::uint32_t i) {
    const Session& session = all_.sessions[i];
    const auto cited = [&](Timestamp time) {
      return std::ranges::any_of(
          session.evidence, [&](const Citation& by) { return all_.events[by.event].time == time; });
    };
    expect(!session.start || cited(*session.start), "starts at the time of no record", i);
    expect(!session.granted || cited(*session.granted), "granted at the time of no record", i);
    if (!session.end || cited(*session.end)) return;
    expect(!session.end_exact, "ends exactly at the time of no record", i);
    const bool with_boot =
        session.end_reason == EndReason::shutdown || session.end_reason == EndReason::crash;
    expect(with_boot ? bounds_boot(session.boot, *session.end)
                     : desktops_at(session.boot).contains(*session.end),
           "ends at a time that nothing bounds", i);
  }

  // The first sign of the shutdown, or where something came after it the last record.
  bool bounds_boot(BootId boot, Timestamp time) const {
    if (row_of(all_.boots, boot).stop == time) return true;
    const std::size_t end = boot.place() + 1 < all_.boots.size()
                                ? all_.boots[boot.place() + 1].first_event
                                : all_.events.size();
    return all_.events[end - 1].time == time;
  }

  // When somebody came to a desktop, or authenticated for one (41, or at a return), by boot.
  const std::set<Timestamp>& desktops_at(BootId boot) {
    if (desktops_.empty()) {
      for (const Session& session : all_.sessions) {
        for (const Citation& cited : session.evidence) {
          const bool returns =
              session.start_reason == StartReason::reconnect &&
              (cited.role == Role::authentication || cited.role == Role::reauthentication);
          // Who unlocks from elsewhere has taken the terminal, though his coming is lost.
          const bool is_seen = session.local_session != kNone && cited.role == Role::unlock &&
                               session.start_reason == StartReason::unknown;
          if (cited.role == Role::desktop || returns || is_seen)
            desktops_[session.boot].insert(all_.events[cited.event].time);
        }
      }
      for (EventRef ref = 0; ref < all_.events.size(); ++ref) {
        if (all_.events[ref].kind == EventKind::arbitration_began)
          desktops_[all_.boot_of(ref)].insert(all_.events[ref].time);
      }
    }
    return desktops_[boot];
  }

  // A check of credentials that is thrown away gives no access by itself: what it opens the way to
  // is a desktop, or there was none. Only who has a desktop can unlock it (type 7).
  void rests_on_more_than_a_check(std::uint32_t i) const {
    const Session& session = all_.sessions[i];
    if (session.outcome != Outcome::success || session.logons.empty() ||
        session.local_session != kNone || is_desktop(session))
      return;
    const bool only_checks = std::ranges::all_of(session.logons, [&](LogonSessionId logon) {
      const LogonSession& row = row_of(all_.logon_sessions, logon);
      return row.role == LogonRole::nla ||
             (row.role == LogonRole::reauthentication && row.logon_type != 7);
    });
    expect(!only_checks || returns_to_a_desktop(session), "success by a check of credentials alone",
           i);
  }

  // A check that lives for minutes, or a type 10 that is thrown away, while its account has a
  // desktop is a return to that.
  bool returns_to_a_desktop(const Session& session) const {
    return session.start_reason == StartReason::reconnect &&
           std::ranges::any_of(all_.sessions, [&](const Session& other) {
             return other.boot == session.boot && other.who.user == session.who.user &&
                    other.local_session != kNone;
           });
  }

  void bursts() const {
    ById<Burst, std::uint32_t> attempts(all_.bursts.size());
    for (const Session& session : all_.sessions) {
      if (session.burst != kNone && session.outcome == Outcome::failure) ++attempts[session.burst];
    }
    for (std::uint32_t i = 0; i < all_.bursts.size(); ++i) {
      const Burst& burst = all_.bursts[i];
      const std::size_t told =
          burst.of == BurstOf::session ? attempts[BurstId(i)] : burst.checks.size();
      expect(told == burst.attempts, "burst of other attempts than it counts", i);
    }
  }

  // REQUIRES: no record is missing.
  void every_reconnect_starts_a_session() const {
    std::map<EventRef, int> starts;
    for (const Session& session : all_.sessions) {
      if (session.start_reason != StartReason::reconnect &&
          session.start_reason != StartReason::takeover) {
        continue;
      }
      for (const Citation& cited : session.evidence) {
        if (cited.role == Role::desktop) ++starts[cited.event];
      }
    }
    for (EventRef ref = 0; ref < all_.events.size(); ++ref) {
      if (all_.events[ref].kind == EventKind::session_reconnected)
        expect(starts[ref] == 1, "25 begins no reconnected session", ref);
    }
  }

  // REQUIRES: no record is missing.
  void as_many_remote_sessions_as_remote_desktops() {
    std::uint32_t shown = 0;
    Addresses addresses(strings_);
    for (const Event& event : all_.events) {
      const bool desktop =
          event.kind == EventKind::session_logon || event.kind == EventKind::session_reconnected;
      if (desktop && addresses.of(event.address).kind == Address::Kind::ip) ++shown;
    }
    const auto found = std::ranges::count_if(all_.sessions, [](const Session& session) {
      return session.kind == SessionKind::remote && session.outcome == Outcome::success;
    });
    expect(found >= shown, "fewer remote sessions than remote desktops", shown);
  }

  // REQUIRES: no record is missing.
  void one_desktop_at_the_console() const {
    std::map<EventRef, std::uint32_t> by_desktop;
    for (std::uint32_t i = 0; i < all_.sessions.size(); ++i) {
      const Session& session = all_.sessions[i];
      const bool at_console = session.kind == SessionKind::local && session.local_session != kNone;
      if (at_console && is_desktop(session)) by_desktop[first_in(session, Role::desktop)] = i;
    }
    const Session* before = nullptr;
    for (const auto& [desktop, i] : by_desktop) {
      const Session& session = all_.sessions[i];
      if (before != nullptr && before->boot == session.boot) {
        const EventRef left = first_in(*before, Role::end);
        expect(left != kNone && left <= desktop, "two at the console, the second", i);
      }
      before = &session;
    }
  }

  // Of logon and local sessions: one row for each key, within one boot, no record the start of two,
  // nor the logoff.
  template <typename Row, typename Key>
  void rows(const std::vector<Row>& all, const std::string& what, Key key) {
    std::set<decltype(key(all.front()))> keys;
    std::set<EventRef> starts, ends;
    for (std::uint32_t i = 0; i < all.size(); ++i) {
      const Row& row = all[i];
      expect(keys.insert(key(row)).second, what + " twice", i);
      const bool known = row.start_event != kNone;
      if (known) {
        expect(starts.insert(row.start_event).second, "record starts more than one " + what, i);
        expect(all_.boot_of(row.start_event) == row.boot, what + " starts in another boot", i);
        boundaries_.insert(row.start_event);
      }
      if (row.end_event == kNone) continue;
      if (row.end_reason == EndReason::logoff)
        expect(ends.insert(row.end_event).second, "record ends more than one " + what, i);
      expect(all_.boot_of(row.end_event) == row.boot, what + " spans a boot", i);
      expect(!known || row.start_event <= row.end_event, what + " ends before it starts", i);
      boundaries_.insert(row.end_event);
    }
  }

  // What a session cites needs no reason; what has none is of a local or logon session.
  void every_record_is_accounted_for() {
    ASSERT_EQ(all_.events.size(), all_.used.size()) << where_;
    for (EventRef ref = 0; ref < all_.events.size(); ++ref) {
      const bool used = is_cited(ref) || boundaries_.contains(ref);
      if (all_.events[ref].kind == EventKind::logon_failed)
        expect(is_cited(ref) == all_.used[ref], "4625 of no attempt", ref);
      expect(used == all_.used[ref], used ? "used and unmatched" : "neither used nor unmatched",
             ref);
    }
  }

  // Who came over the network, by Remote Desktop or otherwise, is in a session. A 4624 that is in
  // none says that a program, a service or this host itself asked for it.
  void every_visitor_is_in_a_session() {
    for (std::uint32_t i = 0; i < all_.logon_sessions.size(); ++i) {
      const LogonSession& logon = all_.logon_sessions[i];
      const bool remote = logon.logon_type == 10 || logon.logon_type == 12;
      const bool visits = logon.role == LogonRole::nla || logon.role == LogonRole::network ||
                          (logon.role == LogonRole::interactive && remote);
      if (logon.start_event == kNone || logon.who.account_class != AccountClass::user || !visits ||
          logon.from.scope == SourceScope::loopback)
        continue;
      expect(cited_.contains(logon.start_event), "4624 of a visitor in no session", i);
    }
  }

  const Correlation& all_;
  Strings& strings_;
  std::string where_;
  std::map<BootId, std::set<Timestamp>> desktops_;
  std::set<EventRef> signs_;  // of crashes, which all that they ended cite
  std::set<EventRef> cited_, boundaries_;
  std::set<SessionId> followed_;
};

}  // namespace

void inspect(const Correlation& all, Strings& strings, const std::string& where,
             Completeness logs) {
  Inspection inspection(all, strings, where);
  inspection.inspect();
  if (logs == Completeness::whole) inspection.inspect_whole();
}

}  // namespace sojourn::simulation
