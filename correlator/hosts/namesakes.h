// Two machines of one name: workstations of two companies, or one that was installed anew.
#pragma once

#include <cstddef>
#include <vector>

#include "correlator/hosts/machine_logs.h"
#include "correlator/hosts/union_find.h"
#include "schema/event.h"
#include "schema/strings.h"

namespace sojourn {

// `hosts[i]` is what log i belongs to by its names. Where the machine SIDs of one such host's logs
// say that it is several machines, gives each machine its logs: those that carry its SID, and those
// that share their connections, starts or logons. What could be of either machine stays apart: its
// records would be told of the wrong one.
void part_namesakes(std::vector<std::size_t>& hosts, const MachineLogs& logs,
                    const std::vector<Event>& events, Strings& strings);

}  // namespace sojourn
