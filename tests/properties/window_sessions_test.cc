// Security logs alone: the Windows sessions that their window managers tell are the true ones.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <utility>
#include <vector>

#include "correlator/correlate.h"
#include "tests/simulation/events_of.h"
#include "tests/simulation/provider.h"
#include "tests/simulation/scenario.h"
#include "tests/support/seeds.h"
#include "tests/support/timeline.h"

namespace sojourn::simulation {
namespace {

struct Numbers {
  int told = 0, untold = 0;
};

// By either half of a split token or, where the records of one are lost that names no other, by its
// time.
bool is_of_logon(const TrueSession& truth, const Session& session, const Correlation& found,
                 const Strings& strings) {
  if (truth.kind == "network" || truth.user_sid != strings[session.who.sid]) return false;
  return std::ranges::any_of(session.logons, [&](LogonSessionId id) {
    const LogonSession& logon = row_of(found.logon_sessions, id);
    if (logon.logon_id == truth.logon_id || logon.linked_logon_id == truth.logon_id) return true;
    if (logon.start_event == kNone || !truth.granted) return false;
    const Timestamp at = found.events[logon.start_event].time;
    return truth.start <= at && at <= *truth.granted;
  });
}

// With one record of `lost` lost, or none where that is 0.
Numbers count(const Host& host, std::uint64_t seed, std::uint64_t lost) {
  Strings strings;
  std::vector<Event> events = events_of(host, strings);
  std::erase_if(events, [&](const Event& event) {
    return strings[event.channel] != kSecurityChannel ||
           (lost != 0 && (event.record * 0x9E37'79B9 + seed) % lost == 0);
  });
  const std::vector<RecordRange> ranges = ranges_of(events);
  const Correlation found = correlate(std::move(events), strings, {}, ranges);
  Numbers numbers;
  for (const Session& session : found.sessions) {
    const bool desktop =
        session.outcome == Outcome::success && session.logon_id != 0 &&
        (session.kind == SessionKind::local || session.kind == SessionKind::remote);
    if (!desktop) continue;
    if (session.windows_session == kNone) {
      ++numbers.untold;
      continue;
    }
    ++numbers.told;
    const bool is_true = std::ranges::any_of(host.truth(), [&](const TrueSession& truth) {
      return is_of_logon(truth, session, found, strings) &&
             truth.windows_session_number == session.windows_session;
    });
    EXPECT_TRUE(is_true) << "seed " << seed << ", " << host.computer() << ", "
                         << format_time(session.granted.value_or(Timestamp{})) << " in "
                         << session.windows_session;
  }
  return numbers;
}

Numbers count_all(std::uint64_t lost) {
  Numbers all;
  for (const std::uint64_t seed : testing::seeds(60, 1'000)) {
    for (const Host& host : random_scenario(seed).hosts) {
      const Numbers numbers = count(host, seed, lost);
      all.told += numbers.told;
      all.untold += numbers.untold;
    }
  }
  if (std::getenv("SOJOURN_TABLE") != nullptr)
    std::cout << all.told << " told, " << all.untold << " untold\n";
  return all;
}

// Windows 7 has none to tell.
TEST(WindowSessions, AreTheTrueOnesWhereSecurityAloneTellsOfThem) {
  const Numbers all = count_all(0);
  EXPECT_GE(all.told, all.untold);
}

TEST(WindowSessions, AreTheTrueOnesWhereRecordsAreLost) { EXPECT_GT(count_all(20).told, 0); }

}  // namespace
}  // namespace sojourn::simulation
