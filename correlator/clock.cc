#include "correlator/clock.h"

#include <algorithm>
#include <cstdint>
#include <span>
#include <utility>

namespace sojourn {
namespace {

using std::chrono::seconds;

constexpr Ticks kSmallestStep = seconds{2};
constexpr Ticks kSlack = seconds{1};
constexpr Ticks kMostSetBack =
    std::chrono::hours{24 * 365 * 1000};  // forged steps must not overflow the sum

// Every record is asked for its epoch: a forged log must not make that a long search. The clock of
// a host that was set back more often proves nothing.
constexpr std::size_t kMostSteps = 1'000;

// One setting back of the clock: it showed `before` and then `after`.
struct ClockStep {
  Timestamp before, after;
};

bool sets_clock_back(const Event& event) { return clock_step(event) < Ticks{0}; }

// The EventLog service's own records reach the System log out of turn (observed: a 6005 whose time
// lies after the step, 39 records before the record of the step).
bool is_written_late(EventKind kind) {
  using enum EventKind;
  return kind == event_log_started || kind == event_log_stopped || kind == unexpected_shutdown ||
         kind == uptime || kind == os_stopped;
}

bool close(Timestamp a, Timestamp b) { return (a > b ? a - b : b - a) <= kSlack; }

bool same_step(const ClockStep& step, const Event& marker) {
  return close(step.before, marker.other_time) && close(step.after, marker.time);
}

using Strand = std::span<const Event>;

std::vector<Strand> strands_of(const std::vector<Event>& events) {
  std::vector<Strand> strands;
  std::size_t first = 0;
  for (std::size_t i = 1; i <= events.size(); ++i) {
    if (i < events.size() && events[i].file == events[first].file &&
        events[i].channel == events[first].channel) {
      continue;
    }
    strands.emplace_back(events.data() + first, i - first);
    first = i;
  }
  return strands;
}

// The steps in the order they happened: as the strand with most of them has them; one that only
// another strand saw goes before the first that started from a later clock.
std::vector<ClockStep> find_steps(const std::vector<Strand>& strands) {
  std::vector<std::vector<ClockStep>> seen;
  for (const Strand& strand : strands) {
    std::vector<ClockStep> steps;
    for (const Event& event : strand) {
      if (sets_clock_back(event) && steps.size() < kMostSteps)
        steps.push_back({event.other_time, event.time});
    }
    if (!steps.empty()) seen.push_back(std::move(steps));
  }
  if (seen.empty()) return {};
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

// Epoch n lies after step n-1 and before step n. Where epochs overlap in time, a record stays in
// the one its strand had reached.
struct Epoch {
  Timestamp first, last;
};

std::vector<Epoch> epochs_of(const std::vector<Strand>& strands,
                             const std::vector<ClockStep>& steps) {
  std::vector<Epoch> epochs(steps.size() + 1, Epoch{Timestamp::min(), Timestamp::max()});
  for (std::size_t i = 0; i < steps.size(); ++i) {
    epochs[i].last = steps[i].before + kSlack;
    epochs[i + 1].first = steps[i].after - kSlack;
  }
  // The first epoch begins with the earliest record that a strand wrote before its first step.
  Timestamp earliest = Timestamp::max();
  for (const Strand& strand : strands) {
    const auto marker = std::ranges::find_if(strand, sets_clock_back);
    if (marker == strand.end() || !same_step(steps.front(), *marker)) continue;
    for (auto event = strand.begin(); event != marker; ++event) {
      if (!is_written_late(event->kind)) earliest = std::min(earliest, event->time);
    }
  }
  if (earliest != Timestamp::max()) epochs[0].first = earliest - kSlack;
  return epochs;
}

// The number of the step that `marker` records, from `first` on.
std::size_t step_of(const std::vector<ClockStep>& steps, const Event& marker, std::size_t first) {
  for (std::size_t i = first; i < steps.size(); ++i) {
    if (same_step(steps[i], marker)) return i;
  }
  return first == 0 ? 0 : first - 1;
}

// The epoch of a record at `time` in a strand that has reached epoch `reached`: that one if it can
// be, else the nearest later one. A strand that records the steps itself needs no guess, but may
// hold records written before their turn: they can be of an earlier epoch, too.
std::size_t epoch_of(const std::vector<Epoch>& epochs, Timestamp time, std::size_t reached,
                     bool has_markers) {
  const auto contains = [&](std::size_t i) {
    return epochs[i].first <= time && time <= epochs[i].last;
  };
  for (std::size_t i = reached; i < epochs.size(); ++i) {
    if (contains(i)) return i;
  }
  for (std::size_t i = reached; has_markers && i-- > 0;) {
    if (contains(i)) return i;
  }
  return reached;
}

}  // namespace

Ticks clock_step(const Event& event) {
  if (event.kind != EventKind::clock_changed && event.kind != EventKind::security_clock_changed)
    return Ticks{0};
  constexpr std::uint32_t time_zone = 3;  // the reason for a change that moves no clock
  if (event.kind == EventKind::clock_changed && event.reason == time_zone) return Ticks{0};
  if (event.other_time == Timestamp{}) return Ticks{0};
  const Ticks step = event.time - event.other_time;
  return std::chrono::abs(step) < kSmallestStep ? Ticks{0} : step;
}

SteadyClock::SteadyClock(const std::vector<Event>& events) {
  const auto strands = strands_of(events);
  const auto steps = find_steps(strands);
  if (steps.empty()) return;

  const auto epochs = epochs_of(strands, steps);
  set_back_.assign(epochs.size(), Ticks{0});
  for (std::size_t i = 0; i < steps.size(); ++i) {
    set_back_[i + 1] = std::min(set_back_[i] + (steps[i].before - steps[i].after), kMostSetBack);
  }

  epoch_of_.reserve(events.size());
  for (const Strand& strand : strands) {
    const bool has_markers = std::ranges::any_of(strand, sets_clock_back);
    std::size_t reached = 0;
    for (const Event& event : strand) {
      std::size_t epoch = reached;
      if (sets_clock_back(event)) {
        epoch = reached = step_of(steps, event, reached) + 1;
      } else {
        epoch = epoch_of(epochs, event.time, reached, has_markers);
        if (!has_markers) reached = epoch;
      }
      epoch_of_.push_back(static_cast<std::uint16_t>(epoch));
    }
  }
}

void SteadyClock::arrange(const std::vector<EventRef>& order) {
  if (epoch_of_.empty()) return;
  std::vector<std::uint16_t> arranged;
  arranged.reserve(order.size());
  for (const EventRef ref : order) arranged.push_back(epoch_of_[ref]);
  epoch_of_ = std::move(arranged);
}

std::vector<ClockEpoch> find_clock_epochs(const std::vector<Event>& events) {
  std::vector<ClockEpoch> epochs;
  if (!events.empty()) epochs.emplace_back();
  for (EventRef ref = 0; ref < events.size(); ++ref) {
    const Event& event = events[ref];
    const Ticks step = clock_step(event);
    if (step == Ticks{0}) continue;
    const EventRef last = epochs.back().step_event;
    const bool told_before = last != kNone && close(events[last].time, event.time) &&
                             close(events[last].other_time, event.other_time);
    if (told_before) continue;
    // Where the first record of all says so, there is no epoch before it.
    if (epochs.back().first_event == ref) epochs.pop_back();
    epochs.push_back({.first_event = ref, .step_event = ref, .step = step});
  }
  return epochs;
}

}  // namespace sojourn
