// Splits records that are in memory by host, as a run does it with what it keeps in a file.
#pragma once

#include <vector>

#include "correlator/hosts/hosts.h"
#include "schema/event.h"
#include "schema/record_range.h"
#include "schema/strings.h"

namespace sojourn {

// All texts are of `strings`, those of the hosts, too.
std::vector<Host> split_hosts(std::vector<Event> events, Strings& strings,
                              const std::vector<RecordRange>& ranges = {});

}  // namespace sojourn
