#include "correlator/clock/doubt.h"

#include <algorithm>
#include <bit>
#include <unordered_map>
#include <utility>

namespace sojourn {
namespace {

constexpr Ticks kDisorder = std::chrono::seconds{2};

// No record fits less because witnesses speak for another epoch, and no witness outweighs that time
// cannot fall.
constexpr std::int64_t kFits = 10'000;
constexpr std::int64_t kFall = 1'000;

struct Score {
  std::int64_t evidence = 0;
  std::int64_t chance = 0;  // that it is none that records on both sides of a cut lie so close
  auto operator<=>(const Score&) const = default;
};

// 16 times the binary logarithm of the ticks between the times; the longest counted is some 30 h.
std::int64_t log_distance(Timestamp a, Timestamp b) {
  constexpr int most_bits = 40, fraction_bits = 4;
  const auto ticks =
      static_cast<std::uint64_t>(std::max(std::chrono::abs(b - a), Ticks{1 << 4}).count());
  const auto bits = static_cast<int>(std::bit_width(ticks)) - 1;
  if (bits >= most_bits) return std::int64_t{most_bits} << fraction_bits;
  const std::uint64_t fraction = ticks >> (bits - fraction_bits) & ((1 << fraction_bits) - 1);
  return (std::int64_t{bits} << fraction_bits) + static_cast<std::int64_t>(fraction);
}

// Records that lie close together by the clock were most likely written together: that a cut runs
// between them is the less likely the closer they are, whether time falls there or not.
std::int64_t chance_of_cut(Timestamp before, Timestamp after) {
  return log_distance(before, after) - log_distance(Timestamp{}, Timestamp::max());
}

class Cutting {
 public:
  Cutting(const Doubt& doubt, const std::vector<Event>& events, const EpochRanges& epochs,
          const Witnesses& witnesses)
      : doubt_(doubt), events_(events), width_(doubt.epochs.size()) {
    support_.reserve(doubt.records.size() * width_);
    things_.reserve(doubt.records.size());
    for (const EventRef ref : doubt.records) {
      const Timestamp at = events[ref].time;
      const auto& things = things_.emplace_back(witnesses.things_of(events[ref]));
      for (const std::uint16_t epoch : doubt.epochs)
        support_.push_back(epochs.contains(epoch, at) ? witnesses.support(things, at, epoch) : -1);
    }
    find_bonds();
  }

  Cut run(std::int64_t margin) {
    begin();
    for (std::size_t i = 1; i < doubt_.records.size(); ++i) {
      pass(time(i - 1), time(i), i);
      for (std::size_t c = 0; c < width_; ++c) scores_[c].evidence += fitness(i, c);
    }
    return trace_back(end(), margin);
  }

 private:
  Timestamp time(std::size_t i) const { return events_[doubt_.records[i]].time; }
  std::int64_t support(std::size_t i, std::size_t c) const { return support_[i * width_ + c]; }
  std::int64_t fitness(std::size_t i, std::size_t c) const {
    return support(i, c) < 0 ? 0 : kFits + support(i, c);
  }

  // A cut between two records of one thing parts what was perhaps written together; half as likely
  // between any two of the strand.
  void find_bonds() {
    bonds_.resize(doubt_.records.size() + 1);
    std::unordered_map<Thing, std::size_t> latest;
    for (std::size_t i = 0; i < doubt_.records.size(); ++i) {
      for (const Thing thing : things_[i]) {
        const auto [entry, is_new] = latest.try_emplace(thing, i);
        if (is_new) continue;
        const std::size_t before = std::exchange(entry->second, i);
        if (before == i) continue;
        const std::int64_t weight = bond(std::chrono::abs(time(i) - time(before)));
        bonds_[before + 1] += weight;
        bonds_[i + 1] -= weight;
      }
    }
    for (std::size_t i = 1; i < bonds_.size(); ++i) bonds_[i] += bonds_[i - 1];
    const std::size_t last = doubt_.records.size() - 1;
    for (std::size_t i = 1; i <= last; ++i) bonds_[i] += neighbours(time(i - 1), time(i));
    if (doubt_.before) bonds_.front() = neighbours(*doubt_.before, time(0));
    bonds_.back() = doubt_.behind ? neighbours(time(last), *doubt_.behind) : 0;
  }

