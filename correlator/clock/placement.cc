#include "correlator/clock/placement.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <span>
#include <utility>

#include "correlator/clock/backbone.h"
#include "correlator/clock/doubt.h"
#include "correlator/clock/witnesses.h"

namespace sojourn {
namespace {

// Doubts that witnesses narrow down this often are closed without them.
constexpr int kMostRounds = 24;

// How many times heavier witnesses must be than those for another epoch.
constexpr std::int64_t kClear = 2, kLikely = 1;

// How many epochs a record that was written out of turn may lie from those beside it.
constexpr std::size_t kFarthest = 8;

class Placing {
 public:
  Placing(const std::vector<Event>& events, const std::vector<Strand>& strands,
          const EpochRanges& epochs, const Strings& strings)
      : events_(events),
        epochs_(epochs),
        strings_(strings),
        epoch_of_(events.size()),
        sure_(events.size()) {
    for (const Strand& strand : strands) settle_backbone(strand);
    for (EventRef ref = 0; ref < events_.size(); ++ref) {
      if (epochs_.repeats(events_[ref].time, kWitnessReach)) in_reach_.push_back(ref);
    }
  }

  std::vector<std::uint16_t> run() {
    // First what is clear, then what is likely: an early mistake would witness for others.
    std::int64_t margin = kClear;
    for (int round = 0; !open_.empty() && round < kMostRounds; ++round) {
      const Witnesses witnesses = witnesses_now();
      bool decided = false;
      for (const Strand& strand : open_) decided = narrow(strand, witnesses, margin) || decided;
      if (decided) continue;
      if (margin == kClear) {
        margin = kLikely;
        continue;
      }
      close(open_.front(), witnesses);
      open_.erase(open_.begin());
      margin = kClear;
    }
    if (!open_.empty()) {
      const Witnesses witnesses = witnesses_now();
      for (const Strand& strand : open_) close(strand, witnesses);
    }
    place_the_rest();
    return std::move(epoch_of_);
  }

 private:
  void settle(EventRef ref, std::size_t epoch) {
    const Timestamp time = events_[ref].time;
    if (!epochs_.contains(epoch, time)) epoch = epochs_.nearest(time, epoch);
    epoch_of_[ref] = static_cast<std::uint16_t>(epoch);
    sure_[ref] = true;
  }

  void settle_backbone(const Strand& strand) {
    for (const SureRecord& record : backbone_of(strand, events_, epochs_))
      settle(record.ref, record.epoch);
    Strand in_turn;
    bool doubtful = false;
    in_turn.reserve(strand.size());
    for (const EventRef ref : strand) {
      const bool out_of_turn = is_written_late(events_[ref].kind) ||
                               (!sure_[ref] && epochs_.only_one(events_[ref].time));
      if (out_of_turn) {
        late_.push_back({ref, in_turn.empty() ? kNone : in_turn.back()});
        continue;
      }
      in_turn.push_back(ref);
      doubtful = doubtful || !sure_[ref];
    }
    if (doubtful) open_.push_back(std::move(in_turn));
  }

  Witnesses witnesses_now() const {
    Witnesses witnesses(strings_);
    for (const EventRef ref : in_reach_) {
      if (sure_[ref]) witnesses.add(events_[ref], epoch_of_[ref]);
    }
    witnesses.sort();
    return witnesses;
  }

  // Calls `solve` with each doubt of the strand.
  template <class Solve>
  void for_each_doubt(const Strand& strand, Solve solve) {
    for (std::size_t first = 0; first < strand.size(); ++first) {
      if (sure_[strand[first]]) continue;
      std::size_t last = first;
      while (last < strand.size() && !sure_[strand[last]]) ++last;
      Doubt doubt;
      doubt.records = std::span(strand).subspan(first, last - first);
      doubt.to = static_cast<std::uint16_t>(epochs_.count() - 1);
      if (first > 0) {
        doubt.before = events_[strand[first - 1]].time;
        doubt.from = epoch_of_[strand[first - 1]];
      }
      if (last < strand.size()) {
        const Event& behind = events_[strand[last]];
        doubt.behind = sets_clock_back(behind) ? behind.other_time : behind.time;
        doubt.to = epoch_of_[strand[last]];
        if (sets_clock_back(behind) && doubt.to > doubt.from) --doubt.to;
      }
      choose_epochs(doubt);
      solve(doubt);
      first = last;
    }
  }

