// No record that the catalog knows is lost: each is in a table or a view of what happened, or says
// why it is in none.
#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <vector>

#include "tests/simulation/company.h"
#include "tests/simulation/damage.h"
#include "tests/simulation/events_of.h"
#include "tests/simulation/scenario.h"
#include "tests/support/case_of_records.h"
#include "tests/support/seeds.h"

namespace sojourn::simulation {
namespace {

// What is in none of them.
constexpr const char* kNowhere =
    "WITH told AS (SELECT event_id FROM session_event UNION "
    "SELECT start_event_id FROM logon_session UNION SELECT end_event_id FROM logon_session UNION "
    "SELECT start_event_id FROM local_session UNION SELECT end_event_id FROM local_session UNION "
    "SELECT event_id FROM v_outbound UNION SELECT event_id FROM v_authentication UNION "
    "SELECT connected_event_id FROM v_gateway UNION SELECT disconnected_event_id FROM v_gateway) "
    "SELECT provider || ' ' || event_code || ' ' || record_id FROM event "
    "WHERE unmatched_reason IS NULL "
    "AND event_id NOT IN (SELECT event_id FROM told WHERE event_id IS NOT NULL)";
// What says that it is in no session though one cites it.
constexpr const char* kContradicted =
    "SELECT e.event_code || ' ' || e.record_id FROM event e JOIN session_event x USING (event_id) "
    "WHERE e.unmatched_reason IS NOT NULL";
// What names a view that does not have it. An 1102 is in the row of its 1024.
constexpr const char* kMissedByItsView =
    "SELECT event_code || ' ' || record_id || ' ' || unmatched_reason FROM event WHERE "
    "unmatched_reason LIKE '%v_authentication%' AND event_id NOT IN "
    "(SELECT event_id FROM v_authentication) OR unmatched_reason LIKE '%v_gateway%' AND event_code "
    "<> 200 "
    "AND event_id NOT IN (SELECT coalesce(connected_event_id, 0) FROM v_gateway UNION "
    "SELECT coalesce(disconnected_event_id, 0) FROM v_gateway) OR event_code = 1024 AND event_id "
    "NOT IN (SELECT event_id FROM v_outbound)";

void expect_nothing_lost(std::vector<Event> events, Strings& strings, const std::string& where) {
  const testing::CaseOfEvents found(std::move(events), strings);
  const std::vector<std::string> none;
  EXPECT_EQ(none, found.rows(kNowhere)) << where;
  EXPECT_EQ(none, found.rows(kContradicted)) << where;
  EXPECT_EQ(none, found.rows(kMissedByItsView)) << where;
}

TEST(EveryRecord, OfAHostIsToldSomewhereOrSaysWhyNotWhateverIsLeftOfItsLogs) {
  for (const std::uint64_t seed : testing::seeds(8, 300)) {
    const Scenario scenario = random_scenario(seed);
    for (const Damage damage : kDamages) {
      Strings strings;
      expect_nothing_lost(
          damaged(events_of(scenario.hosts.front(), strings), damage, seed, strings), strings,
          "seed " + std::to_string(seed) + ", " + std::string(name_of(damage)));
    }
  }
}

TEST(EveryRecord, OfACompanyIsToldSomewhereOrSaysWhyNot) {
  for (const std::uint64_t seed : testing::seeds(8, 200)) {
    Strings strings;
    expect_nothing_lost(events_of(company(seed).hosts, strings), strings,
                        "seed " + std::to_string(seed));
  }
}

}  // namespace
}  // namespace sojourn::simulation
