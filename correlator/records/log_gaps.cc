#include "correlator/records/log_gaps.h"

#include <algorithm>
#include <string_view>
#include <utility>

namespace sojourn {
namespace {

constexpr std::array<std::string_view, 4> kLogs = {
    "Security", "System", "Microsoft-Windows-TerminalServices-LocalSessionManager/Operational",
    "Microsoft-Windows-TerminalServices-RemoteConnectionManager/Operational"};

}  // namespace

LogGaps::LogGaps(const std::vector<Coverage>& coverage, const Strings& strings) {
  for (std::size_t i = 0; i < coverage.size(); ++i) {
    const auto log = std::ranges::find(kLogs, strings[coverage[i].channel]);
    if (log == kLogs.end()) continue;
    std::vector<Gap>& gaps = gaps_[static_cast<std::size_t>(log - kLogs.begin())];
    if (coverage[i].missing > 0)
      gaps.push_back({coverage[i].first, coverage[i].last, coverage[i].last});
    if (coverage[i].ended_by != "records_missing" || i + 1 == coverage.size()) continue;
    // The other way round where the clock was set back meanwhile.
    const auto [after, before] = std::minmax(coverage[i].last, coverage[i + 1].first);
    gaps.push_back({after, before, before});
  }
  for (std::vector<Gap>& gaps : gaps_) {
    std::ranges::sort(gaps, {}, [](const Gap& gap) { return std::pair{gap.after, gap.before}; });
    for (std::size_t i = 1; i < gaps.size(); ++i)
      gaps[i].latest = std::max(gaps[i].latest, gaps[i - 1].latest);
  }
}

bool LogGaps::any_in(Log log, Timestamp from, Timestamp to) const {
  const std::vector<Gap>& gaps = gaps_[log];
  const auto later = std::ranges::lower_bound(gaps, to, {}, &Gap::after);
  return later != gaps.begin() && std::prev(later)->latest > from;
}

bool LogGaps::any_within(const Session& session, Timestamp from, Timestamp to) const {
  if (any_in(security, from, to) || any_in(system, from, to)) return true;
  const bool remote = session.kind == SessionKind::remote;
  const bool has_desktop =
      remote || session.kind == SessionKind::local || session.local_session != kNone;
  return (has_desktop && any_in(local_session_manager, from, to)) ||
         (remote && any_in(remote_connection_manager, from, to));
}

}  // namespace sojourn