  static std::int64_t neighbours(Timestamp a, Timestamp b) {
    return bond(std::chrono::abs(a - b)) / 2;
  }

  void begin() {
    scores_.assign(width_, {});
    from_.resize(doubt_.records.size() * width_);
    for (std::size_t c = 0; c < width_; ++c) {
      // A strand that begins or ends inside the doubt need not be cut there.
      if (doubt_.before && doubt_.epochs[c] == doubt_.from) {
        if (time(0) + kDisorder < *doubt_.before) scores_[c].evidence -= kFall;
      } else if (doubt_.before) {
        scores_[c].evidence -= bonds_.front();
        scores_[c].chance = chance_of_cut(*doubt_.before, time(0));
      }
      scores_[c].evidence += fitness(0, c);
    }
  }

  // From one record to the next: stays in its epoch, or comes from an earlier one.
  void pass(Timestamp before, Timestamp after, std::size_t i) {
    const bool falls = after + kDisorder < before;
    std::size_t best = 0;
    Score best_before;
    for (std::size_t c = 0; c < width_; ++c) {
      const Score old = scores_[c];
      Score stays = old;
      if (falls) stays.evidence -= kFall;
      Score& score = scores_[c] = stays;
      std::size_t from = c;
      if (c > 0) {
        Score comes = best_before;
        comes.evidence -= bonds_[i];
        comes.chance += chance_of_cut(before, after);
        if (comes >= stays) {
          score = comes;
          from = best;
        }
      }
      from_[i * width_ + c] = static_cast<std::uint8_t>(from);
      if (c == 0 || old > best_before) {
        best = c;
        best_before = old;
      }
    }
  }

  std::size_t end() {
    const Timestamp last = time(doubt_.records.size() - 1);
    std::size_t best = 0;
    for (std::size_t c = 0; c < width_; ++c) {
      Score& score = scores_[c];
      if (doubt_.behind && doubt_.epochs[c] == doubt_.to) {
        if (*doubt_.behind + kDisorder < last) score.evidence -= kFall;
      } else if (doubt_.behind) {
        score.evidence -= bonds_.back();
        score.chance += chance_of_cut(last, *doubt_.behind);
      }
      if (score > scores_[best]) best = c;
    }
    return best;
  }

  // No witness is needed against an epoch that does not contain the time.
  bool is_clear(std::size_t i, std::size_t chosen, std::int64_t margin) const {
    const std::int64_t own = support(i, chosen);
    if (own < 0) return false;
    for (std::size_t c = 0; c < width_; ++c) {
      const std::int64_t other = support(i, c);
      if (c != chosen && other >= 0 && own <= margin * other) return false;
    }
    return true;
  }

  Cut trace_back(std::size_t c, std::int64_t margin) const {
    Cut cut;
    cut.epochs.resize(doubt_.records.size());
    cut.witnessed.resize(doubt_.records.size());
    for (std::size_t i = doubt_.records.size(); i-- > 0;) {
      cut.epochs[i] = doubt_.epochs[c];
      cut.witnessed[i] = is_clear(i, c, margin);
      c = from_[i * width_ + c];
    }
    return cut;
  }

  const Doubt& doubt_;
  const std::vector<Event>& events_;
  const std::size_t width_;
  std::vector<std::vector<Thing>> things_;  // by record
  std::vector<std::int64_t> support_;       // by record and epoch; -1 where the time does not fit
  std::vector<std::int64_t> bonds_;         // between the record before and this one
  std::vector<Score> scores_;               // by epoch, of the best way to it
  std::vector<std::uint8_t> from_;          // by record and epoch: that of the record before
};

}  // namespace

Cut best_cut(const Doubt& doubt, const std::vector<Event>& events, const EpochRanges& epochs,
             const Witnesses& witnesses, std::int64_t margin) {
  return Cutting(doubt, events, epochs, witnesses).run(margin);
}

}  // namespace sojourn