  void choose_epochs(Doubt& doubt) const {
    Timestamp first = Timestamp::max(), last = Timestamp::min();
    for (const EventRef ref : doubt.records) {
      first = std::min(first, events_[ref].time);
      last = std::max(last, events_[ref].time);
    }
    for (std::uint16_t epoch = doubt.from; epoch <= doubt.to; ++epoch) {
      if (epochs_.meets(epoch, first, last)) doubt.epochs.push_back(epoch);
    }
    if (doubt.epochs.empty()) doubt.epochs.push_back(doubt.from);
    // A clock that was set back so often over one stretch proves nothing.
    if (doubt.epochs.size() > kMostEpochs) doubt.epochs.resize(kMostEpochs);
  }

  // Settles what witnesses decide, and what stands between two such records of one epoch. Whether
  // there was anything.
  bool narrow(const Strand& strand, const Witnesses& witnesses, std::int64_t margin) {
    bool decided = false;
    std::vector<SureRecord> sure;
    for_each_doubt(strand, [&](const Doubt& doubt) {
      const Cut cut = best_cut(doubt, events_, epochs_, witnesses, margin);
      const std::size_t size = doubt.records.size();
      std::vector<std::uint16_t> latest(size + 1, doubt.epochs.back());
      for (std::size_t i = size; i-- > 0;)
        latest[i] = cut.witnessed[i] ? cut.epochs[i] : latest[i + 1];
      std::uint16_t earliest = doubt.epochs.front();
      for (std::size_t i = 0; i < size; ++i) {
        if (cut.witnessed[i]) earliest = cut.epochs[i];
        if (earliest == latest[i]) sure.push_back({doubt.records[i], earliest});
      }
    });
    for (const SureRecord& record : sure) {
      settle(record.ref, record.epoch);
      decided = true;
    }
    return decided;
  }

  void close(const Strand& strand, const Witnesses& witnesses) {
    std::vector<SureRecord> sure;
    for_each_doubt(strand, [&](const Doubt& doubt) {
      const Cut cut = best_cut(doubt, events_, epochs_, witnesses, kLikely);
      for (std::size_t i = 0; i < doubt.records.size(); ++i)
        sure.push_back({doubt.records[i], cut.epochs[i]});
    });
    for (const SureRecord& record : sure) settle(record.ref, record.epoch);
  }

  // What was written out of turn lies in the epoch of its neighbours or near it.
  void place_the_rest() {
    if (late_.empty()) return;
    const Witnesses witnesses = witnesses_now();
    for (const auto& [ref, before] : late_) {
      const Event& event = events_[ref];
      const std::size_t reached = before == kNone ? 0 : epoch_of_[before];
      std::size_t best = epochs_.nearest(event.time, reached);
      const std::vector<Thing> things = witnesses.things_of(event);
      std::int64_t support = witnesses.support(things, event.time, best);
      for (std::size_t epoch = reached < kFarthest ? 0 : reached - kFarthest;
           epoch < std::min(epochs_.count(), reached + kFarthest); ++epoch) {
        if (!epochs_.contains(epoch, event.time)) continue;
        const std::int64_t other = witnesses.support(things, event.time, epoch);
        if (other <= support) continue;
        best = epoch;
        support = other;
      }
      epoch_of_[ref] = static_cast<std::uint16_t>(best);
    }
  }

  struct LateRecord {
    EventRef ref, before;  // the record before it that stands in its turn
  };

  const std::vector<Event>& events_;
  const EpochRanges& epochs_;
  const Strings& strings_;
  std::vector<std::uint16_t> epoch_of_;
  std::vector<bool> sure_;
  std::vector<EventRef> in_reach_;  // of a time that is repeated
  std::vector<Strand> open_;        // with a doubt; without what was written out of turn
  std::vector<LateRecord> late_;
};

}  // namespace

std::vector<std::uint16_t> place_in_epochs(const std::vector<Event>& events,
                                           const std::vector<Strand>& strands,
                                           const EpochRanges& epochs, const Strings& strings) {
  return Placing(events, strands, epochs, strings).run();
}

}  // namespace sojourn
