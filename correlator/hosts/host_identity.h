// Which logs are of one machine: by the names they carry, by the machine's SID, and by what
// happened in several of them at once.
#pragma once

#include <cstddef>
#include <vector>

#include "correlator/hosts/machine_logs.h"
#include "schema/event.h"
#include "schema/strings.h"

namespace sojourn {

// For each of `logs`, the host it belongs to: any number, equal for the logs of one host. `events`
// are those that `logs` was made of. Where two machines could be one or one could be two, and
// nothing decides, logs of one name stay together and logs of different names apart.
std::vector<std::size_t> hosts_of(const MachineLogs& logs, const std::vector<Event>& events,
                                  Strings& strings);

}  // namespace sojourn
