// The correlator against simulated machines: what it finds in the records is what was true, to the
// tick.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <iterator>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "correlator/correlate.h"
#include "correlator/hosts.h"
#include "tests/simulation/events_of.h"
#include "tests/simulation/scenario.h"

namespace sojourn::simulation {
namespace {

// How many fixed seeds; SOJOURN_SEEDS asks for a longer run.
std::uint64_t seeds() {
  const char* asked = std::getenv("SOJOURN_SEEDS");
  return asked == nullptr ? 1000 : std::strtoull(asked, nullptr, 10);
}

std::string text(const std::optional<Timestamp>& time) { return time ? format_time(*time) : "…"; }

// One session as text: what an analyst reads of it, then what the database keeps beside.
struct Account {
  std::string start, kind, outcome, user, source, start_reason, granted, end, end_reason, flags;
  std::string host_name, logon, previous_start;

  std::string line() const {
    return start + " " + kind + " " + outcome + " " + user + " from [" + source + "/" + host_name +
           "] " + start_reason + ", granted " + granted + ", until " + end + " " + end_reason +
           " [" + flags + "] " + logon + ", after " + previous_start;
  }
};

std::string logon_text(unsigned logon_type, std::uint64_t logon_id, std::string_view sid,
                       unsigned failure_code, const std::optional<std::uint32_t>& session) {
  char numbers[96];
  std::snprintf(numbers, sizeof numbers, "type %u id 0x%llx code 0x%x session %d ", logon_type,
                static_cast<unsigned long long>(logon_id), failure_code,
                session ? static_cast<int>(*session) : -1);
  return numbers + std::string(sid);
}

// Whether the clock was set between start and end is no question while there is no end.
template <typename AnySession>
std::string flags_of(const AnySession& session) {
  const auto step = static_cast<std::uint16_t>(Flag::clock_step);
  return flag_words(
      static_cast<std::uint16_t>(session.end ? session.flags : session.flags & ~step));
}

std::string line(const TrueSession& session, const std::vector<TrueSession>& all) {
  return Account{
      .start = format_time(session.start),
      .kind = std::string(session.kind),
      .outcome = std::string(session.outcome),
      .user = session.user_domain + "\\" + session.user_name,
      .source = session.src_ip,
      .start_reason = std::string(session.start_reason),
      .granted = text(session.granted),
      .end = text(session.end),
      .end_reason = std::string(session.end_reason) + (session.end_exact ? " exactly" : ""),
      .flags = flags_of(session),
      .host_name = session.src_host,
      .logon = logon_text(session.logon_type, session.logon_id, session.user_sid,
                          session.failure_code, session.windows_session_number),
      .previous_start =
          session.previous == kNoSession ? "none" : format_time(all[session.previous].start)}
      .line();
}

std::string line(const Session& session, const Correlation& all, const Strings& strings) {
  const auto own = [&](Text known) { return std::string(strings[known]); };
  std::optional<std::uint32_t> number;
  if (session.local_session != kNone) number = all.local_sessions[session.local_session].number;
  const bool typed = session.logon_type != kNoLogonType;
  const bool failed = session.failure_code != kNoNumber;
  return Account{
      .start = text(session.start),
      .kind = std::string(name_of(session.kind)),
      .outcome = std::string(name_of(session.outcome)),
      .user = own(session.who.domain) + "\\" + own(session.who.user),
      .source = own(session.from.address),
      .start_reason = std::string(name_of(session.start_reason)),
      .granted = text(session.granted),
      .end = text(session.end),
      .end_reason =
          std::string(name_of(session.end_reason)) + (session.end_exact ? " exactly" : ""),
      .flags = flags_of(session),
      .host_name = own(session.from.client),
      .logon = logon_text(typed ? session.logon_type : 0U, session.logon_id, own(session.who.sid),
                          failed ? session.failure_code : 0U, number),
      .previous_start =
          session.previous == kNone ? "none" : text(all.sessions[session.previous].start)}
      .line();
}

std::vector<std::string> users_sessions(std::vector<Event> events, Strings& strings) {
  std::vector<std::string> lines;
  for (auto& machine : split_hosts(std::move(events), strings)) {
    const Correlation correlation = correlate(std::move(machine.events), strings);
    for (const Session& session : correlation.sessions) {
      if (session.who.account_class == AccountClass::user)
        lines.push_back(line(session, correlation, strings));
    }
  }
  std::ranges::sort(lines);
  return lines;
}

// What was true and not found, and what was found and not true, in the order of time; "" when all
// is well.
std::string differences(const Host& host) {
  std::vector<std::string> expected;
  for (const TrueSession& session : host.truth()) expected.push_back(line(session, host.truth()));
  std::ranges::sort(expected);
  Strings strings;
  const std::vector<std::string> found = users_sessions(events_of(host, strings), strings);
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

// Who got a desktop or network access, and when.
std::vector<std::string> granted_access(const std::vector<Event>& events, Strings& strings) {
  const Correlation correlation = correlate(events, strings);
  std::vector<std::string> lines;
  for (const Session& session : correlation.sessions) {
    const bool counts = session.outcome == Outcome::success &&
                        session.kind != SessionKind::secondary &&
                        session.who.account_class == AccountClass::user;
    if (!counts) continue;
    lines.push_back(text(session.granted) + " " + std::string(name_of(session.kind)) + " " +
                    std::string(strings[session.who.user]));
  }
  std::ranges::sort(lines);
  return lines;
}

TEST(Simulation, TheSameSeedTellsTheSame) {
  const Scenario one = random_scenario(7), other = random_scenario(7);
  ASSERT_EQ(one.truth.size(), other.truth.size());
  for (std::size_t i = 0; i < one.truth.size(); ++i)
    EXPECT_EQ(line(one.truth[i], one.truth), line(other.truth[i], other.truth));
}

TEST(Simulation, EverySessionOfTheDemonstrationIsFoundAndNoneInvented) {
  for (const Host& host : demo_scenario().hosts) EXPECT_EQ("", differences(host));
}

TEST(Simulation, EverySessionOfFixedSeedsIsFoundAndNoneInvented) {
  int failed = 0;
  for (std::uint64_t seed = 1; seed <= seeds(); ++seed) {
    const std::string report = differences(seed);
    if (report.empty()) continue;
    ++failed;
    if (failed <= 10) ADD_FAILURE() << report;
  }
  EXPECT_EQ(0, failed) << "of " << seeds() << " seeds";
}

TEST(Simulation, EverySessionOfAFreshSeedIsFoundAndNoneInvented) {
  const std::uint64_t seed = std::random_device{}();
  std::cout << "seed " << seed << '\n';
  EXPECT_EQ("", differences(seed));
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
  for (std::uint64_t seed = 1; seed <= seeds(); ++seed) {
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
