#include "correlator/clock/placement.h"

#include <algorithm>
#include <array>
#include <limits>
#include <optional>
#include <utility>

#include "correlator/names/identifiers.h"

namespace sojourn {
namespace {

// How far apart two records of one thing may be written (observed: 4647 and its LSM 23, 15.06 s; a
// 1149 and the type 10 behind it as long as somebody types a password).
constexpr Ticks kReach = std::chrono::seconds{90};
// By pass. First what lies close together: an account or an address may be in both epochs.
constexpr std::array kReaches{Ticks{std::chrono::seconds{5}}, kReach, kReach, kReach};
constexpr Ticks kDisorder = std::chrono::seconds{2};  // of what the threads of one service write
// What a split pays for a lost vote, for time that falls inside an epoch, for an epoch that falls.
constexpr std::int64_t kVote = 1, kFall = 1'000, kOutOfTurn = 1'000'000;

class Placing {
 public:
  Placing(const std::vector<Event>& events, const EpochRanges& epochs, const Strings& strings)
      : events_(events), epochs_(epochs), strings_(strings) {
    placed_.epoch_of.resize(events.size());
    placed_.undecided.resize(events.size());
  }

  Placement run(const RecordSequences& sequences) {
    for (const RecordSequence& sequence : sequences.all()) find_anchors(sequence);
    for (const Ticks reach : kReaches) {
      reach_ = reach;
      std::ranges::sort(anchors_);
      for (auto& sequence : open_) split(sequence);
      for (auto& sequence : open_) {
        for (Choice& choice : sequence) {
          if (choice.vote == placed_.epoch_of[choice.ref]) add_anchor(choice);
        }
      }
    }
    std::ranges::sort(anchors_);
    for (const auto& [late, before] : late_) place(late, before);
    return std::move(placed_);
  }

 private:
  struct Anchor {
    Identifier identifier;
    std::uint16_t epoch;
    Timestamp time;
    auto operator<=>(const Anchor&) const = default;
  };
  struct Choice {
    EventRef ref;
    std::vector<std::uint16_t> epochs;  // to choose from
    std::optional<std::uint16_t> vote{};
    bool is_anchor = false;
    std::vector<std::int64_t> cost{};  // by epoch, of the sequence from here on
  };

  void find_anchors(const RecordSequence& sequence) {
    auto possible = epochs_.possible(sequence, events_);
    std::vector<Choice> choices;
    bool is_open = false;
    for (std::size_t i = 0; i < sequence.size(); ++i) {
      if (is_written_late(events_[sequence[i]].kind)) {
        late_.emplace_back(sequence[i], choices.empty() ? sequence[i] : choices.back().ref);
        continue;
      }
      Choice& choice = choices.emplace_back(Choice{sequence[i], std::move(possible[i])});
      placed_.epoch_of[choice.ref] = choice.epochs.front();
      is_open = is_open || choice.epochs.size() > 1;
      if (choice.epochs.size() == 1) add_anchor(choice);
    }
    if (is_open) open_.push_back(std::move(choices));
  }

  void add_anchor(Choice& choice) {
    if (std::exchange(choice.is_anchor, true)) return;
    const Event& event = events_[choice.ref];
    if (!epochs_.repeats(event.time, kReach)) return;
    for (const Identifier one : identifiers_of(event, strings_))
      anchors_.push_back({one, placed_.epoch_of[choice.ref], event.time});
  }

  void vote(Choice& choice) const {
    if (choice.is_anchor) return;
    choice.vote.reset();
    const Timestamp time = events_[choice.ref].time;
    Ticks nearest = reach_ + Ticks{1};
    for (const Identifier identifier : identifiers_of(events_[choice.ref], strings_)) {
      for (const std::uint16_t epoch : choice.epochs) {
        const auto behind = std::ranges::lower_bound(anchors_, Anchor{identifier, epoch, time});
        for (auto at = behind == anchors_.begin() ? behind : behind - 1;
             at != anchors_.end() && at <= behind; ++at) {
          const Ticks distance = std::chrono::abs(at->time - time);
          if (at->identifier != identifier || at->epoch != epoch || distance >= nearest) continue;
          nearest = distance;
          choice.vote = epoch;
        }
      }
      if (identifier.is_connection && choice.vote) return;
    }
  }

