// Desktops by Remote Desktop. Each story advances the clock, writes its records in the observed
// order with observed gaps, and says what was true.
#pragma once

#include "tests/simulation/host.h"

namespace sojourn::simulation {

// A new desktop. Without NLA the password is typed at the host's own logon screen.
Desktop& rdp_logon(Host& host, const User& who, const Client& client, bool nla = true);
enum class Logoff { owner, administrator };
// REQUIRES: an RDP client shows the desktop. It is gone afterwards.
void rdp_logoff(Host& host, Desktop& desktop, Logoff by = Logoff::owner);

// By an administrator in another session, or by a tool of theirs that names none.
enum class Disconnect { window_closed, by_user, idle, time_limit, by_another_session, by_tool };
// REQUIRES: an RDP client shows the desktop, or (kicked aside) has.
void rdp_disconnect(Host& host, Desktop& desktop, Disconnect how);

// The owner connects to the desktop again, whoever shows it now: nobody, another client (which
// loses it) or the console (which shows its logon screen from then on).
void rdp_reconnect(Host& host, Desktop& desktop, const Client& client, bool nla = true);

// The parts that handovers share.
// From the credentials at the logon screen of session `number` to the shell.
Desktop& write_new_desktop(Host& host, const User& who, std::uint32_t number,
                           Connection connection);
// The desktop is taken from whoever shows it, for `next`.
void take_away(Host& host, Desktop& desktop, const Connection& next);

}  // namespace sojourn::simulation
