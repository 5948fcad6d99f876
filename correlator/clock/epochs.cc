#include "correlator/clock/epochs.h"

#include <algorithm>
#include <utility>

namespace sojourn {
namespace {

constexpr Ticks kSlack = std::chrono::seconds{1};

// Every record is asked for its epoch: a forged log must not make that a long search. The clock of
// a host that was set back more often proves nothing.
constexpr std::size_t kMostSteps = 1'000;

bool close(Timestamp a, Timestamp b) { return (a > b ? a - b : b - a) <= kSlack; }

bool same_step(const ClockStep& step, const Event& marker) {
  return close(step.before, marker.other_time) && close(step.after, marker.time);
}

// The steps in the order they happened: as the strand with most of them has them; one that only
// another strand saw goes before the first that started from a later clock.
std::vector<ClockStep> find_steps(const std::vector<Event>& events,
                                  const std::vector<Strand>& strands) {
  std::vector<std::vector<ClockStep>> seen;
  for (const Strand& strand : strands) {
    std::vector<ClockStep> steps;
    for (const EventRef ref : strand) {
      const Event& event = events[ref];
      if (sets_clock_back(event) && steps.size() < kMostSteps)
        steps.push_back({event.other_time, event.time});
    }
    if (!steps.empty()) seen.push_back(std::move(steps));
  }
  const auto order = [](const ClockStep& a, const ClockStep& b) {
    return a.before != b.before ? a.before < b.before : a.after < b.after;
  };
  std::ranges::sort(seen, [&](const auto& a, const auto& b) {
    if (a.size() != b.size()) return a.size() > b.size();
    return std::lexicographical_compare(a.begin(), a.end(), b.begin(), b.end(), order);
  });
  std::vector<ClockStep> steps = seen.front();
  for (std::size_t i = 1; i < seen.size(); ++i) {
    for (const ClockStep& step : seen[i]) {
      const auto known = std::ranges::find_if(steps, [&](const ClockStep& other) {
        return close(other.before, step.before) && close(other.after, step.after);
      });
      if (known != steps.end() || steps.size() == kMostSteps) continue;
      steps.insert(std::ranges::find_if(
                       steps, [&](const ClockStep& other) { return other.before >= step.before; }),
                   step);
    }
  }
  return steps;
}

}  // namespace

EpochRanges::EpochRanges(const std::vector<Event>& events, const std::vector<Strand>& strands)
    : steps_(find_steps(events, strands)) {
  find_ranges(events, strands);
  find_stretches();
}

void EpochRanges::find_ranges(const std::vector<Event>& events,
                              const std::vector<Strand>& strands) {
  ranges_.assign(steps_.size() + 1, {Timestamp::min(), Timestamp::max()});
  for (std::size_t i = 0; i < steps_.size(); ++i) {
    ranges_[i].last = steps_[i].before + kSlack;
    ranges_[i + 1].first = steps_[i].after - kSlack;
  }
  // The first epoch begins with the earliest record that a strand wrote before its first step.
  Timestamp earliest = Timestamp::max();
  for (const Strand& strand : strands) {
    const auto marker =
        std::ranges::find_if(strand, [&](EventRef ref) { return sets_clock_back(events[ref]); });
    if (marker == strand.end() || !same_step(steps_.front(), events[*marker])) continue;
    for (auto ref = strand.begin(); ref != marker; ++ref) {
      if (!is_written_late(events[*ref].kind)) earliest = std::min(earliest, events[*ref].time);
    }
  }
  if (earliest != Timestamp::max()) ranges_[0].first = earliest - kSlack;
}

void EpochRanges::find_stretches() {
  std::vector<Timestamp> bounds{Timestamp::min()};
  for (const Range& range : ranges_) {
    bounds.push_back(range.first);
    if (range.last != Timestamp::max()) bounds.push_back(range.last + Ticks{1});
  }
  std::ranges::sort(bounds);
  bounds.erase(std::unique(bounds.begin(), bounds.end()), bounds.end());
  stretches_.reserve(bounds.size());
  for (const Timestamp from : bounds) {
    Stretch& stretch = stretches_.emplace_back(Stretch{.from = from});
    for (std::size_t i = ranges_.size(); i-- > 0;) {
      if (!contains(i, from)) continue;
      ++stretch.epochs;
      stretch.first = i;
    }
  }
}

const EpochRanges::Stretch& EpochRanges::stretch_at(Timestamp time) const {
  return *std::prev(std::ranges::upper_bound(stretches_, time, {}, &Stretch::from));
}

std::optional<std::size_t> EpochRanges::only_one(Timestamp time) const {
  const Stretch& stretch = stretch_at(time);
  if (stretch.epochs != 1) return std::nullopt;
  return stretch.first;
}

bool EpochRanges::repeats(Timestamp time, Ticks margin) const {
  auto stretch = &stretch_at(time - margin);
  for (; stretch != stretches_.data() + stretches_.size() && stretch->from <= time + margin;
       ++stretch) {
    if (stretch->epochs > 1) return true;
  }
  return false;
}

std::size_t EpochRanges::nearest(Timestamp time, std::size_t reached) const {
  for (std::size_t i = reached; i < count(); ++i) {
    if (contains(i, time)) return i;
  }
  for (std::size_t i = reached; i-- > 0;) {
    if (contains(i, time)) return i;
  }
  return reached;
}

std::size_t EpochRanges::step_of(const Event& marker, std::size_t first) const {
  for (std::size_t i = first; i < steps_.size(); ++i) {
    if (same_step(steps_[i], marker)) return i;
  }
  return first == 0 ? 0 : first - 1;
}

}  // namespace sojourn
