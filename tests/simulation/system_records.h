// The records of the System log, the User Profile Service and the OpenSSH server. Each writes at
// the host's present moment.
#pragma once

#include <cstdint>
#include <string_view>

#include "tests/simulation/host.h"

namespace sojourn::simulation {

void write_os_started(Host& host);
// At the next start, with the time of the stop.
void write_os_stopped(Host& host, Timestamp stopped);
void write_sleep_entered(Host& host);
// With the clock that went on while the machine slept since `asleep`.
void write_sleep_left(Host& host, Timestamp asleep);
void write_dirty_restart(Host& host);
void write_unexpected_shutdown(Host& host, Timestamp last_alive);
void write_event_log_started(Host& host);
void write_event_log_stopped(Host& host);
// Kernel-General 1, at the new time.
// `reason`: 1 an application, 2 the hardware clock.
void write_clock_changed(Host& host, Timestamp old_time, std::uint32_t reason);
void write_uptime(Host& host);
// User32 1074; `action` is "restart" or "power off".
void write_shutdown_requested(Host& host, const User& by, std::string_view action);
// Winlogon 7001 and 7002.
void write_winlogon(Host& host, std::uint16_t event_id, std::uint32_t session, const User& who);
// User Profile Service 1 to 4.
void write_profile(Host& host, std::uint16_t event_id, std::uint32_t session, const User& who);
Timestamp write_ssh_message(Host& host, std::string_view payload);

}  // namespace sojourn::simulation
