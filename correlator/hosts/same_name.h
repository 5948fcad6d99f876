// Several machines of one name: workstations of two companies, or one that was installed anew.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "correlator/hosts/machine_logs.h"
#include "correlator/hosts/records_of_logs.h"

namespace sojourn {

// `hosts[i]` is what log i belongs to by its names. Where the machine SIDs of one such host's logs
// prove that it is several machines, each gets the logs that carry its SID. A log without one
// follows the machine whose RDP connections (ActivityIDs) or records it shares; where none or
// several do, it stands apart, for its records would be told of the wrong one.
//
// Returns for each log what is to be said of its host: "" where the name is one machine's.
std::vector<std::string> part_machines_of_one_name(std::vector<std::size_t>& hosts,
                                                   const MachineLogs& logs,
                                                   const RecordsOfLogs& records);

}  // namespace sojourn
