// Other credentials beside a desktop's own: what somebody who is logged on already does with them.
#pragma once

#include "tests/simulation/host.h"

namespace sojourn::simulation {

// A program as another user (runas): a logon session of its own, which may end before the desktop
// does.
enum class Lasts { a_while, to_the_end };
void run_as(Host& host, const Desktop& caller, const User& who, Lasts lasts);
// runas /netonly: the same user here, another one on the network.
void run_net_only(Host& host, const Desktop& caller, const User& outbound);

// A UAC prompt that asks for an administrator's name and password: what it checks them with is
// thrown away. Wrong ones fail twice, as type 11 and as type 2, in one attempt.
void elevate(Host& host, const User& administrator);
void elevation_failure(Host& host, const User& administrator);

}  // namespace sojourn::simulation
