// What a session's confidence is worth: of the sessions of damaged logs that claim 0.9, at least
// nine of ten are right in all that they say; the same for each tenth below. SOJOURN_TABLE prints
// the table of docs/confidence.md.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "correlator/correlate.h"
#include "tests/simulation/damage.h"
#include "tests/simulation/events_of.h"
#include "tests/simulation/scenario.h"
#include "tests/support/comparison.h"
#include "tests/support/seeds.h"

namespace sojourn::simulation {
namespace {

// From the first record of a logon to its last: a password is typed between.
constexpr Ticks kOneMoment = std::chrono::minutes{1};

bool near(const std::optional<Timestamp>& said, const std::optional<Timestamp>& truth) {
  return !said || (truth && std::chrono::abs(*said - *truth) <= kOneMoment);
}

// The runs of record ids that are left of each channel, as a reader meets them.
std::vector<RecordRange> ranges_of(const std::vector<Event>& all, const std::vector<Event>& left) {
  std::map<Text, std::set<std::uint64_t>> lost;
  std::map<Text, std::pair<std::uint64_t, std::uint64_t>> span;
  for (const Event& event : all) lost[event.channel].insert(event.record);
  for (const Event& event : left) {
    lost[event.channel].erase(event.record);
    auto& [first, last] = span.try_emplace(event.channel, event.record, event.record).first->second;
    first = std::min(first, event.record);
    last = std::max(last, event.record);
  }
  std::map<std::pair<Text, std::uint64_t>, RecordRange> runs;
  for (const Event& event : left) {
    const auto& gone = lost[event.channel];
    const auto behind = gone.upper_bound(event.record);
    const auto [first, last] = span[event.channel];
    const std::uint64_t begin =
        behind == gone.begin() || *std::prev(behind) < first ? first : *std::prev(behind) + 1;
    const std::uint64_t end = behind == gone.end() || *behind > last ? last : *behind - 1;
    RecordRange& run =
        runs.try_emplace({event.channel, begin}, RecordRange{.file = event.file,
                                                             .channel = event.channel,
                                                             .first = begin,
                                                             .last = end,
                                                             .first_time = event.time,
                                                             .last_time = event.time})
            .first->second;
    run.first_time = std::min(run.first_time, event.time);
    run.last_time = std::max(run.last_time, event.time);
  }
  std::vector<RecordRange> ranges;
  ranges.reserve(runs.size());
  for (const auto& [place, run] : runs) ranges.push_back(run);
  return ranges;
}

// Kinds of sessions that must each be worth what they claim.
enum class Group : std::uint8_t { desktop, attempt, failure, other };
constexpr std::array kGroups{"desktops", "attempts", "failures", "network and secondary"};

Group group_of(const Session& session) {
  if (session.outcome == Outcome::failure) return Group::failure;
  if (session.kind == SessionKind::network || session.kind == SessionKind::secondary)
    return Group::other;
  return session.outcome == Outcome::success ? Group::desktop : Group::attempt;
}

struct Share {
  std::uint64_t sessions = 0, right = 0;
  double claimed = 0;  // in all

  double value() const { return static_cast<double>(right) / static_cast<double>(sessions); }
  double claim() const { return claimed / static_cast<double>(sessions); }
};

// By the tenth that the sessions claim, and their group.
using Shares = std::array<std::array<Share, kGroups.size()>, 10>;

// The sessions that a damaged log leaves, with what was true.
class Judge {
 public:
  Judge(const Host& host, Damage damage, std::uint64_t seed)
      : host_(host), truth_(true_access(host)) {
    Strings strings;
    const std::vector<Event> events = events_of(host, strings);
    std::vector<Event> left = damaged(events, damage, seed, strings);
    const std::vector<RecordRange> ranges = ranges_of(events, left);
    Correlation correlation = correlate(std::move(left), strings, {}, ranges);
    found_ = found_access(correlation, strings);
    for (Session& session : correlation.sessions) {
      if (session.who.account_class == AccountClass::user) sessions_.push_back(std::move(session));
    }
  }

  void judge(Shares& shares) {
    const std::vector<std::size_t> pairs = pair_up(truth_, found_);
    std::vector<bool> right(found_.size()), taken(truth_.size());
    for (std::size_t t = 0; t < pairs.size(); ++t) {
      if (pairs[t] != kNoSession) right[pairs[t]] = taken[t] = is_right(pairs[t], t);
    }
    for (std::size_t f = 0; f < found_.size(); ++f) {
      // Of two alike the one may have been taken for the other.
      for (std::size_t t = 0; t < truth_.size() && !right[f]; ++t) {
        if (!taken[t]) right[f] = taken[t] = is_right(f, t);
      }
      const double claim = sessions_[f].confidence;
      const auto tenth = std::min<std::size_t>(9, static_cast<std::size_t>(claim * 10 + 1e-9));
      Share& share = shares.at(tenth).at(static_cast<std::size_t>(group_of(sessions_[f])));
      ++share.sessions;
      share.right += right[f] ? 1U : 0U;
      share.claimed += claim;
    }
  }

 private:
  // Whether all that the session says is so: its user, source, outcome, start and end, and why it
  // ended. What it leaves open is not said, nor is the time of an end that is a bound.
  bool is_right(std::size_t f, std::size_t t) const {
    const Session& said = sessions_[f];
    const TrueSession& truth = host_.truth()[t];
    const bool says_why =
        said.end_reason != EndReason::unknown && said.end_reason != EndReason::open;
    return could_be(found_[f], truth_[t]) &&
           (said.outcome != Outcome::success || truth.outcome == "success") &&
           near(said.start, truth.start) && (!said.end_exact || near(said.end, truth.end)) &&
           (!says_why || name_of(said.end_reason) == truth.end_reason);
  }

  const Host& host_;
  std::vector<Access> truth_, found_;
  std::vector<Session> sessions_;  // of found_
};

void print(const Shares& shares) {
  std::cout << "| claim |";
  for (const char* const group : kGroups) std::cout << ' ' << group << " | right |";
  std::cout << "\n|---|";
  for (std::size_t column = 0; column < 2 * kGroups.size(); ++column) std::cout << "---|";
  std::cout << '\n';
  for (std::size_t tenth = shares.size(); tenth-- > 0;) {
    std::cout << "| 0." << tenth << " |";
    for (const Share& share : shares.at(tenth)) {
      char cells[64];
      if (share.sessions == 0) {
        std::snprintf(cells, sizeof cells, " | |");
      } else {
        std::snprintf(cells, sizeof cells, " %llu | %.1f %% |",
                      static_cast<unsigned long long>(share.sessions), 100 * share.value());
      }
      std::cout << cells;
    }
    std::cout << '\n';
  }
}

// Of so few the share says little.
constexpr std::uint64_t kFew = 50;

TEST(Confidence, IsAtMostTheShareOfDamagedSessionsThatAreRight) {
  Shares shares;
  for (const std::uint64_t seed : testing::seeds(40, 500)) {
    for (const Host& host : random_scenario(seed).hosts) {
      for (const Damage damage : kDamages) {
        if (!is_harmless(damage)) Judge(host, damage, seed).judge(shares);
      }
    }
  }
  if (std::getenv("SOJOURN_TABLE") != nullptr) print(shares);
  for (const auto& tenth : shares) {
    for (std::size_t group = 0; group < kGroups.size(); ++group) {
      const Share& share = tenth.at(group);
      if (share.sessions < kFew) continue;
      EXPECT_GE(share.value(), share.claim())
          << kGroups.at(group) << ", " << share.sessions << " sessions";
    }
  }
}

}  // namespace
}  // namespace sojourn::simulation
