#include "correlator/clock/backbone.h"

#include <algorithm>
#include <cstddef>

namespace sojourn {
namespace {

constexpr std::uint64_t kStepWeight = std::uint64_t{1} << 32;

// Records that follow each other in one epoch, and the best chain of runs that ends with them.
struct Run {
  std::size_t epoch = 0;
  std::uint64_t weight = 0;
  std::size_t first = 0, last = 0;  // places in the list of records
  std::size_t before = 0;           // the run before it in the chain; kNoRun
};
constexpr std::size_t kNoRun = static_cast<std::size_t>(-1);

// The heaviest chain that ends in an epoch up to some one.
class BestChains {
 public:
  explicit BestChains(std::size_t epochs) : best_(epochs + 1) {}

  struct Chain {
    std::uint64_t weight = 0;
    std::size_t run = kNoRun;
  };
  Chain up_to(std::size_t epoch) const {
    Chain best;
    for (std::size_t i = epoch + 1; i > 0; i -= i & (~i + 1)) keep(best, best_[i]);
    return best;
  }
  void add(std::size_t epoch, Chain chain) {
    for (std::size_t i = epoch + 1; i < best_.size(); i += i & (~i + 1)) keep(best_[i], chain);
  }

 private:
  static void keep(Chain& best, const Chain& other) {
    if (other.weight > best.weight) best = other;
  }
  std::vector<Chain> best_;  // a Fenwick tree
};

class Backbone {
 public:
  Backbone(const Strand& strand, const std::vector<Event>& events, const EpochRanges& epochs)
      : chains_(epochs.count()) {
    std::size_t reached = 0;
    for (const EventRef ref : strand) {
      const Event& event = events[ref];
      if (sets_clock_back(event)) {
        // Whatever comes before it is of the epoch before at the latest.
        const std::size_t step = epochs.step_of(event, reached);
        add(ref, step, kStepWeight);
        add(ref, step + 1, kStepWeight);
        reached = step + 1;
      } else if (!is_written_late(event.kind)) {
        if (const auto epoch = epochs.only_one(event.time)) add(ref, *epoch, 1);
      }
    }
    close();
  }

  std::vector<SureRecord> take() const {
    std::vector<std::size_t> chain;
    for (std::size_t run = chains_.up_to(last_epoch_).run; run != kNoRun; run = runs_[run].before)
      chain.push_back(run);
    std::reverse(chain.begin(), chain.end());
    std::vector<SureRecord> sure;
    for (const std::size_t run : chain) {
      for (std::size_t i = runs_[run].first; i <= runs_[run].last; ++i) {
        if (!sure.empty() && sure.back().ref == refs_[i]) sure.pop_back();
        sure.push_back({refs_[i], static_cast<std::uint16_t>(runs_[run].epoch)});
      }
    }
    return sure;
  }

 private:
  void add(EventRef ref, std::size_t epoch, std::uint64_t weight) {
    if (runs_.empty() || runs_.back().epoch != epoch) {
      close();
      runs_.push_back({.epoch = epoch, .first = refs_.size()});
    }
    runs_.back().weight += weight;
    runs_.back().last = refs_.size();
    refs_.push_back(ref);
    last_epoch_ = std::max(last_epoch_, epoch);
  }

  // The last run is whole: it goes behind the best chain that it can follow.
  void close() {
    if (runs_.empty()) return;
    Run& run = runs_.back();
    const auto chain = chains_.up_to(run.epoch);
    run.before = chain.run;
    chains_.add(run.epoch, {chain.weight + run.weight, runs_.size() - 1});
  }

  BestChains chains_;
  std::vector<Run> runs_;
  std::vector<EventRef> refs_;
  std::size_t last_epoch_ = 0;
};

}  // namespace

std::vector<SureRecord> backbone_of(const Strand& strand, const std::vector<Event>& events,
                                    const EpochRanges& epochs) {
  return Backbone(strand, events, epochs).take();
}

}  // namespace sojourn
