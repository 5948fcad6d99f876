// Which logs are of one machine: by the names they carry and by the machine's SID.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "correlator/hosts/machine_logs.h"
#include "correlator/hosts/records_of_logs.h"

namespace sojourn {

struct HostsOfLogs {
  std::vector<std::size_t> hosts;    // of each log: any number, equal for the logs of one host
  std::vector<std::string> remarks;  // of each log: what is to be said of its host, or ""
};

// `records` are those that `logs` was told. Logs of one name are one machine's, and logs of
// different names are not, unless the contrary is proved.
HostsOfLogs hosts_of(const MachineLogs& logs, const RecordsOfLogs& records);

}  // namespace sojourn
