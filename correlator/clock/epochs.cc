#include "correlator/clock/epochs.h"

#include <algorithm>
#include <map>
#include <string>
#include <string_view>

#include "schema/ascii.h"

namespace sojourn {
namespace {

constexpr Ticks kSlack = std::chrono::seconds{1};
// What the threads of one service may write out of turn.
constexpr Ticks kDisorder = std::chrono::minutes{1};
// The first records of several logs, where Windows starts them (observed: 6.2 s).
constexpr Ticks kOneStart = std::chrono::minutes{1};
// No longer is one log written while the others that tell of the clock are not.
constexpr Ticks kAlone = std::chrono::hours{24};

// Every record is asked for its epoch: a forged log must not make that a long search. The clock of
// a host that was set back more often proves nothing, nor does one that showed a time so often.
constexpr std::size_t kMostSteps = 1'000, kMostEpochs = 16;
// Forged steps must not overflow the sum.
constexpr Ticks kMostSetBack = std::chrono::hours{24 * 365 * 1000};

bool close(Timestamp a, Timestamp b) { return std::chrono::abs(a - b) <= kSlack; }

bool same(const ClockStep& a, const ClockStep& b) {
  return close(a.before, b.before) && close(a.after, b.after);
}

// The steps in the order they happened: as the sequence with most of them has them; one that only
// another sequence saw goes before the first that started from a later clock.
std::vector<ClockStep> find_steps(const RecordSequences& sequences) {
  std::vector<std::vector<ClockStep>> seen;
  for (const RecordSequence& sequence : sequences.all()) {
    std::vector<ClockStep> steps;
    for (const EventRef ref : sequence) {
      const auto step = sequences.step_at(ref);
      if (step && steps.size() < kMostSteps) steps.push_back(*step);
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
      const auto known =
          std::ranges::find_if(steps, [&](const ClockStep& other) { return same(other, step); });
      if (known != steps.end() || steps.size() == kMostSteps) continue;
      steps.insert(std::ranges::find_if(
                       steps, [&](const ClockStep& other) { return other.before >= step.before; }),
                   step);
    }
  }
  return steps;
}

}  // namespace

EpochRanges::EpochRanges(const std::vector<Event>& events, const RecordSequences& sequences,
                         const Strings& strings)
    : steps_(find_steps(sequences)) {
  find_ranges(events, sequences);
  find_overlaps(reached_by_last(events, sequences) + kAlone);
  find_markers(sequences);
  find_names(events, sequences, strings);
  set_back_.assign(count(), Ticks{0});
  for (std::size_t i = 0; i < steps_.size(); ++i)
    set_back_[i + 1] = std::min(set_back_[i] + (steps_[i].before - steps_[i].after), kMostSetBack);
}

void EpochRanges::find_ranges(const std::vector<Event>& events, const RecordSequences& sequences) {
  ranges_.assign(steps_.size() + 1, {Timestamp::min(), Timestamp::max()});
  for (std::size_t i = 0; i < steps_.size(); ++i) {
    ranges_[i].last = steps_[i].before + kSlack;
    ranges_[i + 1].first = steps_[i].after - kSlack;
  }
  if (steps_.empty()) return;
  // The first epoch begins with the earliest record that a sequence wrote before its first step,
  // or before its time fell where another sequence holds the step.
  Timestamp earliest = Timestamp::max();
  for (const RecordSequence& sequence : sequences.all()) {
    Timestamp first = Timestamp::max(), before = Timestamp::min();
    for (const EventRef ref : sequence) {
      if (is_written_late(events[ref].kind)) continue;
      const auto step = sequences.step_at(ref);
      const Timestamp time = events[ref].time;
      if (step ? same(*step, steps_.front()) : time + kDisorder < before) {
        earliest = std::min(earliest, first);
        break;
      }
      if (step) break;
      first = std::min(first, time);
      before = time;
    }
  }
  if (earliest != Timestamp::max()) ranges_[0].first = earliest - kOneStart;
}

// Until when the clock of the last epoch is known to have gone on: by the records behind its step
// and by those of times that no other epoch showed.
Timestamp EpochRanges::reached_by_last(const std::vector<Event>& events,
                                       const RecordSequences& sequences) const {
  Timestamp before = Timestamp::min(), reached = Timestamp::min();
  for (std::size_t i = 0; i < steps_.size(); ++i) before = std::max(before, ranges_[i].last);
  for (const RecordSequence& sequence : sequences.all()) {
    bool is_behind = false;
    for (const EventRef ref : sequence) {
      const auto step = sequences.step_at(ref);
      is_behind = is_behind || (step && !steps_.empty() && same(*step, steps_.back()));
      const Timestamp time = events[ref].time;
      if (is_behind || time > before) reached = std::max(reached, time);
    }
  }
  return reached;
}

// What another epoch showed, too, is not of the last one where that is not known to have come to it
// yet: the clock may have been weeks ahead.
void EpochRanges::find_overlaps(Timestamp reached) {
  std::vector<Timestamp> bounds{Timestamp::min(), reached};
  for (const Range& range : ranges_) {
    bounds.push_back(range.first);
    if (range.last != Timestamp::max()) bounds.push_back(range.last + Ticks{1});
  }
  std::ranges::sort(bounds);
  bounds.erase(std::unique(bounds.begin(), bounds.end()), bounds.end());
  overlaps_.reserve(bounds.size());
  for (const Timestamp from : bounds) {
    EpochOverlap& overlap = overlaps_.emplace_back(EpochOverlap{.from = from, .epochs = {}});
    for (std::size_t i = 0; i < ranges_.size(); ++i) {
      if (ranges_[i].first <= from && from <= ranges_[i].last)
        overlap.epochs.push_back(static_cast<std::uint16_t>(i));
    }
    const bool is_last = !overlap.epochs.empty() && overlap.epochs.back() + 1U == ranges_.size();
    if (is_last && overlap.epochs.size() > 1 && from >= reached) overlap.epochs.pop_back();
  }
}

void EpochRanges::find_markers(const RecordSequences& sequences) {
  for (const RecordSequence& sequence : sequences.all()) {
    auto reached = steps_.begin();
    for (const EventRef ref : sequence) {
      const auto told = sequences.step_at(ref);
      if (!told) continue;
      const auto step = std::find_if(reached, steps_.end(),
                                     [&](const ClockStep& one) { return same(one, *told); });
      if (step == steps_.end()) continue;
      markers_.emplace_back(ref, static_cast<std::uint16_t>(step - steps_.begin()));
      reached = step + 1;
    }
  }
  std::ranges::sort(markers_);
}

EpochRanges::Overlaps::const_iterator EpochRanges::overlap_at(Timestamp time) const {
  return std::prev(std::ranges::upper_bound(overlaps_, time, {}, &EpochOverlap::from));
}

const std::vector<std::uint16_t>& EpochRanges::containing(Timestamp time) const {
  return overlap_at(time)->epochs;
}

bool EpochRanges::repeats(Timestamp time, Ticks margin) const {
  for (auto at = overlap_at(time - margin); at != overlaps_.end() && at->from <= time + margin;
       ++at) {
    if (at->epochs.size() > 1) return true;
  }
  return false;
}

std::optional<std::size_t> EpochRanges::step_at(EventRef ref) const {
  const auto at = std::ranges::lower_bound(markers_, std::pair<EventRef, std::uint16_t>{ref, 0});
  if (at == markers_.end() || at->first != ref) return std::nullopt;
  return at->second;
}

std::vector<EpochRanges::Turn> EpochRanges::turns_of(const RecordSequence& sequence) const {
  std::vector<Turn> turns(sequence.size(), {0, count() - 1});
  for (std::size_t i = sequence.size(); i-- > 1;)
    turns[i - 1].last = step_at(sequence[i]).value_or(turns[i].last);
  for (std::size_t i = 0; i < sequence.size(); ++i) {
    const auto step = step_at(sequence[i]);
    turns[i].first = step ? *step + 1 : (i == 0 ? 0 : turns[i - 1].first);
    if (step) turns[i].last = turns[i].first;
  }
  return turns;
}

// A machine has one name at a time, in whatever letters and with its domain or without: those
// sequences tell in which epochs it had which that hold a step.
void EpochRanges::find_names(const std::vector<Event>& events, const RecordSequences& sequences,
                             const Strings& strings) {
  if (steps_.empty()) return;
  std::unordered_map<Text, std::string> names;
  const auto name_of = [&](const Event& event) -> const std::string& {
    const auto [name, is_new] = names.try_emplace(event.computer);
    const std::string_view text = strings[event.computer];
    if (is_new) name->second = ascii_lower(text.substr(0, text.find('.')));
    return name->second;
  };
  std::map<std::string, Turn> told;
  for (const RecordSequence& sequence : sequences.all()) {
    if (std::ranges::none_of(sequence, [&](EventRef ref) { return step_at(ref).has_value(); }))
      continue;
    const std::vector<Turn> turns = turns_of(sequence);
    for (std::size_t i = 0; i < sequence.size(); ++i) {
      const Event& event = events[sequence[i]];
      if (is_written_late(event.kind)) continue;
      Turn& turn = told.try_emplace(name_of(event), turns[i]).first->second;
      turn = {std::min(turn.first, turns[i].first), std::max(turn.last, turns[i].last)};
    }
  }
  for (const Event& event : events) {
    if (names_.contains(event.computer)) continue;
    const auto turn = told.find(name_of(event));
    names_.emplace(event.computer, turn == told.end() ? Turn{0, count() - 1} : turn->second);
  }
}

std::vector<std::vector<std::uint16_t>> EpochRanges::possible(
    const RecordSequence& sequence, const std::vector<Event>& events) const {
  std::vector<std::vector<std::uint16_t>> result(sequence.size());
  const std::vector<Turn> turns = turns_of(sequence);
  for (std::size_t i = 0; i < sequence.size(); ++i) {
    const Event& event = events[sequence[i]];
    const std::vector<std::uint16_t>& containing_it = containing(event.time);
    const auto collect = [&](const Turn& turn) {
      for (const std::uint16_t epoch : containing_it) {
        const bool fits = turn.first <= epoch && epoch <= turn.last;
        if (fits && result[i].size() < kMostEpochs) result[i].push_back(epoch);
      }
    };
    const Turn& turn = turns[i];
    const Turn& name = names_.at(event.computer);
    collect({std::max(turn.first, name.first), std::min(turn.last, name.last)});
    if (result[i].empty()) collect(turn);
    if (!result[i].empty()) continue;
    // Written out of turn: near that stretch of its sequence.
    const auto later = std::ranges::lower_bound(containing_it, turn.first);
    const std::size_t near = containing_it.empty()          ? turn.first
                             : later != containing_it.end() ? *later
                                                            : containing_it.back();
    result[i].push_back(static_cast<std::uint16_t>(near));
  }
  return result;
}

}  // namespace sojourn
