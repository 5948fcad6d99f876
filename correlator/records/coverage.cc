#include "correlator/records/coverage.h"

#include <algorithm>
#include <limits>
#include <unordered_map>
#include <utility>

#include "correlator/records/range_moments.h"

namespace sojourn {

namespace {

// Why the segment of its log that a record stands in ends there; "" where it goes on. 1102 is the
// first record of the cleared Security log. System's 104 says that another channel was cleared, or
// System itself, of which it is then the first record.
std::string_view end_before(const Event& event, const Coverage& segment) {
  switch (event.kind) {
    case EventKind::security_log_cleared:
      return "cleared";
    case EventKind::log_cleared:
      return event.record < segment.last_record ? "cleared" : "";
    case EventKind::security_events_lost:
    case EventKind::security_event_refused:
      return "events_lost";
    default:
      return "";
  }
}

constexpr std::size_t kNowhere = std::numeric_limits<std::size_t>::max();

struct CoverageSegment {
  Coverage row;
  std::size_t first_event = 0;
  std::string_view begun_by;  // why the one before it ended
  bool is_full = false;       // ended by its last record, which says that the log is full
};

// One channel's segments while its records pass by.
class ChannelCoverage {
 public:
  explicit ChannelCoverage(LogRanges ranges = {})
      : ranges_(std::move(ranges)), of_range_(ranges_.size() + 1) {}

  // `refs` are all of the channel, in order.
  void add(const std::vector<Event>& events, const ClockEpochs& epochs,
           const std::vector<EventRef>& refs) {
    std::vector<Entry> entries;
    entries.reserve(refs.size());
    for (const EventRef ref : refs)
      entries.push_back(
          {events[ref].record, ref, static_cast<std::uint32_t>(ranges_.find(events[ref]))});
    put_in_order_of_ids(entries);
    for (const Entry& entry : entries) add(events[entry.ref], epochs.of(entry.ref), entry);
  }

  void append_to(std::vector<Coverage>& rows, const RangeMoments& moments) {
    for (std::size_t i = 0; i < ranges_.size(); ++i) reach_over(ranges_[i], of_range_[i], moments);
    Segments held;
    for (const std::size_t numbering : numberings_in_order()) {
      for (std::size_t i = ranges_.begin_of(numbering); i < ranges_.begin_of(numbering + 1); ++i)
        held.insert(held.end(), of_range_[i].begin(), of_range_[i].end());
    }
    append(rows, held, "records_missing");
    append(rows, of_range_.back(), "end_of_log");
  }

 private:
  using Segments = std::vector<CoverageSegment>;
  struct Place {
    std::size_t range = kNowhere, segment = 0;
  };
  struct Entry {
    std::uint64_t record;
    EventRef ref;
    std::uint32_t range;
  };

  // A record may stand elsewhere in time than in its log: the EventLog service's own are out of
  // turn, and the clock may have been set (observed: an 1108 whose time lies 0.7 s behind that of
  // the next 46 records). Within a numbering the ids tell; numberings follow each other as their
  // records do.
  void put_in_order_of_ids(std::vector<Entry>& entries) const {
    std::vector<std::size_t> numbering_of(ranges_.size() + 1, ranges_.numberings());
    for (std::size_t numbering = 0; numbering < ranges_.numberings(); ++numbering) {
      for (std::size_t i = ranges_.begin_of(numbering); i < ranges_.begin_of(numbering + 1); ++i)
        numbering_of[i] = numbering;
    }
    std::vector<std::size_t> turn(ranges_.numberings() + 1,
                                  kNowhere);  // by numbering: its first entry
    for (std::size_t i = 0; i < entries.size(); ++i) {
      std::size_t& first = turn[numbering_of[entries[i].range]];
      first = std::min(first, i);
    }
    turn.back() = kNowhere;
    const auto key = [&](const Entry& entry) {
      const std::size_t numbering = numbering_of[entry.range];
      return std::pair{turn[numbering], numbering == ranges_.numberings() ? 0 : entry.record};
    };
    if (!std::ranges::is_sorted(entries, {}, key)) std::ranges::stable_sort(entries, {}, key);
  }

  void add(const Event& event, EpochId epoch, const Entry& entry) {
    const auto [record, ref, range] = entry;
    const Moment moment{epoch, event.time};
    const bool is_outside = range == ranges_.size();
    if (is_outside && event.recovered && ranges_.size() > 0) return;
    Segments& own = of_range_[range];
    const Place latest = is_outside ? latest_outside_ : latest_;
    std::string_view begun_by;
    if (latest.range != kNowhere)
      begun_by = end_before(event, of_range_[latest.range][latest.segment].row);
    if (own.empty() || own.back().is_full || !begun_by.empty()) {
      own.push_back({.row = {.channel = event.channel,
                             .first = moment,
                             .last = moment,
                             .begins = moment,
                             .ends = moment,
                             .first_record = event.record,
                             .last_record = event.record,
                             .events = 0,
                             .ended_by = {}},
                     .first_event = ref,
                     .begun_by = begun_by});
    }
    Coverage& row = own.back().row;
    row.first = std::min(row.first, moment);
    row.last = std::max(row.last, moment);
    row.ends = moment;
    row.first_record = std::min(row.first_record, event.record);
    row.last_record = std::max(row.last_record, event.record);
    ++row.events;
    // What happened after that was not written, until there was room again.
    own.back().is_full = event.kind == EventKind::security_log_full;
    (is_outside ? latest_outside_ : latest_) = {range, own.size() - 1};
  }

