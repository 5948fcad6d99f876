#include "correlator/clock/clock.h"

#include <algorithm>
#include <cstdint>
#include <utility>

#include "correlator/clock/epochs.h"
#include "correlator/clock/placement.h"
#include "correlator/clock/strands.h"

namespace sojourn {
namespace {

using std::chrono::seconds;

constexpr Ticks kSmallestStep = seconds{2};
constexpr Ticks kSlack = seconds{1};
constexpr Ticks kMostSetBack =
    std::chrono::hours{24 * 365 * 1000};  // forged steps must not overflow the sum

bool close(Timestamp a, Timestamp b) { return (a > b ? a - b : b - a) <= kSlack; }

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

SteadyClock::SteadyClock(const std::vector<Event>& events, const Strings& strings) {
  const auto strands = strands_of(events);
  const EpochRanges epochs(events, strands);
  const std::vector<ClockStep>& steps = epochs.steps();
  set_back_.assign(epochs.count(), Ticks{0});
  for (std::size_t i = 0; i < steps.size(); ++i) {
    set_back_[i + 1] = std::min(set_back_[i] + (steps[i].before - steps[i].after), kMostSetBack);
  }
  epoch_of_ = place_in_epochs(events, strands, epochs, strings);
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
