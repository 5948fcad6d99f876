// The correlator against simulated machines: what it finds in the records is what was true, to the
// tick.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "correlator/correlate.h"
#include "tests/simulation/events_of.h"
#include "tests/simulation/scenario.h"
#include "tests/support/seeds.h"
#include "tests/support/session_lines.h"

namespace sojourn::simulation {
namespace {

std::string report_of(const Host& host) {
  Strings strings;
  return differences(true_sessions(host), users_sessions(events_of(host, strings), strings));
}

std::string report_of(std::uint64_t seed) {
  std::string result;
  for (const Host& host : random_scenario(seed).hosts) {
    const std::string report = report_of(host);
    if (!report.empty())
      result += host.computer() + " (" + std::string(host.generation().name) + ")\n" + report;
  }
  return result.empty() ? "" : "seed " + std::to_string(seed) + "\n" + result;
}

// Who got a desktop or network access, and when.
std::vector<std::string> granted_access(const std::vector<Event>& events, Strings& strings) {
  const Correlation correlation = correlate(events, strings);
  std::vector<std::string> lines;
  for (const Session& session : correlation.sessions) {
    const bool counts = session.outcome == Outcome::success &&
                        session.kind != SessionKind::secondary &&
                        session.who.account_class == AccountClass::user;
    if (!counts) continue;
    lines.push_back((session.granted ? format_time(*session.granted) : "…") + " " +
                    std::string(name_of(session.kind)) + " " +
                    std::string(strings[session.who.user]));
  }
  std::ranges::sort(lines);
  return lines;
}

TEST(Simulation, TheSameSeedTellsTheSame) {
  const Scenario one = random_scenario(7), other = random_scenario(7);
  EXPECT_EQ(true_sessions(one.hosts.front()), true_sessions(other.hosts.front()));
}

TEST(Simulation, EverySessionOfTheDemonstrationIsFoundAndNoneInvented) {
  for (const Host& host : demo_scenario().hosts) EXPECT_EQ("", report_of(host));
}

TEST(Simulation, EverySessionOfEverySeedIsFoundAndNoneInvented) {
  int failed = 0;
  for (const std::uint64_t seed :
       testing::seeds(1'000, 2'000, {1203, 1434, 1473, 1529, 1571, 1849, 2906, 4037})) {
    const std::string report = report_of(seed);
    if (report.empty()) continue;
    ++failed;
    if (failed <= 10) ADD_FAILURE() << report;
  }
  EXPECT_EQ(0, failed) << "seeds";
}

TEST(Simulation, TheOrderInWhichEventsAreReadDoesNotMatter) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    const Scenario scenario = random_scenario(seed);
    Strings strings, other_strings;
    const auto expected = users_sessions(events_of(scenario.hosts.front(), strings), strings);
    std::vector<Event> shuffled = events_of(scenario.hosts.front(), other_strings);
    Dice dice(seed);
    for (std::size_t i = shuffled.size(); i > 1; --i)
      std::swap(shuffled[i - 1], shuffled[dice.between(0, i - 1)]);
    EXPECT_EQ(expected, users_sessions(std::move(shuffled), other_strings)) << "seed " << seed;
  }
}

TEST(Simulation, WithoutTheLogsThatRollOverFirstTheSameAccessIsFound) {
  for (const std::uint64_t seed : testing::seeds(300, 2'000)) {
    const Scenario scenario = random_scenario(seed);
    Strings strings;
    std::vector<Event> events = events_of(scenario.hosts.front(), strings);
    const auto expected = granted_access(events, strings);
    std::erase_if(events, [&](const Event& event) {
      const std::string_view channel = strings[event.channel];
      return channel == kRdpCoreChannel || channel == kProfileChannel ||
             channel == kRcmAdminChannel;
    });
    EXPECT_EQ(expected, granted_access(events, strings)) << "seed " << seed;
  }
}

}  // namespace
}  // namespace sojourn::simulation