  // The segments of a range reach from its first record to its last.
  static void reach_over(const RecordRange& range, Segments& segments,
                         const RangeMoments& moments) {
    if (segments.empty()) {
      segments.push_back({.row = {.channel = range.channel,
                                  .first = moments.first(range),
                                  .last = moments.last(range),
                                  .begins = moments.first(range),
                                  .ends = moments.last(range),
                                  .first_record = range.first,
                                  .last_record = range.last,
                                  .events = 0,
                                  .ended_by = {}},
                          .first_event = kNowhere,
                          .begun_by = {}});
    }
    for (std::size_t i = 1; i < segments.size(); ++i) {
      std::uint64_t& last = segments[i - 1].row.last_record;
      const std::uint64_t next = segments[i].row.first_record;
      if (next > last) last = next - 1;
    }
    Coverage &first = segments.front().row, &last = segments.back().row;
    const Moment begin = moments.first(range, first.first, last.last);
    last.last = moments.last(range, first.first, last.last);
    first.first = begin;
    if (range.first < first.first_record) first.begins = first.first;
    if (range.last > last.last_record) last.ends = last.last;
    first.first_record = std::min(first.first_record, range.first);
    last.last_record = std::max(last.last_record, range.last);
    last.missing = range.missing;
  }

  // As their records came: times do not tell, where the clock was set. A numbering without a record
  // of the catalog stays behind the one that is older by its times.
  std::vector<std::size_t> numberings_in_order() const {
    std::vector<std::pair<std::size_t, std::size_t>> order;  // first record, numbering
    std::size_t before = 0;
    for (std::size_t numbering = 0; numbering < ranges_.numberings(); ++numbering) {
      std::size_t first = kNowhere;
      for (std::size_t i = ranges_.begin_of(numbering); i < ranges_.begin_of(numbering + 1); ++i)
        first = std::min(first, of_range_[i].front().first_event);
      if (first == kNowhere) first = before;
      order.emplace_back(first, numbering);
      before = first;
    }
    std::ranges::sort(order);
    std::vector<std::size_t> numberings;
    numberings.reserve(order.size());
    for (const auto& [first, numbering] : order) numberings.push_back(numbering);
    return numberings;
  }

  static void append(std::vector<Coverage>& rows, const Segments& segments,
                     std::string_view otherwise) {
    for (std::size_t i = 0; i < segments.size(); ++i) {
      const bool is_last = i + 1 == segments.size();
      const bool has_reason = !is_last && !segments[i + 1].begun_by.empty();
      Coverage& row = rows.emplace_back(segments[i].row);
      if (row.begins.epoch != row.first.epoch) row.begins = row.first;
      if (row.ends.epoch != row.last.epoch) row.ends = row.last;
      std::string_view& why = row.ended_by;
      if (segments[i].is_full) {
        why = "log_full";
      } else if (has_reason) {
        why = segments[i + 1].begun_by;
      } else {
        why = is_last ? "end_of_log" : otherwise;
      }
    }
  }

  LogRanges ranges_;
  std::vector<Segments> of_range_;  // the last: of records that no range holds
  Place latest_, latest_outside_;
};

}  // namespace

bool marks_loss(EventKind kind) {
  return kind == EventKind::security_log_cleared || kind == EventKind::log_cleared ||
         kind == EventKind::security_events_lost || kind == EventKind::security_log_full ||
         kind == EventKind::security_event_refused;
}

std::vector<Coverage> find_coverage(const std::vector<Event>& events, const ClockEpochs& epochs,
                                    const Strings& strings, const RangesOfChannels& ranges) {
  std::unordered_map<Text, ChannelCoverage> logs;
  for (const auto& [channel, own] : ranges) logs.try_emplace(channel, own);
  std::unordered_map<Text, std::vector<EventRef>> records_of;
  for (EventRef ref = 0; ref < events.size(); ++ref) records_of[events[ref].channel].push_back(ref);
  for (const auto& [channel, refs] : records_of)
    logs.try_emplace(channel).first->second.add(events, epochs, refs);

  std::vector<Text> channels;
  channels.reserve(logs.size());
  for (const auto& [channel, log] : logs) channels.push_back(channel);
  std::ranges::sort(channels, [&](Text a, Text b) { return strings[a] < strings[b]; });
  std::vector<Coverage> rows;
  const RangeMoments moments(epochs.rows);
  for (const Text channel : channels) logs.at(channel).append_to(rows, moments);
  return rows;
}

}  // namespace sojourn
