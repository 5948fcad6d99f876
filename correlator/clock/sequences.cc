#include "correlator/clock/sequences.h"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <optional>
#include <set>
#include <span>

#include "correlator/clock/clock.h"

namespace sojourn {
namespace {

using std::chrono::minutes;

// What the threads of one service write may stand out of turn by seconds.
constexpr Ticks kDisorder = minutes{1};
constexpr Ticks kSlack = std::chrono::seconds{1};

// A log that begins anew more often than this is forged, and what is left goes on as one.
constexpr std::size_t kMostSequences = 16;

// The last record of a boot and the first of the next have close ids, whatever else lies between.
constexpr std::uint64_t kBetweenBoots = 64;
// Two channels' first records of one boot lie no further apart.
constexpr Ticks kOneStart = minutes{10};

using UnrecordedSteps = std::vector<std::pair<EventRef, ClockStep>>;

bool begins_boot(const Event& event) {
  return event.kind == EventKind::os_started || event.kind == EventKind::lsass_started ||
         event.kind == EventKind::lsm_started;
}

bool ends_boot(EventKind kind) {
  return kind == EventKind::event_log_stopped || kind == EventKind::os_stopped;
}

// That a record says the clock was set back, or the order of records.
struct ToldStep {
  Text channel = Text::none;
  Timestamp after, before;
};

// Which falls of time the steps account for.
class Falls {
 public:
  explicit Falls(const std::vector<ToldStep>& told) {
    for (const ToldStep& step : told) steps_.emplace_back(step.after, step.before);
    std::ranges::sort(steps_);
    // A log that was quiet between two steps falls over both.
    std::size_t united = 0;
    for (std::size_t i = 1; i < steps_.size(); ++i) {
      if (steps_[i].first <= steps_[united].second) {
        steps_[united].second = std::max(steps_[united].second, steps_[i].second);
      } else {
        steps_[++united] = steps_[i];
      }
    }
    if (!steps_.empty()) steps_.resize(united + 1);
  }

  // Whether the clock was set, at once or by and by, from its `before` or later to its `after` or
  // earlier.
  bool explain(const ClockStep& fall) const {
    const auto behind = std::ranges::upper_bound(steps_, fall.after + kSlack, {}, &Step::first);
    return behind != steps_.begin() && std::prev(behind)->second >= fall.before - kSlack;
  }

 private:
  using Step = std::pair<Timestamp, Timestamp>;
  std::vector<Step> steps_;  // from the `after` to the `before` of steps that overlap, united
};

// The same of a fall that a start shows. A step of which the channel itself tells lies where its
// record does: behind the start within minutes, or it is another.
class StartFalls {
 public:
  StartFalls(const std::vector<ToldStep>& told, Text channel) : falls_(others(told, channel)) {}

  bool explain(const ClockStep& fall) const {
    return falls_.explain(fall) || has_own_within(fall.after, kOneStart);
  }

 private:
  std::vector<ToldStep> others(const std::vector<ToldStep>& told, Text channel) {
    for (const ToldStep& step : told) {
      if (step.channel == channel) own_.push_back(step.after);
    }
    std::ranges::sort(own_);
    std::vector<ToldStep> others;
    std::ranges::copy_if(told, std::back_inserter(others),
                         [&](const ToldStep& step) { return !has_own_within(step.after, kSlack); });
    return others;
  }
  bool has_own_within(Timestamp after, Ticks within) const {
    const auto near = std::ranges::lower_bound(own_, after - within);
    return near != own_.end() && *near <= after + within;
  }

  std::vector<Timestamp> own_;
  Falls falls_;
};

class ChannelSequences {
 public:
  ChannelSequences(const std::vector<Event>& events, const std::vector<ToldStep>& told)
      : events_(events), told_(told), falls_(told) {
    for (const ToldStep& step : told) tellers_.insert(step.channel);
  }

  // Windows tells of steps in two channels; that each of many does is forged.
  void begin(Text channel) {
    start_falls_.reset();
    if (!tellers_.contains(channel) || begun_ >= kMostSequences) return;
    ++begun_;
    start_falls_.emplace(told_, channel);
  }

  void add(EventRef ref) {
    const Event& event = events_[ref];
    Ending& ending = endings_[fitting(ref)];
    ending.sequence.push_back(ref);
    if (event.kind == EventKind::os_stopped) extend_step(event);
    if (ends_boot(event.kind)) ending.stopped = event.time;
    if (is_written_late(event.kind)) return;
    ending.time = ending.stopped = event.time;
    ending.begun = true;
  }

  // Gives the sequences of the channel and begins another one.
  void take(std::vector<RecordSequence>& into) {
    for (Ending& ending : endings_) into.push_back(std::move(ending.sequence));
    endings_.clear();
  }

  UnrecordedSteps& unrecorded() { return unrecorded_; }

 private:
  struct Ending {
    RecordSequence sequence;
    Timestamp time;      // of the last record that was written in its turn
    Timestamp stopped;   // of that or of a stop behind it
    bool begun = false;  // there is one
  };

  // The start behind an unrecorded step tells when the system stopped before it: seconds after its
  // last record.
  void extend_step(const Event& stopped) {
    if (unrecorded_.empty()) return;
    auto& [ref, step] = unrecorded_.back();
    const Event& start = events_[ref];
    const bool is_of_start = start.channel == stopped.channel && start.record < stopped.record &&
                             stopped.record - start.record <= kBetweenBoots;
    if (is_of_start && stopped.time > step.before && stopped.time <= step.before + kDisorder)
      step.before = stopped.time;
  }

