// What a host's own logs say of connections that leave it. No access to this host, so nothing is
// added to its truth.
#pragma once

#include <string_view>

#include "tests/simulation/host.h"

namespace sojourn::simulation {

// Somebody at `desktop` starts Remote Desktop to another machine: RDPClient 1024, the credentials
// typed for it (4648, unless they are the desktop's own) and, where the connection stands,
// RDPClient 1102.
void outbound_rdp(Host& host, const Desktop& desktop, const User& as, std::string_view server,
                  std::string_view address, bool connected);

}  // namespace sojourn::simulation
