// What happens to the machine itself: it starts, stops, loses its power, works for itself.
#pragma once

#include <string_view>

#include "tests/simulation/host.h"

namespace sojourn::simulation {

// REQUIRES: !host.running.
void boot(Host& host);

// Whether Windows logs everybody off first, as it does unless it is in a hurry.
enum class Stop { logs_users_off, forced };
// REQUIRES: host.running. `action` is "restart" or "power off"; boot() is for the caller.
void shut_down(Host& host, const User& by, std::string_view action,
               Stop stop = Stop::logs_users_off);
// The power goes. REQUIRES: host.running.
void crash(Host& host);

// The Security log is cleared. Its records are gone, so this tells the truth only while nothing
// rests on them: before anybody used the machine.
void clear_security_log(Host& host);

// Somebody sets the clock. After a step back what happens next has times that were there before:
// the logs beside Security and System say nothing of the step.
void set_clock(Host& host, Ticks by);

// Forward or back, by up to three hours and a third; back no farther than what nobody could place.
void set_clock_by_chance(Host& host);

// The machine sleeps for minutes or hours, and whoever is at it stays logged on.
void sleep_and_wake(Host& host);

// Logons in which nobody gets access: a service's (type 5), a task's (type 4).
void service_logon(Host& host, const User& who);
void batch_logon(Host& host, const User& who);

}  // namespace sojourn::simulation
