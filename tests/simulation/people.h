// Who uses a simulated machine.
#pragma once

#include <cstdint>
#include <vector>

#include "tests/simulation/host.h"
#include "tests/simulation/user.h"

namespace sojourn::simulation {

// Local accounts have the machine's name for a domain and its SID, which follows from the seed. In
// a workgroup all are local.
std::vector<User> people_of(const Host& host, bool joined, std::uint64_t seed);

}  // namespace sojourn::simulation
