#include "correlator/records/log_ranges.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace sojourn {
namespace {

// A file has one numbering, even where the clock was set back while it was written.
struct File {
  std::vector<RecordRange> ranges;
  Timestamp first_time, last_time;
  std::uint64_t first = 0, last = 0;
};

// By time.
std::vector<File> files_of(std::vector<RecordRange> ranges) {
  std::ranges::sort(ranges, {}, [](const RecordRange& range) {
    return std::tuple{range.file, range.first, range.last, range.first_time, range.last_time};
  });
  std::vector<File> files;
  for (const RecordRange& range : ranges) {
    if (files.empty() || files.back().ranges.back().file != range.file) {
      files.push_back({{}, range.first_time, range.last_time, range.first, range.last});
    }
    File& file = files.back();
    file.ranges.push_back(range);
    file.first_time = std::min(file.first_time, range.first_time);
    file.last_time = std::max(file.last_time, range.last_time);
    file.last = std::max(file.last, range.last);
  }
  std::ranges::sort(files, {}, [](const File& file) {
    return std::tuple{file.first_time, file.first, file.last_time, file.last};
  });
  return files;
}

}  // namespace

LogRanges::LogRanges(std::vector<RecordRange> ranges) {
  std::vector<RecordRange> numbering;
  std::uint64_t last = 0;
  Timestamp last_time;
  for (File& file : files_of(std::move(ranges))) {
    // What holds a record in common has its time in common, too.
    const bool goes_on = numbering.empty() || file.first > last || file.first_time <= last_time;
    if (!goes_on) add_numbering(std::exchange(numbering, {}));
    last = numbering.empty() ? file.last : std::max(last, file.last);
    last_time = numbering.empty() ? file.last_time : std::max(last_time, file.last_time);
    numbering.insert(numbering.end(), file.ranges.begin(), file.ranges.end());
  }
  if (!numbering.empty()) add_numbering(std::move(numbering));
  if (!begins_.empty()) begins_.push_back(ranges_.size());
}

void LogRanges::add_numbering(std::vector<RecordRange> ranges) {
  unite(ranges);
  fold_smallest_holes(ranges);
  begins_.push_back(ranges_.size());
  ranges_.insert(ranges_.end(), ranges.begin(), ranges.end());
}

bool LogRanges::holds(std::size_t range, const Event& event) const {
  const RecordRange& held = ranges_[range];
  return held.first <= event.record && event.record <= held.last && held.first_time <= event.time &&
         event.time <= held.last_time;
}

std::size_t LogRanges::find(const Event& event) const {
  if (latest_ < size() && holds(latest_, event)) return latest_;
  for (std::size_t numbering = 0; numbering < numberings(); ++numbering) {
    const auto begin = ranges_.begin() + static_cast<std::ptrdiff_t>(begins_[numbering]);
    const auto end = ranges_.begin() + static_cast<std::ptrdiff_t>(begins_[numbering + 1]);
    const auto after = std::upper_bound(
        begin, end, event.record,
        [](std::uint64_t record, const RecordRange& range) { return record < range.first; });
    if (after == begin) continue;
    const auto range = static_cast<std::size_t>(after - ranges_.begin()) - 1;
    if (holds(range, event)) return latest_ = range;
  }
  return size();
}

RangesOfChannels ranges_of_channels(const std::vector<RecordRange>& ranges) {
  std::unordered_map<Text, std::vector<RecordRange>> by_channel;
  for (const RecordRange& range : ranges) {
    if (!range.is_sign) by_channel[range.channel].push_back(range);
  }
  RangesOfChannels channels;
  for (auto& [channel, own] : by_channel) channels.try_emplace(channel, std::move(own));
  return channels;
}

}  // namespace sojourn
