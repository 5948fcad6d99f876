// Access by the OpenSSH server that comes with Windows. Security has the logons without their
// client, the server's own log has the client.
//
// Observed (OpenSSH for Windows of 2021, failures alone): the server's virtual account, the look-up
// of the account as a type 3 of its own, 4625s of type 8 with the message behind each within 1 ms,
// NOUSER for a name that no account has, and an account of the domain by its full name. What a
// success leaves is as documentation says.
#pragma once

#include "tests/simulation/host.h"

namespace sojourn::simulation {

enum class SshProof { password, key };

// In, and out again after a while.
void ssh_visit(Host& host, const User& who, const Client& client, SshProof by);
// Wrong passwords on one connection.
void ssh_failures(Host& host, const User& who, const Client& client, int attempts);

}  // namespace sojourn::simulation
