// Several machines of one company, and who went from one to another: each movement leaves records
// on both, on the domain controller that checked the credentials, and on the gateway for who came
// through that.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "tests/simulation/host.h"

namespace sojourn::simulation {

struct Movement {
  // rdp (1024 and 1102 on the one side, a desktop on the other), share (4648, a network logon),
  // visit (a network logon with one's own credentials, which leaves nothing on the first host),
  // gateway (302, 303; `from` is the gateway).
  std::string_view kind;
  std::string from, to;  // as System/Computer has them
  Timestamp asked;       // of the first record on the first host; of a visit none
  Timestamp began;       // of the session on the second, as it says itself
};

struct Company {
  std::vector<Host> hosts;
  std::vector<Movement> movements;
};

// Two workstations, two servers, a domain controller and a gateway, whose clocks differ by up to
// three seconds. Strangers come and fail, and people go where no logs were collected. At the end
// one password is tried on kSprayed accounts, by Kerberos from 10.20.9.5, where it is right for one
// of them, and from a workstation by NTLM with explicit credentials.
inline constexpr int kSprayed = 12;
Company company(std::uint64_t seed);

}  // namespace sojourn::simulation
