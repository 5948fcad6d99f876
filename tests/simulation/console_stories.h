// What people do at the machine's own keyboard and screen. Each story advances the clock, writes
// its records in the observed order with observed gaps, and says what was true.
#pragma once

#include "tests/simulation/host.h"

namespace sojourn::simulation {

// REQUIRES: nobody is at the console. Type 2, or 11 for a domain account whose domain controller is
// out of reach.
Desktop& console_logon(Host& host, const User& who, std::uint8_t logon_type = 2);
// REQUIRES: the desktop is shown by the console, unlocked. It is gone afterwards.
void console_logoff(Host& host, Desktop& desktop);
// The owner comes back to the console and gets the desktop that an RDP client has or had.
void console_reconnect(Host& host, Desktop& desktop);

// Of any connected desktop, the console's or a client's.
void lock(Host& host, Desktop& desktop);
void unlock(Host& host, Desktop& desktop);

// A wrong password at the logon screen, and at the lock screen of a desktop.
void console_failure(Host& host, const User& who);
void unlock_failure(Host& host, const Desktop& desktop);

// The parts that RDP shares.
// LSM 41 to 22 of a new desktop; sets its truth's `granted`.
void write_arrival(Host& host, Desktop& desktop);
// UPS 3, UPS 4 and 7002 after LSM 23.
void write_departure(Host& host, const Desktop& desktop);
// The address in the records of a check of the desktop's owner's password.
std::string address_of_screen(const Desktop& desktop);

}  // namespace sojourn::simulation
