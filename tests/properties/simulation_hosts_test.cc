// Whose records are whose, on whole simulated machines: several of one name, logs in pieces and
// copies, and what was forwarded.
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "correlator/correlate.h"
#include "tests/simulation/dice.h"
#include "tests/simulation/events_of.h"
#include "tests/simulation/provider.h"
#include "tests/simulation/scenario.h"
#include "tests/support/session_lines.h"
#include "tests/support/split_hosts.h"

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

// The files of the second of two machines begin with this number.
constexpr std::uint32_t kSecondMachine = 1'000;

// Nothing but the machine SID tells two machines of one name apart, and an ActivityID or a record
// that two logs share: what has neither stands apart. No record of one is told of the other.
void expect_no_mixture(const std::vector<sojourn::Host>& hosts, std::uint64_t seed) {
  for (const sojourn::Host& host : hosts) {
    const bool is_first = host.events.front().file < kSecondMachine;
    EXPECT_TRUE(std::ranges::all_of(
        host.events, [&](const Event& event) { return is_first == (event.file < kSecondMachine); }))
        << "seed " << seed << ", " << host.remark;
  }
}

TEST(Simulation, HostsOfOneNameAreToldApartByTheirMachineSids) {
  for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
    const Scenario one = random_scenario(seed, "FRONTDESK");
    const Scenario other = random_scenario(seed + 10'000, "FRONTDESK");
    Strings strings;
    std::vector<Event> events = events_of(one.hosts.front(), strings);
    append(events, events_of(other.hosts.front(), strings), kSecondMachine);
    const auto hosts = split_hosts(std::move(events), strings);
    expect_no_mixture(hosts, seed);
    const auto with_security = std::ranges::count_if(hosts, [&](const sojourn::Host& host) {
      return std::ranges::any_of(host.events, [&](const Event& event) {
        return strings[event.channel] == kSecurityChannel;
      });
    });
    EXPECT_EQ(2, with_security) << "seed " << seed;
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

TEST(Simulation, LogsOfMachinesOfOneNameInPiecesAndCopiesAreNeverMixed) {
  for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
    const Scenario one = random_scenario(seed, "FRONTDESK");
    const Scenario other = random_scenario(seed + 10'000, "FRONTDESK");
    Strings strings;
    std::vector<Event> events = in_pieces(events_of(one.hosts.front(), strings), seed);
    append(events, in_pieces(events_of(other.hosts.front(), strings), seed + 1), kSecondMachine);
    expect_no_mixture(split_hosts(std::move(events), strings), seed);
  }
}

// One log of what several machines forwarded: each sends its records in their order, those of a
// while together. The collector counts them as they come, or they keep their own numbers.
std::vector<Event> forwarded(const std::vector<std::vector<Event>>& machines, std::uint32_t file,
                             bool own_numbers) {
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
      if (!own_numbers) event.record = events.size();
    } while (sent[next] < machine.size() &&
             machine[sent[next]].time < events.back().time + std::chrono::seconds{30});
  }
}

struct Network {
  std::vector<Event> own;                    // what was collected from each machine itself
  std::vector<std::vector<Event>> security;  // what each machine forwards
  std::vector<std::string> truth;
};

Network network(std::uint64_t seed, Strings& strings) {
  Network network;
  for (const char* name : {"ALPHA", "BRAVO", "CHARLIE"}) {
    const auto place = static_cast<std::uint32_t>(network.security.size());
    const Scenario scenario = random_scenario(seed * 3 + place, name);
    network.truth = both(std::move(network.truth), true_sessions(scenario.hosts.front()));
    auto& records = network.security.emplace_back();
    for (const Event& event : events_of(scenario.hosts.front(), strings)) {
      if (strings[event.channel] == kSecurityChannel) {
        records.push_back(event);
      } else {
        append(network.own, {event}, 100 * place);
      }
    }
  }
  return network;
}

TEST(Simulation, HostsWhoseSecurityRecordsWereForwardedAreToldApart) {
  for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
    for (const bool own_numbers : {false, true}) {
      Strings strings;
      Network machines = network(seed, strings);
      append(machines.own, forwarded(machines.security, 0, own_numbers), 1'000);
      EXPECT_EQ("", differences(machines.truth, users_sessions(std::move(machines.own), strings)))
          << "seed " << seed << (own_numbers ? " with the sources' own numbers" : "");
    }
  }
}

// "ALPHA" of ALPHA-2.corp.example, which ALPHA is called after a while.
std::string first_name(std::string_view computer) {
  return std::string(computer.substr(0, computer.find_first_of("-.")));
}

// The numbers of one machine's records lie beyond those of the one before it, as in most exports of
// forwarded logs; in some, so do their times. A share of all records is there.
TEST(Simulation, NoSessionOfOneComputerCitesARecordOfAnother) {
  for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
    Dice dice(seed);
    Strings strings;
    Network machines = network(seed, strings);
    const bool one_after_another = dice.one_in(2);
    const std::size_t one_in = dice.between(1, 4);
    for (std::size_t i = 0; i < machines.security.size(); ++i) {
      for (Event& event : machines.security[i]) {
        event.record += 1'000'000 * i;
        if (one_after_another) event.time += std::chrono::days{30 * i};
      }
      std::erase_if(machines.security[i], [&](const Event&) { return !dice.one_in(one_in); });
    }
    std::vector<Event> events = forwarded(machines.security, 0, true);
    if (dice.one_in(2) && !one_after_another) append(events, machines.own, 1'000);
    for (auto& host : split_hosts(std::move(events), strings)) {
      const Correlation found = correlate(std::move(host.events), strings);
      for (const Session& session : found.sessions) {
        std::set<std::string> computers;
        for (const Citation& citation : session.evidence)
          computers.insert(first_name(strings[found.events[citation.event].computer]));
        EXPECT_EQ(1U, computers.size()) << "seed " << seed;
      }
    }
  }
}

}  // namespace
}  // namespace sojourn::simulation
