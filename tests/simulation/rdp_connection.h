// An RDP connection before it gets, and after it loses, a desktop: the network's part of the RDP
// stories.
#pragma once

#include <cstdint>
#include <string>

#include "tests/simulation/host.h"
#include "tests/simulation/security_records.h"

namespace sojourn::simulation {

// 131, 65, 261 and 1158, as far as this Windows has them. By VMBus 261, 65 and a 1158 without
// address (observed on Windows 10).
Connection open_connection(Host& host, const Client& client, bool nla);
// The client's credentials by the network before there is a session: the type 3 and the 1149.
// Without NLA only a 1149 with the name that the client sent along; by VMBus nothing.
void authenticate(Host& host, const User& who, Connection& connection);
// A record says now who it is.
void name_client(Host& host, const Connection& connection);
// 102 and 103, and the end of the type 3. `reason` is that of 103: 11 disconnected, 12 logged off,
// 13 closed by the client, 5 replaced.
void close_connection(Host& host, const Connection& connection, std::uint32_t reason);
// As the logon screen's 4624 and 4625 have it.
std::string logon_address(const Client& client);
// What the client calls itself in the record of its credentials.
std::string client_name(const Connection& connection);
// The account as Kerberos names it: with the domain's DNS name in capitals, where other records of
// the same logon have the NetBIOS name (observed).
User kerberos_name(const Host& host, const User& who);
// The type 3 of an RDP client's NLA, for a logon or a failure.
Credentials nla_credentials(Host& host, const User& who, const Connection& connection);

}  // namespace sojourn::simulation
