#include "correlator/clock/clock.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "correlator/clock/epochs.h"
#include "correlator/clock/placement.h"
#include "correlator/clock/sequences.h"
#include "schema/ascii.h"

namespace sojourn {
namespace {

using std::chrono::seconds;

constexpr Ticks kSmallestStep = seconds{2};
constexpr Ticks kSlack = seconds{1};
constexpr Ticks kFallingAsleep = std::chrono::minutes{2};   // Kernel-Power 42 to the sleep itself
constexpr std::uint32_t kHardwareClock = 2, kTimeZone = 3;  // Kernel-General 1 Reason

bool close(Timestamp a, Timestamp b) { return std::chrono::abs(a - b) <= kSlack; }

// Of the records before a change that which says that the machine fell asleep; nullptr for none.
ClockChange change_of(const Event& event, const Event* sleep, const Strings& strings) {
  const std::string_view sid = strings[event.sid];
  if (sid == "S-1-5-19") return ClockChange::time_service;
  if (sid == "S-1-5-18") return ClockChange::system;
  if (sid.starts_with("S-1-")) return ClockChange::user;
  if (event.kind != EventKind::clock_changed) return ClockChange::unknown;
  if (event.reason == kHardwareClock) {
    const bool woke_up = sleep != nullptr && event.time > event.other_time &&
                         std::chrono::abs(sleep->time - event.other_time) <= kFallingAsleep;
    return woke_up ? ClockChange::resume_from_sleep : ClockChange::system;
  }
  const std::string process = ascii_lower(strings[event.process]);
  return process.ends_with("\\svchost.exe") ? ClockChange::time_service : ClockChange::unknown;
}

}  // namespace

Ticks clock_step(const Event& event) {
  if (event.kind != EventKind::clock_changed && event.kind != EventKind::security_clock_changed)
    return Ticks{0};
  if (event.kind == EventKind::clock_changed && event.reason == kTimeZone) return Ticks{0};
  if (event.other_time == Timestamp{}) return Ticks{0};
  const Ticks step = event.time - event.other_time;
  return std::chrono::abs(step) < kSmallestStep ? Ticks{0} : step;
}

MonotonicClock::MonotonicClock(const std::vector<Event>& events, const Strings& strings) {
  const RecordSequences sequences(events);
  const EpochRanges epochs(events, sequences, strings);
  if (epochs.count() == 1) return;
  for (std::size_t i = 0; i < epochs.count(); ++i) {
    epochs_.push_back({epochs.set_back(i), epochs.unrecorded_step(i)});
  }
  Placement placed = place_in_epochs(events, sequences, epochs, strings);
  epoch_of_ = std::move(placed.epoch_of);
  undecided_ = std::move(placed.undecided);
}

void MonotonicClock::permute(const std::vector<EventRef>& order) {
  if (epoch_of_.empty()) return;
  std::vector<std::uint16_t> epochs;
  std::vector<bool> undecided;
  epochs.reserve(order.size());
  undecided.reserve(order.size());
  for (const EventRef ref : order) {
    epochs.push_back(epoch_of_[ref]);
    undecided.push_back(undecided_[ref]);
  }
  epoch_of_ = std::move(epochs);
  undecided_ = std::move(undecided);
}

ClockEpochs find_clock_epochs(const std::vector<Event>& events, const MonotonicClock& clock,
                              const Strings& strings) {
  ClockEpochs found;
  std::vector<ClockEpoch>& epochs = found.rows;
  if (!events.empty())
    epochs.push_back({.first_event = 0, .first = events[0].time, .last = events[0].time});
  std::size_t reached = 0;            // of the epochs of the monotonic clock
  std::vector<std::size_t> last_row;  // by epoch of that clock
  EventRef told = kNone;              // the record that told of the last step
  const Event* sleep = nullptr;
  const auto begin = [&](EventRef ref, Ticks step, ClockChange reason) {
    // Where the first record of all says so, there is no epoch before it.
    if (epochs.back().first_event == ref) epochs.pop_back();
    epochs.push_back({.first_event = ref,
                      .step_event = ref,
                      .step = step,
                      .reason = reason,
                      .first = events[ref].time,
                      .last = events[ref].time});
    if (epochs.size() > 1) found.of_events.resize(events.size(), 0);
  };
  for (EventRef ref = 0; ref < events.size(); ++ref) {
    const Event& event = events[ref];
    if (event.kind == EventKind::os_started) sleep = nullptr;
    if (event.kind == EventKind::sleep_entered) sleep = &event;
    const std::size_t epoch = clock.epoch(ref);
    if (epoch > reached && clock.unrecorded_step(epoch) > Ticks{0})
      begin(ref, -clock.unrecorded_step(epoch), ClockChange::unrecorded);
    if (const Ticks step = clock_step(event); step != Ticks{0}) {
      const ClockChange reason = change_of(event, sleep, strings);
      const bool told_before = told != kNone && close(events[told].time, event.time) &&
                               close(events[told].other_time, event.other_time);
      if (!told_before) {
        begin(ref, step, reason);
      } else if (epochs.back().reason == ClockChange::unknown) {
        epochs.back().reason = reason;
      }
      told = ref;
    }
    reached = std::max(reached, epoch);
    last_row.resize(reached + 1);
    // What the clock before a step stamped may stand behind the record of it.
    if (epoch == reached) last_row[epoch] = epochs.size() - 1;
    if (!found.of_events.empty())
      found.of_events[ref] = static_cast<std::uint32_t>(last_row[epoch]);
    ClockEpoch& row = epochs[last_row[epoch]];
    row.first = std::min(row.first, event.time);
    row.last = std::max(row.last, event.time);
  }
  return found;
}

}  // namespace sojourn
