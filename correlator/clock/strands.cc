#include "correlator/clock/strands.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "correlator/clock/clock.h"

namespace sojourn {
namespace {

// What the threads of one service write may stand out of turn by seconds.
constexpr Ticks kDisorder = std::chrono::minutes{1};
constexpr Ticks kSlack = std::chrono::seconds{1};

// A log that begins anew more often than this is forged, and what is left goes on as one.
constexpr std::size_t kMostStrands = 16;

// Which falls of time the records of steps account for.
class Falls {
 public:
  explicit Falls(const std::vector<Event>& events) {
    for (const Event& event : events) {
      if (sets_clock_back(event)) steps_.emplace_back(event.time, event.other_time);
    }
    std::ranges::sort(steps_);
    for (std::size_t i = 1; i < steps_.size(); ++i)
      steps_[i].second = std::max(steps_[i].second, steps_[i - 1].second);
  }

  // Whether the clock was set from `before` or later to `after` or earlier.
  bool explain(Timestamp before, Timestamp after) const {
    const auto behind = std::ranges::upper_bound(steps_, after + kSlack, {}, &Step::first);
    return behind != steps_.begin() && std::prev(behind)->second >= before - kSlack;
  }

 private:
  using Step = std::pair<Timestamp, Timestamp>;
  std::vector<Step> steps_;  // after, and the latest clock before this or an earlier `after`
};

class ChannelStrands {
 public:
  ChannelStrands(const std::vector<Event>& events, const Falls& falls)
      : events_(events), falls_(falls) {}

  void add(EventRef ref) {
    Ending& ending = endings_[fitting(ref)];
    ending.strand.push_back(ref);
    if (is_written_late(events_[ref].kind)) return;
    ending.time = events_[ref].time;
    ending.begun = true;
  }

  void take(std::vector<Strand>& into) {
    for (Ending& ending : endings_) into.push_back(std::move(ending.strand));
    endings_.clear();
  }

 private:
  struct Ending {
    Strand strand;
    Timestamp time;      // of the last record that was written in its turn
    bool begun = false;  // there is one
  };

  // Better is a strand whose time does not fall, then the smaller distance.
  std::size_t fitting(EventRef ref) {
    const Event& event = events_[ref];
    std::size_t best = endings_.size(), latest = endings_.size();
    std::pair<bool, Ticks> best_distance;
    // A record of the step follows on what the clock showed before.
    const Timestamp time = sets_clock_back(event) ? event.other_time : event.time;
    for (std::size_t i = 0; i < endings_.size(); ++i) {
      const Ending& ending = endings_[i];
      const EventRef last = ending.strand.back();
      if (latest == endings_.size() || endings_[latest].strand.back() < last) latest = i;
      if (events_[last].record == event.record) continue;
      if (!ending.begun) return i;
      const bool falls = time < ending.time - kDisorder;
      if (falls && !falls_.explain(ending.time, time)) continue;
      const std::pair distance{falls, std::chrono::abs(time - ending.time)};
      if (best != endings_.size() && best_distance <= distance) continue;
      best = i;
      best_distance = distance;
    }
    // What is written late says nothing of its turn.
    if (latest != endings_.size() && is_written_late(event.kind)) return latest;
    if (best != endings_.size()) return best;
    if (endings_.size() == kMostStrands) return latest;
    endings_.emplace_back();
    return endings_.size() - 1;
  }

  const std::vector<Event>& events_;
  const Falls& falls_;
  std::vector<Ending> endings_;
};

}  // namespace

bool sets_clock_back(const Event& event) { return clock_step(event) < Ticks{0}; }

bool is_written_late(EventKind kind) {
  using enum EventKind;
  return kind == event_log_started || kind == event_log_stopped || kind == unexpected_shutdown ||
         kind == uptime || kind == os_stopped;
}

std::vector<Strand> strands_of(const std::vector<Event>& events) {
  const Falls falls(events);
  ChannelStrands channel(events, falls);
  std::vector<Strand> strands;
  for (EventRef ref = 0; ref < events.size(); ++ref) {
    if (ref > 0 && events[ref].channel != events[ref - 1].channel) channel.take(strands);
    channel.add(ref);
  }
  channel.take(strands);
  return strands;
}

}  // namespace sojourn
