// Whose records are whose, on whole simulated machines: namesakes, logs in pieces and copies, and
// what a collector gathered.
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "tests/simulation/dice.h"
#include "tests/simulation/events_of.h"
#include "tests/simulation/provider.h"
#include "tests/simulation/scenario.h"
#include "tests/support/session_lines.h"

namespace sojourn::simulation {
namespace {

constexpr std::uint64_t kSeeds = 100;

std::vector<std::string> both(std::vector<std::string> a, const std::vector<std::string>& b) {
  a.insert(a.end(), b.begin(), b.end());
  std::ranges::sort(a);
  return a;
}

void append(std::vector<Event>& events, std::vector<Event> more, std::uint32_t first_file) {
  for (Event& event : more) {
    event.file += first_file;
    events.push_back(event);
  }
}

TEST(Simulation, HostsOfOneNameAreToldApartByTheirMachineSids) {
  for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
    const Scenario one = random_scenario(seed, "FRONTDESK");
    const Scenario other = random_scenario(seed + 10'000, "FRONTDESK");
    const Host &a = one.hosts.front(), &b = other.hosts.front();
    Strings strings;
    std::vector<Event> events = events_of(a, strings);
    append(events, events_of(b, strings), 100);
    EXPECT_EQ("", differences(both(true_sessions(a), true_sessions(b)),
                              users_sessions(std::move(events), strings)))
        << "seed " << seed;
  }
}

// A host's logs as they are collected: of each channel an archive, the live log, and a shadow copy
// of an earlier state, which shares records with both.
std::vector<Event> in_pieces(const std::vector<Event>& events, std::uint64_t seed) {
  std::map<std::uint32_t, std::vector<Event>> channels;
  for (const Event& event : events) channels[event.file].push_back(event);
  Dice dice(seed);
  std::vector<Event> pieces;
  for (const auto& channel : channels) {
    const std::uint32_t file = channel.first;
    const std::vector<Event>& records = channel.second;
    const auto take = [&](std::size_t first, std::size_t last, std::uint32_t as) {
      for (std::size_t i = first; i < last; ++i) {
        pieces.push_back(records[i]);
        pieces.back().file = file + as;
      }
    };
    const std::size_t cut = dice.between(0, records.size());
    const std::size_t overlap = std::min(cut, dice.between(0, 20));
    take(0, cut, 100);
    take(cut - overlap, records.size(), 0);
    take(dice.between(0, cut), dice.between(cut, records.size()), 200);
  }
  return pieces;
}

TEST(Simulation, HostsWhoseLogsComeInPiecesAndCopiesAreWhole) {
  for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
    const Scenario scenario = random_scenario(seed);
    const Host& host = scenario.hosts.front();
    Strings strings;
    EXPECT_EQ("", differences(true_sessions(host),
                              users_sessions(in_pieces(events_of(host, strings), seed), strings)))
        << "seed " << seed;
  }
}

// Each has the sessions that its own logs give alone.
TEST(Simulation, NamesakesWhoseLogsComeInPiecesAndCopiesAreToldApart) {
  for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
    const Scenario one = random_scenario(seed, "FRONTDESK");
    const Scenario other = random_scenario(seed + 10'000, "FRONTDESK");
    Strings strings;
    std::vector<Event> events = in_pieces(events_of(one.hosts.front(), strings), seed);
    const std::vector<Event> others = in_pieces(events_of(other.hosts.front(), strings), seed + 1);
    const auto alone = both(users_sessions(events, strings), users_sessions(others, strings));
    append(events, others, 1'000);
    EXPECT_EQ("", differences(alone, users_sessions(std::move(events), strings)))
        << "seed " << seed;
  }
}

// One collector's log of several machines': each sends its records in their order, those of a
// while together, and the collector counts them as they come.
std::vector<Event> collected(const std::vector<std::vector<Event>>& machines, std::uint32_t file) {
  std::vector<std::size_t> sent(machines.size());
  std::vector<Event> events;
  while (true) {
    std::size_t next = machines.size();
    for (std::size_t i = 0; i < machines.size(); ++i) {
      if (sent[i] == machines[i].size()) continue;
      if (next == machines.size() || machines[i][sent[i]].time < machines[next][sent[next]].time)
        next = i;
    }
    if (next == machines.size()) return events;
    const std::vector<Event>& machine = machines[next];
    do {
      Event& event = events.emplace_back(machine[sent[next]++]);
      event.file = file;
      event.record = events.size();
    } while (sent[next] < machine.size() &&
             machine[sent[next]].time < events.back().time + std::chrono::seconds{30});
  }
}

TEST(Simulation, HostsWhoseSecurityRecordsACollectorHasAreToldApart) {
  for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
    Strings strings;
    std::vector<Event> events;
    std::vector<std::vector<Event>> security;
    std::vector<std::string> truth;
    for (const char* name : {"ALPHA", "BRAVO", "CHARLIE"}) {
      const auto place = static_cast<std::uint32_t>(security.size());
      const Scenario scenario = random_scenario(seed * 3 + place, name);
      truth = both(std::move(truth), true_sessions(scenario.hosts.front()));
      auto& records = security.emplace_back();
      for (const Event& event : events_of(scenario.hosts.front(), strings)) {
        if (strings[event.channel] == kSecurityChannel) {
          records.push_back(event);
        } else {
          append(events, {event}, 100 * place);
        }
      }
    }
    append(events, collected(security, 0), 1'000);
    EXPECT_EQ("", differences(truth, users_sessions(std::move(events), strings)))
        << "seed " << seed;
  }
}

}  // namespace
}  // namespace sojourn::simulation
