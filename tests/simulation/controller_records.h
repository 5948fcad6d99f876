// What a domain controller writes when other machines ask it to check somebody's credentials, and a
// Remote Desktop gateway when it passes somebody on. No access to these hosts themselves.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "tests/simulation/host.h"

namespace sojourn::simulation {

// 4768. `status` as Kerberos has it, 0 for a ticket.
Timestamp write_ticket_requested(Host& host, const User& who, std::string_view address,
                                 std::uint32_t status = 0);
// 4769, after it: `server` is the DNS name of the machine that the ticket is for. Returns its
// LogonGuid, which the logon there has, too.
std::string write_service_ticket(Host& host, const User& who, std::string_view address,
                                 std::string_view server);
// 4771: 0x18 is a wrong password.
Timestamp write_preauthentication_failed(Host& host, const User& who, std::string_view address,
                                         std::uint32_t status = 0x18);
// 4776. `status` as NTSTATUS, 0 for credentials that are right.
Timestamp write_credentials_validated(Host& host, const User& who, std::string_view workstation,
                                      std::uint32_t status = 0);

// Somebody outside and the machine that they ask for.
struct Passage {
  User who;
  std::string address, resource;
  std::string_view protocol = "HTTP";
};
// 302, and 303 with how long it stood.
Timestamp write_gateway_connected(Host& host, const Passage& passage);
Timestamp write_gateway_disconnected(Host& host, const Passage& passage, Timestamp connected);

}  // namespace sojourn::simulation