  struct Before {
    EventRef ref = 0;
    std::uint16_t epoch = 0;
  };
  enum class OfEqual : std::uint8_t { first, last };
  // The cheapest epoch for `choice` behind the record before it.
  struct Cheapest {
    std::uint16_t epoch = 0;
    std::int64_t cost = std::numeric_limits<std::int64_t>::max();
  };
  Cheapest cheapest(Before before, const Choice& choice, OfEqual wanted) const {
    const bool falls = events_[choice.ref].time + kDisorder < events_[before.ref].time;
    Cheapest best;
    for (std::size_t i = 0; i < choice.epochs.size(); ++i) {
      std::int64_t cost = choice.cost[i];
      if (choice.epochs[i] < before.epoch) cost += kOutOfTurn;
      if (choice.epochs[i] == before.epoch && falls) cost += kFall;
      if (cost < best.cost || (wanted == OfEqual::last && cost == best.cost))
        best = {choice.epochs[i], cost};
    }
    return best;
  }

  // Of equally cheap splits the latest; what the earliest places elsewhere is undecided.
  void split(std::vector<Choice>& sequence) {
    for (std::size_t i = sequence.size(); i-- > 0;) {
      Choice& choice = sequence[i];
      vote(choice);
      choice.cost.clear();
      for (const std::uint16_t epoch : choice.epochs) {
        std::int64_t cost = choice.vote.value_or(epoch) == epoch ? 0 : kVote;
        if (i + 1 < sequence.size())
          cost += cheapest({choice.ref, epoch}, sequence[i + 1], OfEqual::first).cost;
        choice.cost.push_back(cost);
      }
    }
    EventRef before = sequence.front().ref;
    std::uint16_t late = 0, early = 0;
    for (const Choice& choice : sequence) {
      late = cheapest({before, late}, choice, OfEqual::first).epoch;
      early = cheapest({before, early}, choice, OfEqual::last).epoch;
      placed_.epoch_of[choice.ref] = late;
      placed_.undecided[choice.ref] = late != early;
      before = choice.ref;
    }
  }

  // What was written late stands where that brings it nearest to the record before it in its turn;
  // where that is far away, beside what other services wrote of the same start or stop.
  void place(EventRef late, EventRef before) {
    const std::uint16_t reached = placed_.epoch_of[before];
    const Ticks ahead = events_[late].time - events_[before].time;
    const auto& epochs = epochs_.containing(events_[late].time);
    const auto distance = [&](std::uint16_t epoch) {
      return std::chrono::abs(ahead + epochs_.set_back(epoch) - epochs_.set_back(reached));
    };
    const auto nearest = std::ranges::min_element(epochs, {}, distance);
    placed_.epoch_of[late] = nearest == epochs.end() ? reached : *nearest;
    if (nearest == epochs.end() || distance(*nearest) <= kReach) return;
    Choice choice{.ref = late, .epochs = epochs};
    vote(choice);
    placed_.epoch_of[late] = choice.vote.value_or(*nearest);
  }

  const std::vector<Event>& events_;
  const EpochRanges& epochs_;
  const Strings& strings_;
  Placement placed_;
  Ticks reach_{};  // of this pass
  std::vector<Anchor> anchors_;
  std::vector<std::vector<Choice>> open_;            // by sequence, of those that have a choice
  std::vector<std::pair<EventRef, EventRef>> late_;  // behind what was written in its turn
};

}  // namespace

Placement place_in_epochs(const std::vector<Event>& events, const RecordSequences& sequences,
                          const EpochRanges& epochs, const Strings& strings) {
  return Placing(events, epochs, strings).run(sequences);
}

}  // namespace sojourn
