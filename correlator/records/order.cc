#include "correlator/records/order.h"

#include <algorithm>
#include <cassert>
#include <numeric>
#include <span>
#include <tuple>
#include <utility>

#include "correlator/clock/clock.h"
#include "correlator/clock/sequences.h"
#include "correlator/names/text_table.h"
#include "correlator/records/permute.h"
#include "schema/catalog.h"
#include "schema/compare_events.h"

namespace sojourn {
namespace {

// The rank in the catalog, but for records whose place depends on a value: the logon of the system
// itself starts a boot, one of type 7 follows its unlock, and a disconnection of these reasons is
// what is left to say of a logoff.
int causal_rank(const Event& event) {
  using enum EventKind;
  const auto rank_of = [](EventKind kind) { return spec_of(kind).causal_rank; };
  if (event.kind == logon && event.logon_type == 0) return rank_of(lsass_started);
  if (event.kind == logon && event.logon_type == 7) return rank_of(unlocked) + 1;
  if (event.kind == disconnect_reason && (event.reason == 11 || event.reason == 12))
    return rank_of(winlogon_logoff) + 1;
  return rank_of(event.kind);
}

using ChannelRanks = TextTable<std::uint32_t>;

// For each Text used as a channel, its place in the alphabet.
ChannelRanks channel_ranks(const std::vector<Event>& events, const Strings& strings) {
  std::vector<Text> channels;
  ChannelRanks ranks;
  for (const Event& event : events) {
    if (ranks.find(event.channel) != nullptr) continue;
    channels.push_back(event.channel);
    ranks.put(event.channel, 0);
  }
  std::ranges::sort(channels, [&](Text a, Text b) { return strings[a] < strings[b]; });
  for (std::uint32_t i = 0; i < channels.size(); ++i) ranks.put(channels[i], i);
  return ranks;
}

// Orders the records of one tick: inside a channel by record id, which is how they were written;
// between channels by causal rank. (By it alone a logoff's own LSM 39 would come before its 23,
// which has the lower record id.) `tick` comes sorted by channel and record id.
void interleave_channels(std::span<std::uint32_t> tick, const std::vector<Event>& events,
                         const ChannelRanks& ranks) {
  if (tick.size() < 2) return;
  assert(std::ranges::is_sorted(tick, {}, [&](std::uint32_t i) {
    return std::pair{*ranks.find(events[i].channel), events[i].record};
  }));
  std::vector<std::span<const std::uint32_t>> channels;
  const std::vector<std::uint32_t> by_channel(tick.begin(), tick.end());
  for (std::size_t first = 0, i = 1; i <= by_channel.size(); ++i) {
    if (i < by_channel.size() && events[by_channel[i]].channel == events[by_channel[first]].channel)
      continue;
    channels.emplace_back(by_channel.data() + first, i - first);
    first = i;
  }
  if (channels.size() < 2) return;
  const auto key = [&](const std::span<const std::uint32_t>& channel) {
    const Event& head = events[channel.front()];
    return std::pair{causal_rank(head), *ranks.find(head.channel)};
  };
  // A heap whose front is the channel with the earliest head.
  const auto later = [&](const auto& a, const auto& b) { return key(a) > key(b); };
  std::ranges::make_heap(channels, later);
  for (std::uint32_t& next : tick) {
    std::ranges::pop_heap(channels, later);
    next = channels.back().front();
    channels.back() = channels.back().subspan(1);
    if (channels.back().empty()) {
      channels.pop_back();
    } else {
      std::ranges::push_heap(channels, later);
    }
  }
}

// Sorts by merging the runs that are in order already: records come in order from each file, so
// that this is little more than one pass over them.
template <class Less>
void merge_runs(std::vector<std::uint32_t>& order, Less less) {
  std::vector<std::size_t> starts{0};
  for (std::size_t i = 1; i < order.size(); ++i) {
    if (less(order[i], order[i - 1])) starts.push_back(i);
  }
  starts.push_back(order.size());
  const auto at = [&](std::size_t run) {
    return order.begin() + static_cast<std::ptrdiff_t>(starts[run]);
  };
  while (starts.size() > 2) {
    std::vector<std::size_t> merged;
    std::size_t run = 0;
    for (; run + 2 < starts.size(); run += 2) {
      std::inplace_merge(at(run), at(run + 1), at(run + 2), less);
      merged.push_back(starts[run]);
    }
    for (; run < starts.size(); ++run) merged.push_back(starts[run]);
    starts = std::move(merged);
  }
}

Timestamp cut_to_three(Timestamp time) {
  return std::chrono::floor<std::chrono::milliseconds>(time);
}

class Orderer {
 public:
  Orderer(std::vector<Event> events, const Strings& strings)
      : strings_(strings), ranks_(channel_ranks(events, strings)) {
    result_.events = std::move(events);
    order_ = all_places();
  }

  OrderedEvents run() {
    remove_copies();
    read_clock();
    order_by_time();
    return std::move(result_);
  }

 private:
  const Event& at(std::uint32_t i) const { return result_.events[i]; }
  std::vector<std::uint32_t> all_places() const {
    std::vector<std::uint32_t> places(result_.events.size());
    std::iota(places.begin(), places.end(), 0U);
    return places;
  }
  std::uint32_t rank(const Event& event) const { return *ranks_.find(event.channel); }

