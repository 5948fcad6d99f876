// Sessions as lines of text, true ones and found ones alike, so that tests can compare them.
#pragma once

#include <string>
#include <vector>

#include "schema/event.h"
#include "schema/strings.h"
#include "tests/simulation/host.h"

namespace sojourn::simulation {

// The host's true sessions, sorted.
std::vector<std::string> true_sessions(const Host& host);

// What the correlator finds of users in the events of any hosts, sorted.
std::vector<std::string> users_sessions(std::vector<Event> events, Strings& strings);

// What was true and not found, and what was found and not true, in the order of time; "" when all
// is well. REQUIRES: both are sorted.
std::string differences(const std::vector<std::string>& expected,
                        const std::vector<std::string>& found);

}  // namespace sojourn::simulation
