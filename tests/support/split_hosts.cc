#include "tests/support/split_hosts.h"

#include <algorithm>
#include <set>
#include <span>

namespace sojourn {

std::vector<Host> split_hosts(std::vector<Event> events, Strings& strings,
                              const std::vector<RecordRange>& ranges) {
  const auto log_of = [](const Event& event) { return LogName{event.file, event.computer}; };
  std::ranges::stable_sort(events, {}, log_of);
  const auto records_of = [&](const LogName& name) {
    const auto first = std::ranges::lower_bound(events, name, {}, log_of);
    const auto last = std::ranges::upper_bound(events, name, {}, log_of);
    return std::span<const Event>(first, last);
  };
  MachineLogs machine_logs(strings);
  machine_logs.note(events, strings);
  machine_logs.finish(ranges);
  // Hosts intern what they have into this pool, too: each text is there already.
  const HostSplit split(machine_logs, ranges,
                        [&](const std::set<LogName>& names, const StretchVisitor& visit) {
                          for (const LogName& name : names) visit(name, records_of(name), strings);
                        });
  std::vector<Host> hosts;
  for (std::size_t i = 0; i < split.size(); ++i) hosts.push_back(split.take(i, strings));
  return hosts;
}

}  // namespace sojourn
