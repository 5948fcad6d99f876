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

}  // namespace sojourn::simulation
