#include "tests/support/split_hosts.h"

#include <algorithm>
#include <map>
#include <set>

namespace sojourn {

std::vector<Host> split_hosts(const std::vector<Event>& events, Strings& strings,
                              const std::vector<RecordRange>& ranges) {
  std::map<LogName, std::vector<Event>> logs;
  for (const Event& event : events) logs[{event.file, event.computer}].push_back(event);
  MachineLogs machine_logs(strings);
  for (const auto& [name, records] : logs) machine_logs.note(records, strings);
  machine_logs.finish(ranges);
  // Hosts intern what they have into this pool, too: each text is there already.
  const HostSplit split(machine_logs, ranges,
                        [&](const std::set<LogName>& names, const StretchVisitor& visit) {
                          for (const LogName& name : names) visit(name, logs.at(name), strings);
                        });
  std::vector<Host> hosts;
  for (std::size_t i = 0; i < split.size(); ++i) hosts.push_back(split.take(i, strings));
  return hosts;
}

}  // namespace sojourn
