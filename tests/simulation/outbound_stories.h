// What a host's own logs say of connections that leave it. No access to this host, so nothing is
// added to its truth.
#pragma once

#include <string_view>

#include "tests/simulation/host.h"

namespace sojourn::simulation {

struct RdpServer {
  std::string_view name, address;
};

// Somebody at `desktop` starts Remote Desktop to another machine: RDPClient 1024, the credentials
// typed for it (4648, unless they are the desktop's own) and, where the connection stands,
// RDPClient 1102. Returns the time of the first.
Timestamp outbound_rdp(Host& host, const Desktop& desktop, const User& as, const RdpServer& server,
                       bool connected);
// Somebody at `desktop` opens a share of another machine with another's password: 4648.
Timestamp use_credentials(Host& host, const Desktop& desktop, const User& as,
                          std::string_view server);

}  // namespace sojourn::simulation
