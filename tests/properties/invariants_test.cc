// What holds of every correlation (inspection.h) holds of simulated hosts and what damage leaves of
// their logs.
#include <gtest/gtest.h>

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "correlator/correlate.h"
#include "tests/properties/inspection.h"
#include "tests/simulation/damage.h"
#include "tests/simulation/events_of.h"
#include "tests/simulation/scenario.h"
#include "tests/support/correlation_text.h"
#include "tests/support/seeds.h"
#include "tests/support/split_hosts.h"

namespace sojourn::simulation {
namespace {

std::string place(std::uint64_t seed, Damage damage) {
  return "seed " + std::to_string(seed) + ", " + std::string(name_of(damage));
}

void inspect_host(std::uint64_t seed) {
  for (const Host& host : random_scenario(seed).hosts) {
    for (const Damage damage : kDamages) {
      Strings strings;
      const Correlation found =
          correlate(damaged(events_of(host, strings), damage, seed, strings), strings);
      inspect(found, strings, place(seed, damage),
              is_harmless(damage) ? Completeness::whole : Completeness::damaged);
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

TEST(Invariants, HoldForEverySeed) {
  for (const std::uint64_t seed : testing::seeds(60, 1'000)) inspect_host(seed);
}

// Returns of clients whose check names no address, a desktop given before it was lost, and a clock
// set back by records that are lost.
TEST(Invariants, HoldForSeedsThatFailedOnce) {
  for (const std::uint64_t seed : {233U, 776U, 807U, 886U, 902U, 943U}) inspect_host(seed);
}

TEST(Invariants, NeitherOrderNorCopiesChangeAnything) {
  for (const std::uint64_t seed : testing::seeds(60, 1'000)) {
    for (const Damage damage : kLosses) read_otherwise(seed, damage);
  }
}

}  // namespace
}  // namespace sojourn::simulation
