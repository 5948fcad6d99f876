// Which logs are of one machine: by the names they carry and by the machine's SID.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "correlator/hosts/machine_logs.h"
#include "schema/event.h"
#include "schema/strings.h"

namespace sojourn {

struct HostsOfLogs {
  std::vector<std::size_t> hosts;    // of each log: any number, equal for the logs of one host
  std::vector<std::string> remarks;  // of each log: what is to be said of its host, or ""
};

// `events` are those that `logs` was made of. Logs of one name are one machine's, and logs of
// different names are not, unless the contrary is proved.
HostsOfLogs hosts_of(const MachineLogs& logs, const std::vector<Event>& events,
                     const Strings& strings);

}  // namespace sojourn
