// Logs with losses: whatever is gone, the correlator tells of fewer sessions and never of other
// ones. Nobody is accused of what somebody else did.
#include "tests/simulation/damage.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <iterator>
#include <string>
#include <vector>

#include "correlator/correlate.h"
#include "tests/simulation/events_of.h"
#include "tests/simulation/scenario.h"
#include "tests/support/comparison.h"
#include "tests/support/seeds.h"
#include "tests/support/split_hosts.h"

namespace sojourn::simulation {
namespace {

std::size_t index(Damage damage) { return static_cast<std::size_t>(damage); }
std::size_t index(Story story) { return static_cast<std::size_t>(story); }

// Of the sessions of one story: how many were true, how many found, how many of them both.
struct Count {
  std::uint64_t truth = 0, recalled = 0, found = 0, right = 0;

  double recall() const {
    return truth == 0 ? 1 : static_cast<double>(recalled) / static_cast<double>(truth);
  }
  double precision() const {
    return found == 0 ? 1 : static_cast<double>(right) / static_cast<double>(found);
  }
  void add(const Count& other) {
    truth += other.truth;
    recalled += other.recalled;
    found += other.found;
    right += other.right;
  }
};

using Counts = std::array<Count, kStories>;         // by Story
using Table = std::array<Counts, kDamages.size()>;  // by Damage

Count all_of(const Counts& counts) {
  Count all;
  for (const Count& count : counts) all.add(count);
  return all;
}

std::vector<Access> found_in(std::vector<Event> events, Strings& strings) {
  std::vector<Access> found;
  for (auto& machine : split_hosts(std::move(events), strings)) {
    const Correlation correlation = correlate(std::move(machine.events), strings);
    std::ranges::move(found_access(correlation, strings), std::back_inserter(found));
  }
  return found;
}

// The true sessions that reach into the time of what is left: all that a cut leaves to find.
std::vector<Access> left_of(const std::vector<Access>& truth, const std::vector<Event>& events) {
  std::vector<Timestamp> times;
  times.reserve(events.size());
  for (const Event& event : events) times.push_back(event.time);
  std::ranges::sort(times);
  if (times.empty()) return {};
  std::vector<Access> left;
  for (const Access& session : truth) {
    if (session.first <= times.back() && session.last >= times.front()) left.push_back(session);
  }
  return left;
}

class Judge {
 public:
  void judge(const Host& host, std::uint64_t seed) {
    Strings strings;
    const std::vector<Event> events = events_of(host, strings);
    const std::vector<Access> truth = true_access(host);
    std::vector<std::string> undamaged;
    for (const Damage damage : kDamages) {
      std::vector<Event> rest = damaged(events, damage, seed, strings);
      const bool cut = damage == Damage::front_cut || damage == Damage::back_cut;
      const std::vector<Access> expected = cut ? left_of(truth, rest) : truth;
      const std::vector<Access> found = found_in(std::move(rest), strings);
      const std::string where = "seed " + std::to_string(seed) + ", " +
                                std::string(name_of(damage)) + ", " + host.computer() + "\n";
      for (const std::string& claim : false_claims_of(truth, found)) {
        if (++reported_ <= 10) ADD_FAILURE() << where << claim;
      }
      for (const Access& session : count(expected, found, table_[index(damage)])) {
        if (damage == Damage::none) ADD_FAILURE() << where << "not found " << session.text;
      }
      std::vector<std::string> lines;
      lines.reserve(found.size());
      for (const Access& session : found) lines.push_back(session.text);
      if (damage == Damage::none) undamaged = lines;
      if (is_harmless(damage)) {
        EXPECT_EQ(undamaged, lines) << where;
      }
    }
  }

  const Table& table() const { return table_; }

 private:
  // Gives those of `truth` that were not found.
  static std::vector<Access> count(const std::vector<Access>& truth,
                                   const std::vector<Access>& found, Counts& counts) {
    std::vector<Access> missed;
    const std::vector<std::size_t> pairs = pair_up(truth, found);
    for (std::size_t t = 0; t < truth.size(); ++t) {
      ++counts[index(truth[t].story)].truth;
      if (pairs[t] == kNoSession) {
        missed.push_back(truth[t]);
        continue;
      }
      ++counts[index(truth[t].story)].recalled;
      ++counts[index(found[pairs[t]].story)].right;
    }
    for (const Access& session : found) ++counts[index(session.story)].found;
    return missed;
  }

  Table table_{};
  int reported_ = 0;
};

void print(const Table& table) {
  std::cout << "| logs | local | remote | network | failures | all |\n|---|---|---|---|---|---|\n";
  for (const Damage damage : kDamages) {
    const Counts& counts = table[index(damage)];
    std::cout << "| " << name_of(damage);
    for (const Count& count :
         {counts[index(Story::local)], counts[index(Story::remote)], counts[index(Story::network)],
          counts[index(Story::failure)], all_of(counts)}) {
      char cell[64];
      std::snprintf(cell, sizeof cell, " | %.1f / %.1f", 100 * count.recall(),
                    100 * count.precision());
      std::cout << cell;
    }
    std::cout << " |\n";
  }
}

// What all stories together reach at least, a few percent below what was measured.
struct Floor {
  Damage damage;
  double recall, precision;
};
constexpr std::array kFloors{Floor{Damage::none, 1, 1},
                             Floor{Damage::without_security, 0.70, 0.98},
                             Floor{Damage::without_system, 0.99, 0.99},
                             Floor{Damage::without_lsm, 0.92, 0.97},
                             Floor{Damage::without_rcm, 0.97, 0.97},
                             Floor{Damage::without_rcm_admin, 0.99, 0.99},
                             Floor{Damage::without_rdp_core, 0.90, 0.98},
                             Floor{Damage::without_profiles, 0.99, 0.99},
                             Floor{Damage::thinned, 0.80, 0.88},
                             Floor{Damage::front_cut, 0.78, 0.94},
                             Floor{Damage::back_cut, 0.76, 0.92},
                             Floor{Damage::duplicated, 1, 1},
                             Floor{Damage::shuffled, 1, 1}};

TEST(Damage, HidesSessionsAndInventsNone) {
  Judge judge;
  for (const std::uint64_t seed : testing::seeds(150, 1'000)) {
    for (const Host& host : random_scenario(seed).hosts) judge.judge(host, seed);
  }
  if (std::getenv("SOJOURN_TABLE") != nullptr) print(judge.table());
  for (const Floor& floor : kFloors) {
    const Count all = all_of(judge.table()[index(floor.damage)]);
    EXPECT_GE(all.recall(), floor.recall) << name_of(floor.damage);
    EXPECT_GE(all.precision(), floor.precision) << name_of(floor.damage);
  }
}

}  // namespace
}  // namespace sojourn::simulation
