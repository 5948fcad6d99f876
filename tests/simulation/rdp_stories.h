// Desktops by Remote Desktop. Each story advances the clock, writes its records in the observed
// order with observed gaps, and says what was true.
#pragma once

#include <cstdint>
#include <vector>

#include "tests/simulation/host.h"

namespace sojourn::simulation {

// A new desktop. Without NLA the password is typed at the host's own logon screen.
Desktop& rdp_logon(Host& host, const User& who, const Client& client, bool nla = true);
// REQUIRES: an RDP client shows the desktop. It is gone afterwards.
void rdp_logoff(Host& host, Desktop& desktop);

enum class Disconnect { window_closed, by_user, idle, kicked };
// REQUIRES: an RDP client shows the desktop, or (kicked aside) has.
void rdp_disconnect(Host& host, Desktop& desktop, Disconnect how);

// The owner connects to the desktop again, whoever shows it now: nobody, another client (which
// loses it) or the console (which shows its logon screen from then on).
void rdp_reconnect(Host& host, Desktop& desktop, const Client& client, bool nla = true);

// Credentials are right, and yet no desktop: the client leaves after the 1149.
void rdp_without_desktop(Host& host, const User& who, const Client& client);
// The same, later: the logon succeeds but the client is gone, as observed of a password cracker.
void rdp_logon_aborted(Host& host, const User& who, const Client& client);

// Wrong credentials: one with NLA; without NLA `attempts` at the logon screen of one connection.
void rdp_failure(Host& host, const User& who, const Client& client);
void rdp_failures_at_screen(Host& host, const User& who, const Client& client, int attempts);
// Names tried in turn, one connection each, with some that break off before any credentials.
void rdp_brute_force(Host& host, const std::vector<User>& tried, const Client& client,
                     int attempts);

}  // namespace sojourn::simulation
