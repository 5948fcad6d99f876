#include "correlator/records/log_gaps.h"

#include <algorithm>
#include <string_view>
#include <utility>

namespace sojourn {
LogGaps::LogGaps(const std::vector<Coverage>& coverage, const Strings& strings) {
  for (std::size_t i = 0; i < coverage.size(); ++i) {
    std::vector<Gap>& gaps = gaps_[strings[coverage[i].channel]];
    if (coverage[i].missing > 0)
      gaps.push_back({coverage[i].first, coverage[i].last, coverage[i].last});
    if (coverage[i].ended_by != "records_missing" || i + 1 == coverage.size()) continue;
    // Seconds out of turn, where services write late.
    const auto [after, before] = std::minmax(coverage[i].last, coverage[i + 1].first);
    gaps.push_back({after, before, before});
  }
  for (auto& [channel, gaps] : gaps_) {
    std::ranges::sort(gaps, {}, [](const Gap& gap) { return std::pair{gap.after, gap.before}; });
    for (std::size_t i = 1; i < gaps.size(); ++i)
      gaps[i].latest = std::max(gaps[i].latest, gaps[i - 1].latest);
  }
}

bool LogGaps::any_in(const std::vector<Gap>& gaps, Moment first, Moment last) {
  const auto later = std::ranges::lower_bound(gaps, last, {}, &Gap::after);
  return later != gaps.begin() && std::prev(later)->latest > first;
}

bool LogGaps::any_within(const Session& session, Moment from, Moment to) const {
  return std::ranges::any_of(channels_of(session.kind), [&](std::string_view channel) {
    const auto gaps = gaps_.find(channel);
    return gaps != gaps_.end() && any_in(gaps->second, from, to);
  });
}

}  // namespace sojourn
