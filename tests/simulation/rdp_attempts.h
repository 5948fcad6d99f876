// RDP connections that lead to no desktop: wrong credentials, and right ones whose client leaves
// too soon. Each story advances the clock, writes its records in the observed order with observed
// gaps, and says what was true.
#pragma once

#include <vector>

#include "tests/simulation/host.h"

namespace sojourn::simulation {

// Credentials are right, and yet no desktop: the client leaves after the 1149.
void rdp_without_desktop(Host& host, const User& who, const Client& client);
// The same, later: the logon succeeds but the client is gone, as observed of a password cracker.
void rdp_logon_aborted(Host& host, const User& who, const Client& client);

// Wrong credentials with NLA. An account without a SID does not exist.
void rdp_failure(Host& host, const User& who, const Client& client);
// A wrong password typed at the logon screen that `connection` shows.
void rdp_failure_at_screen(Host& host, const User& who, const Connection& connection);
// Without NLA: `attempts` at the logon screen of one connection.
void rdp_failures_at_screen(Host& host, const User& who, const Client& client, int attempts);
// A tool that speaks TLS and breaks off: a connection, but no attempt.
void rdp_probe(Host& host, const Client& client);
// Names tried in turn, one connection each, with probes between.
void rdp_brute_force(Host& host, const std::vector<User>& tried, const Client& client,
                     int attempts);

// Says of the failures of NLA that name no address (Server 2012 R2) what can be known of their
// source, when all that happened at the same time is told: with clients of one address waiting it
// is theirs, with several nobody's.
void settle_failures_without_address(Host& host);

}  // namespace sojourn::simulation
