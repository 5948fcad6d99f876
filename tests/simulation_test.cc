// The correlator against simulated machines: what it finds in the records is what was true, to the
// tick.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <random>
#include <string>
#include <vector>

#include "correlator/correlate.h"
#include "correlator/hosts.h"
#include "tests/simulation/events_of.h"
#include "tests/simulation/scenario.h"

namespace sojourn::simulation {
namespace {

constexpr std::uint64_t kFixedSeeds = 200;

std::string text(const std::optional<Timestamp>& time) { return time ? format_time(*time) : "…"; }

std::string line(const TrueSession& session) {
  std::string text_line = format_time(session.start) + " " + std::string(session.kind) + " " +
                          std::string(session.outcome) + " " + session.user_domain + "\\" +
                          session.user_name + " from [" + session.src_ip + "] " +
                          std::string(session.start_reason) + ", granted " + text(session.granted);
  return text_line + ", until " + text(session.end) + " " + std::string(session.end_reason) +
         (session.end_exact ? " exactly" : "") + " [" + std::string(session.flags) + "]";
}

std::string line(const Session& session, const Strings& strings) {
  std::string text_line =
      text(session.start) + " " + std::string(name_of(session.kind)) + " " +
      std::string(name_of(session.outcome)) + " " + std::string(strings[session.who.domain]) +
      "\\" + std::string(strings[session.who.user]) + " from [" +
      std::string(strings[session.from.address]) + "] " +
      std::string(name_of(session.start_reason)) + ", granted " + text(session.granted);
  return text_line + ", until " + text(session.end) + " " +
         std::string(name_of(session.end_reason)) + (session.end_exact ? " exactly" : "") + " [" +
         flag_words(session.flags) + "]";
}

// What was true and not found, and what was found and not true, in the order of time; "" when all
// is well.
std::string differences(const Host& host) {
  std::vector<std::string> expected;
  for (const TrueSession& session : host.truth()) expected.push_back(line(session));
  Strings strings;
  std::vector<std::string> found;
  for (const auto& machine : split_hosts(events_of(host, strings), strings)) {
    const Correlation correlation = correlate(machine.events, strings);
    for (const Session& session : correlation.sessions) {
      if (session.who.account_class == AccountClass::user) found.push_back(line(session, strings));
    }
  }
  std::ranges::sort(expected);
  std::ranges::sort(found);
  std::vector<std::string> missing, invented, report;
  std::ranges::set_difference(expected, found, std::back_inserter(missing));
  std::ranges::set_difference(found, expected, std::back_inserter(invented));
  for (const std::string& session : missing) report.push_back(session + "   <- expected");
  for (const std::string& session : invented) report.push_back(session + "   <- found");
  std::ranges::sort(report);
  std::string result;
  for (const std::string& session : report) {
    result += host.computer() + " (" + std::string(host.generation().name) + "): " + session + "\n";
  }
  return result;
}

std::string differences(std::uint64_t seed) {
  std::string result;
  for (const Host& host : random_scenario(seed).hosts) result += differences(host);
  return result.empty() ? "" : "seed " + std::to_string(seed) + "\n" + result;
}

TEST(Simulation, TheSameSeedTellsTheSame) {
  const Scenario one = random_scenario(7), other = random_scenario(7);
  ASSERT_EQ(one.truth.size(), other.truth.size());
  for (std::size_t i = 0; i < one.truth.size(); ++i)
    EXPECT_EQ(line(one.truth[i]), line(other.truth[i]));
}

TEST(Simulation, EverySessionOfFixedSeedsIsFoundAndNoneInvented) {
  int failed = 0;
  for (std::uint64_t seed = 1; seed <= (getenv("SEEDS") ? atoi(getenv("SEEDS")) : kFixedSeeds); ++seed) {
    const std::string report = differences(seed);
    if (report.empty()) continue;
    ++failed;
    if (failed <= 10) ADD_FAILURE() << report;
  }
  EXPECT_EQ(0, failed) << "of " << kFixedSeeds << " seeds";
}

TEST(Simulation, EverySessionOfAFreshSeedIsFoundAndNoneInvented) {
  const std::uint64_t seed = std::random_device{}();
  RecordProperty("seed", std::to_string(seed));
  EXPECT_EQ("", differences(seed));
}

}  // namespace
}  // namespace sojourn::simulation