  // Copies end up side by side, a live record before recovered ones, the one from the first file in
  // front. A recovered record is a copy of the live one of its id and time although parts of it may
  // have been written over. Some exports cut times to six or three digits: the whole time is in
  // front.
  void remove_copies() {
    merge_runs(order_, [&](std::uint32_t i, std::uint32_t j) {
      const Event &a = at(i), &b = at(j);
      const auto x = std::tuple{rank(a), a.record, cut_to_three(a.time), bool{a.recovered}};
      const auto y = std::tuple{rank(b), b.record, cut_to_three(b.time), bool{b.recovered}};
      if (x != y) return x < y;
      if (const int content = compare_but_for_digits(a, b, strings_); content != 0) {
        return content < 0;
      }
      return std::tuple{b.time, b.other_time, a.file} < std::tuple{a.time, a.other_time, b.file};
    });
    const auto is_copy = [&](std::uint32_t i, std::uint32_t j) {
      const Event &a = at(i), &b = at(j);
      return rank(a) == rank(b) && a.record == b.record &&
             (a.time == b.time || cut_to_six_digits(a.time) == b.time ||
              cut_to_three(a.time) == b.time) &&
             ((b.recovered && !a.recovered) || compare_but_for_digits(a, b, strings_) == 0);
    };
    std::vector<std::uint32_t> copies;
    std::size_t kept = 0;
    for (std::size_t i = 0; i < order_.size(); ++i) {
      if (kept > 0 && is_copy(order_[kept - 1], order_[i])) {
        copies.push_back(order_[i]);
        note_copy(static_cast<std::uint32_t>(kept - 1), at(order_[kept - 1]), at(order_[i]));
      } else {
        order_[kept++] = order_[i];
      }
    }
    order_.resize(kept);
    result_.duplicates = copies.size();
    if (copies.empty()) return;
    order_.insert(order_.end(), copies.begin(), copies.end());
    permute(result_.events, std::move(order_));
    result_.events.resize(kept);
    order_ = all_places();
    keep_one_of_each_file();
  }

  void note_copy(std::uint32_t place, const Event& event, const Event& copy) {
    if (copy.file == event.file) return;
    result_.copies.push_back({.event = place,
                              .file = copy.file,
                              .time = copy.time,
                              .other_time = copy.other_time,
                              .recovered = copy.recovered});
  }

  // Of several in one file the live one, then the one that tells most.
  void keep_one_of_each_file() {
    std::vector<RecordCopy>& copies = result_.copies;
    std::ranges::sort(copies, [](const RecordCopy& a, const RecordCopy& b) {
      return std::tuple{a.event, a.file, a.recovered, b.time, b.other_time} <
             std::tuple{b.event, b.file, b.recovered, a.time, a.other_time};
    });
    const auto same = [](const RecordCopy& a, const RecordCopy& b) {
      return a.event == b.event && a.file == b.file;
    };
    copies.erase(std::unique(copies.begin(), copies.end(), same), copies.end());
    copies.shrink_to_fit();
  }

  // What is about to become the order of the events becomes that of their copies.
  void move_copies() {
    if (result_.copies.empty()) return;
    std::vector<std::uint32_t> places(order_.size());
    for (std::uint32_t i = 0; i < order_.size(); ++i) places[order_[i]] = i;
    for (RecordCopy& copy : result_.copies) copy.event = places[copy.event];
    std::ranges::sort(result_.copies, {}, [](const RecordCopy& copy) {
      return std::pair{copy.event, copy.file};
    });
  }

  // Whether the clock may have been set back. The order is that of channels and record ids.
  bool is_clock_suspect() const {
    if (std::ranges::any_of(result_.events, sets_clock_back)) return true;
    for (std::size_t i = 1; i < order_.size(); ++i) {
      // What is written late says nothing of what the records before it were stamped by.
      for (std::size_t before = i; before-- > 0;) {
        if (starts_earlier(at(order_[before]), at(order_[i]))) return true;
        if (!is_written_late(at(order_[before]).kind)) break;
      }
    }
    return false;
  }

  void read_clock() {
    if (!is_clock_suspect()) return;
    move_copies();
    permute(result_.events, std::move(order_));
    order_ = all_places();
    result_.clock = MonotonicClock(result_.events, strings_);
  }

  void order_by_time() {
    merge_runs(order_, [&](std::uint32_t i, std::uint32_t j) {
      const Event &a = at(i), &b = at(j);
      const auto x = std::tuple{result_.monotonic(i), rank(a), a.record};
      const auto y = std::tuple{result_.monotonic(j), rank(b), b.record};
      if (x != y) return x < y;
      return compare_content(a, b, strings_) < 0;
    });
    for (auto first = order_.begin(); first != order_.end();) {
      const Timestamp tick = result_.monotonic(*first);
      const auto last = std::find_if(first, order_.end(),
                                     [&](std::uint32_t i) { return result_.monotonic(i) != tick; });
      interleave_channels({first, last}, result_.events, ranks_);
      first = last;
    }
    result_.clock.permute(order_);
    move_copies();
    permute(result_.events, std::move(order_));
  }

  const Strings& strings_;
  const ChannelRanks ranks_;
  OrderedEvents result_;
  std::vector<std::uint32_t> order_;
};

}  // namespace

OrderedEvents order_events(std::vector<Event> events, const Strings& strings) {
  return Orderer(std::move(events), strings).run();
}

}  // namespace sojourn
