// Simulated machines that crash, where a log of which no record matters goes on for longer than
// those that do.
#include <gtest/gtest.h>

#include <chrono>
#include <cstdint>
#include <optional>
#include <vector>

#include "correlator/correlate.h"
#include "tests/simulation/dice.h"
#include "tests/simulation/events_of.h"
#include "tests/simulation/scenario.h"
#include "tests/support/seeds.h"

namespace sojourn::simulation {
namespace {

using std::chrono::minutes;

// A moment in which the crashed machine still ran: between its last known one and its next start.
std::optional<Timestamp> later_sign(const std::vector<Boot>& boots, std::size_t boot, Dice& dice) {
  if (boots[boot].stop_kind != Boot::Stop::crash || boot + 1 == boots.size()) return std::nullopt;
  const Ticks off = *boots[boot + 1].start - *boots[boot].stop;
  if (off < minutes{4}) return std::nullopt;
  const auto longest = static_cast<std::uint64_t>((off - minutes{3}).count());
  return *boots[boot].stop + Ticks(static_cast<std::int64_t>(dice.between(1, longest)));
}

// How many ends the signs of one host give.
int count_ends(const Host& host, std::uint64_t seed) {
  Strings strings;
  const Correlation without = correlate(events_of(host, strings), strings);
  Dice dice(seed);
  std::vector<std::optional<Timestamp>> ends(without.boots.size());
  std::vector<RecordRange> signs;
  for (std::size_t boot = 0; boot < ends.size(); ++boot) {
    ends[boot] = later_sign(without.boots, boot, dice);
    if (!ends[boot]) continue;
    RecordRange& sign = signs.emplace_back();
    sign.channel = strings.intern("Application");
    sign.first = sign.last = 1'000 * signs.size();
    sign.first_time = sign.last_time = *ends[boot];
    sign.is_sign = true;
  }
  const Correlation with = correlate(events_of(host, strings), strings, {}, signs);
  EXPECT_EQ(without.sessions.size(), with.sessions.size()) << "seed " << seed;
  if (without.sessions.size() != with.sessions.size()) return 0;
  int given = 0;
  for (std::size_t i = 0; i < with.sessions.size(); ++i) {
    const Session &before = without.sessions[i], &after = with.sessions[i];
    const bool cut_short = before.end_reason == EndReason::crash && ends[before.boot.place()];
    EXPECT_EQ(cut_short ? ends[before.boot.place()] : before.end, after.end)
        << "seed " << seed << ", " << format_time(after.start.value_or(Timestamp{}));
    EXPECT_EQ(before.end_reason, after.end_reason) << "seed " << seed;
    if (cut_short) ++given;
  }
  return given;
}

TEST(Simulation, WhatACrashCutShortEndsWithTheLastSignOfLifeInWhateverLog) {
  int given = 0;
  for (const std::uint64_t seed : testing::seeds(30, 500)) {
    for (const Host& host : random_scenario(seed, {}, {.steady_clock = true}).hosts)
      given += count_ends(host, seed);
  }
  EXPECT_GT(given, 0);
}

}  // namespace
}  // namespace sojourn::simulation
