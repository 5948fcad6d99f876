// A simulated host's records as the readers would hand them on, without files between.
#pragma once

#include <vector>

#include "schema/event.h"
#include "schema/strings.h"
#include "tests/simulation/host.h"

namespace sojourn::simulation {

// One Event for each record that the catalog knows. Event::file is the channel's place among the
// host's channels.
std::vector<Event> events_of(const Host& host, Strings& strings);
// Of several hosts, each file with a number of its own.
std::vector<Event> events_of(const std::vector<Host>& hosts, Strings& strings);

}  // namespace sojourn::simulation