  // Better is a sequence whose time does not fall, then the smaller distance.
  std::size_t fitting(EventRef ref) {
    const Event& event = events_[ref];
    const std::size_t none = endings_.size();
    std::size_t best = none, latest = none;
    std::pair<bool, Ticks> best_distance;
    // A record of the step follows on what the clock showed before.
    const Timestamp time = sets_clock_back(event) ? event.other_time : event.time;
    for (std::size_t i = 0; i < endings_.size(); ++i) {
      const Ending& ending = endings_[i];
      const EventRef last = ending.sequence.back();
      if (latest == none || endings_[latest].sequence.back() < last) latest = i;
      if (events_[last].record == event.record) continue;
      if (!ending.begun) return i;
      const bool falls = time < ending.time - kDisorder;
      if (falls && !falls_.explain({.before = ending.time, .after = time})) continue;
      const std::pair distance{falls, std::chrono::abs(time - ending.time)};
      if (best != none && best_distance <= distance) continue;
      best = i;
      best_distance = distance;
    }
    // What is written late says nothing of its turn.
    if (latest != none && is_written_late(event.kind)) return latest;
    if ((best == none || best == latest) && latest != none) {
      const Ending& ending = endings_[latest];
      Event last = events_[ending.sequence.back()];
      last.time = ending.stopped;
      const ClockStep fall{.before = last.time, .after = event.time};
      if (starts_earlier(last, event) && !explain(fall)) {
        unrecorded_.push_back({ref, {last.time, event.time}});
        return latest;
      }
    }
    if (best != none) return best;
    if (endings_.size() == kMostSequences) return latest;
    endings_.emplace_back();
    return endings_.size() - 1;
  }

  bool explain(const ClockStep& fall) const {
    return falls_.explain(fall) && (!start_falls_ || start_falls_->explain(fall));
  }

  const std::vector<Event>& events_;
  const std::vector<ToldStep>& told_;
  const Falls falls_;
  std::set<Text> tellers_;
  std::size_t begun_ = 0;
  std::optional<StartFalls> start_falls_;  // of a channel that tells of steps itself
  std::vector<Ending> endings_;
  UnrecordedSteps unrecorded_;
};

// What several channels show of one step is one: from the latest record before to the earliest
// behind. Their first records of the next boot lie close together; their last ones of the boot
// before need not, where one of them was quiet. No channel shows one step twice.
void unite(UnrecordedSteps& steps, const std::vector<Event>& events) {
  struct OneStep {
    ClockStep step;
    std::vector<std::size_t> shown;  // places in `steps`
  };
  std::vector<OneStep> all;
  std::ranges::sort(steps, {}, [](const auto& step) { return step.second.after; });
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const ClockStep& step = steps[i].second;
    const Text channel = events[steps[i].first].channel;
    const auto recent = std::span(all).last(std::min(all.size(), kMostSequences));
    const auto same = std::find_if(recent.rbegin(), recent.rend(), [&](const OneStep& one) {
      return std::chrono::abs(step.after - one.step.after) <= kOneStart &&
             std::ranges::none_of(one.shown, [&](std::size_t place) {
               return events[steps[place].first].channel == channel;
             });
    });
    OneStep& one = same != recent.rend() ? *same : all.emplace_back(OneStep{step, {}});
    one.step.before = std::max(one.step.before, step.before);
    one.step.after = std::min(one.step.after, step.after);
    one.shown.push_back(i);
  }
  for (OneStep& one : all) {
    one.step.unrecorded = one.step.before - one.step.after;
    // Whatever a start leaves, in a channel that shows no step, comes after the stop.
    one.step.after -= kDisorder;
    for (const std::size_t place : one.shown) steps[place].second = one.step;
  }
  std::ranges::sort(steps, {}, &UnrecordedSteps::value_type::first);
}

}  // namespace

bool sets_clock_back(const Event& event) { return clock_step(event) < Ticks{0}; }

bool is_written_late(EventKind kind) {
  using enum EventKind;
  return kind == event_log_started || kind == event_log_stopped || kind == unexpected_shutdown ||
         kind == uptime || kind == os_stopped;
}

bool starts_earlier(const Event& before, const Event& behind) {
  return begins_boot(behind) && before.channel == behind.channel && before.record < behind.record &&
         behind.record - before.record <= kBetweenBoots && behind.time + kDisorder < before.time;
}

RecordSequences::RecordSequences(const std::vector<Event>& events) : events_(events) {
  const auto divide = [&] {
    std::vector<ToldStep> told;
    for (const Event& event : events) {
      if (sets_clock_back(event)) told.push_back({event.channel, event.time, event.other_time});
    }
    for (const auto& [ref, step] : unrecorded_)
      told.push_back({Text::none, step.after, step.before});
    ChannelSequences channel(events, told);
    all_.clear();
    for (EventRef ref = 0; ref < events.size(); ++ref) {
      const bool is_first = ref == 0 || events[ref].channel != events[ref - 1].channel;
      if (is_first && ref > 0) channel.take(all_);
      if (is_first) channel.begin(events[ref].channel);
      channel.add(ref);
    }
    channel.take(all_);
    return std::move(channel.unrecorded());
  };
  unrecorded_ = divide();
  if (unrecorded_.empty()) return;
  unite(unrecorded_, events);
  divide();
}

std::optional<ClockStep> RecordSequences::step_at(EventRef ref) const {
  const Event& event = events_[ref];
  if (sets_clock_back(event)) return ClockStep{event.other_time, event.time};
  const auto at =
      std::ranges::lower_bound(unrecorded_, ref, {}, &decltype(unrecorded_)::value_type::first);
  if (at == unrecorded_.end() || at->first != ref) return std::nullopt;
  return at->second;
}

}  // namespace sojourn
