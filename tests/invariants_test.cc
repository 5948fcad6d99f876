// What holds of every correlation, whatever happened on the host and whatever is left of its logs.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <map>
#include <random>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "correlator/correlate.h"
#include "correlator/hosts.h"
#include "correlator/rules.h"
#include "tests/correlation_text.h"
#include "tests/simulation/damage.h"
#include "tests/simulation/events_of.h"
#include "tests/simulation/scenario.h"

namespace sojourn::simulation {
namespace {

std::uint64_t seeds() { return std::getenv("SOJOURN_LONG") == nullptr ? 60 : 1'000; }

bool has(const Session& session, Flag flag) {
  return (session.flags & static_cast<std::uint16_t>(flag)) != 0;
}

// The first record of `session` in this role; kNone without one.
EventRef first_in(const Session& session, Role role) {
  const auto found = std::ranges::find(session.evidence, role, &Citation::role);
  return found == session.evidence.end() ? kNone : found->event;
}

// Checks one correlation; what is wrong is told with `where`.
class Inspection {
 public:
  Inspection(const Correlation& all, std::string where) : all_(all), where_(std::move(where)) {}

  void inspect() {
    for (std::uint32_t i = 0; i < all_.sessions.size(); ++i) evidence(i);
    for (std::uint32_t i = 0; i < all_.sessions.size(); ++i) times(i);
    for (std::uint32_t i = 0; i < all_.sessions.size(); ++i) references(i);
    rows(all_.logon_sessions, "logon session", [](const LogonSession& row) {
      return std::tuple{row.boot, row.logon_id};
    });
    rows(all_.local_sessions, "local session", [](const LocalSession& row) {
      return std::tuple{row.boot, row.number, row.ordinal};
    });
    every_record_is_accounted_for();
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
      expect(all_.boot_of(cited.event) == session.boot, "session spans a boot", i);
      expect(cited_.insert(cited.event).second, "record in two sessions, the second", i);
      expect(!name_of(cited.rule).empty(), "record joined by no rule", i);
      if (cited.role == Role::end) ++ends;
    }
    expect(ends <= 1, "session with two ends", i);
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
    expect(session.boot < all_.boots.size(), "session of no boot", i);
    expect(session.confidence >= 0 && session.confidence <= 1, "confidence out of range", i);
    for (const std::uint32_t logon : session.logons) {
      ASSERT_LT(logon, all_.logon_sessions.size()) << where_;
      expect(all_.logon_sessions[logon].boot == session.boot, "logon of another boot", i);
    }
    expect(session.burst == kNone || session.burst < all_.bursts.size(), "no such burst", i);
    if (session.local_session != kNone) {
      ASSERT_LT(session.local_session, all_.local_sessions.size()) << where_;
      const LocalSession& local = all_.local_sessions[session.local_session];
      expect(local.boot == session.boot, "local session of another boot", i);
      expect(local.logon_id == session.logon_id, "LogonId of another desktop", i);
      expect(local.who.user == session.who.user && local.who.sid == session.who.sid,
             "user of another desktop", i);
    }
    if (session.previous != kNone) follows(i);
  }

  // Stretches of one local session form one chain and do not overlap. A connection may come while
  // the desktop is still somebody else's, so what counts is when access was given.
  void follows(std::uint32_t i) {
    const Session& session = all_.sessions[i];
    ASSERT_LT(session.previous, all_.sessions.size()) << where_;
    const Session& previous = all_.sessions[session.previous];
    expect(session.local_session != kNone && previous.local_session == session.local_session,
           "follows on a stretch of another local session", i);
    expect(followed_.insert(session.previous).second, "two follow on the stretch before", i);
    const EventRef desktop = first_in(session, Role::desktop);
    const EventRef end = first_in(previous, Role::end);
    expect(desktop == kNone || end == kNone || end <= desktop, "overlaps the stretch before", i);
    const bool stepped = has(session, Flag::clock_step) || has(previous, Flag::clock_step);
    if (stepped || !session.granted || !previous.end) return;
    expect(*previous.end <= *session.granted, "granted before the stretch before ended", i);
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
      const bool used = cited_.contains(ref) || boundaries_.contains(ref);
      if (used) {
        expect(all_.used[ref], "used and unmatched", ref);
      } else if (all_.used[ref]) {
        expect(of_local_session_alone(all_.events[ref].kind), "neither used nor unmatched", ref);
      }
    }
  }

  // Notices of a logoff that came when nobody was at the terminal.
  static bool of_local_session_alone(EventKind kind) {
    using enum EventKind;
    return kind == session_logoff || kind == winlogon_logoff || kind == profile_logoff_received ||
           kind == profile_logoff_finished;
  }

  const Correlation& all_;
  std::string where_;
  std::set<EventRef> cited_, boundaries_;
  std::set<std::uint32_t> followed_;
};

std::string place(std::uint64_t seed, Damage damage) {
  return "seed " + std::to_string(seed) + ", " + std::string(name_of(damage));
}

void inspect(std::uint64_t seed) {
  for (const Host& host : random_scenario(seed).hosts) {
    for (const Damage damage : kDamages) {
      Strings strings;
      const Correlation found =
          correlate(damaged(events_of(host, strings), damage, seed, strings), strings);
      Inspection inspection(found, place(seed, damage));
      inspection.inspect();
      if (is_harmless(damage)) inspection.inspect_whole();
    }
  }
}

std::string all_found(std::vector<Event> events, Strings& strings) {
  std::string text;
  for (auto& machine : split_hosts(std::move(events), strings))
    text += text_of(correlate(std::move(machine.events), strings), strings);
  return text;
}

// The same records in another order, in files that are numbered otherwise, and some of them twice.
void read_otherwise(std::uint64_t seed, Damage damage) {
  for (const Host& host : random_scenario(seed).hosts) {
    Strings strings;
    const std::vector<Event> rest = damaged(events_of(host, strings), damage, seed, strings);
    const std::string expected = all_found(rest, strings);
    std::vector<Event> other = rest;
    for (Event& event : other) event.file = 100 - event.file;
    EXPECT_EQ(expected, all_found(damaged(other, Damage::shuffled, seed + 1, strings), strings))
        << place(seed, damage);
    other = damaged(rest, Damage::duplicated, seed + 2, strings);
    EXPECT_EQ(expected, all_found(damaged(other, Damage::shuffled, seed + 3, strings), strings))
        << place(seed, damage);
  }
}

constexpr std::array kLosses{Damage::none, Damage::thinned, Damage::front_cut, Damage::back_cut,
                             Damage::without_lsm};

TEST(Invariants, HoldForFixedSeeds) {
  for (std::uint64_t seed = 1; seed <= seeds(); ++seed) inspect(seed);
}

TEST(Invariants, HoldForAFreshSeed) {
  const std::uint64_t seed = std::random_device{}();
  std::cout << "seed " << seed << '\n';
  inspect(seed);
  for (const Damage damage : kLosses) read_otherwise(seed, damage);
}

TEST(Invariants, NeitherOrderNorCopiesChangeAnything) {
  for (std::uint64_t seed = 1; seed <= seeds(); ++seed) {
    for (const Damage damage : kLosses) read_otherwise(seed, damage);
  }
}

}  // namespace
}  // namespace sojourn::simulation
