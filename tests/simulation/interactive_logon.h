// The groups of Security records that a logon at a logon screen leaves: explicit credentials, one
// or two logons, privileges; and what accompanies them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "tests/simulation/host.h"
#include "tests/simulation/security_records.h"

namespace sojourn::simulation {

struct InteractiveLogon {
  Timestamp first = {};    // its 4648
  Timestamp granted = {};  // the 4624 of `logon_id`
  std::uint64_t logon_id = 0;
  std::uint64_t elevated_logon_id = 0;
};

// The shortest distance between records of one operation: none on a host whose clock ticks slowly.
void wait_a_moment(Host& host);

// As the logon screen asks for it. `address` is 127.0.0.1 for the console, else the RDP client's.
Credentials logon_screen(Host& host, const User& who, std::uint8_t logon_type,
                         std::string_view address);

// 4648, 4624 (elevated first, then limited, for a split token) and 4672.
InteractiveLogon write_interactive_logon(Host& host, const Credentials& by);

// The same, ended at once: what an unlock or a reconnect checks the password with.
Timestamp write_thrown_away_logon(Host& host, const Credentials& by);
// What LSASS itself writes beside a check of a domain account's password: type 7 by "Negotiat".
void write_lsass_check(Host& host, const User& who);

// UMFD-n and DWM-n, who draw the logon screen of a new session.
void write_window_managers(Host& host, std::uint32_t session);
// DWM-n goes with its session. (UMFD-n does, too; nothing is read from it.)
void write_window_manager_gone(Host& host, std::uint32_t session);

}  // namespace sojourn::simulation
