#include "correlator/records/log_spans.h"

#include <cstddef>
#include <utility>

#include "correlator/records/coverage.h"

namespace sojourn {
namespace {

// One channel's spans while its records pass by.
class ChannelSpans {
 public:
  explicit ChannelSpans(LogRanges ranges = {}) : ranges_(std::move(ranges)) {}

  void add(const Event& event, EventRef ref) {
    const std::size_t range = ranges_.find(event);
    // Carved, or with a collector's id: it says nothing of the log around it.
    if (ranges_.size() > 0 && range == ranges_.size()) return;
    const bool goes_on = !spans_.empty() && range == range_ && !is_full_ &&
                         !marks_loss(event.kind) && !has_holes(range);
    if (goes_on) {
      spans_.back().last = ref;
    } else {
      spans_.push_back({ref, ref});
    }
    range_ = range;
    is_full_ = event.kind == EventKind::security_log_full;
  }

  std::vector<LogSpan> take() { return std::move(spans_); }

 private:
  bool has_holes(std::size_t range) const {
    return range < ranges_.size() && ranges_[range].missing > 0;
  }

  LogRanges ranges_;
  std::vector<LogSpan> spans_;
  std::size_t range_ = 0;
  bool is_full_ = false;
};

}  // namespace

std::unordered_map<Text, std::vector<LogSpan>> find_log_spans(std::span<const Event> events,
                                                              const RangesOfChannels& ranges) {
  std::unordered_map<Text, ChannelSpans> channels;
  for (const auto& [channel, own] : ranges) channels.try_emplace(channel, own);
  for (EventRef ref = 0; ref < events.size(); ++ref) {
    if (!events[ref].recovered)
      channels.try_emplace(events[ref].channel).first->second.add(events[ref], ref);
  }
  std::unordered_map<Text, std::vector<LogSpan>> spans;
  for (auto& [channel, own] : channels) spans.emplace(channel, own.take());
  return spans;
}

}  // namespace sojourn
