// Whole stories of whole machines, with what is true of them.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "tests/simulation/host.h"
#include "tests/simulation/truth.h"

namespace sojourn::simulation {

struct Scenario {
  std::vector<Host> hosts;
  std::vector<TrueSession> truth;  // of all hosts; `previous` is an index of this vector
};

// Gathers the hosts' truths.
Scenario scenario_of(std::vector<Host> hosts);

// Four days of March 2026 on a workstation and a file server of one company: office work, an
// administrator's remote desktops, and an intruder who guesses a password and goes on from there.
Scenario demo_scenario();

// What some hosts were seen to do and others not.
struct Habits {
  bool double_checks = false;    // clients check credentials twice (Host::clients_check_twice)
  bool failing_prompts = false;  // Host::prompts_fail_first
  bool screen_failures = false;  // passwords are mistyped at the logon screen of VMBus
  // While the machine is off its clock goes back, and nothing says so.
  bool unrecorded_steps = false;
  bool unaudited_logoffs = false;  // neither 4634 nor 4647
  bool steady_clock = false;       // it is never set
  bool wrong_clock = false;  // it is only set once, weeks ahead, and back when somebody notices
};

// Stories in random order on one host of a random generation, with a machine SID of its own. The
// same seed tells the same. A `name` is what the machine is called first; one with a name is
// switched on at a time of its own, and a local account comes by.
Scenario random_scenario(std::uint64_t seed, std::string_view name = {}, const Habits& habits = {});

// A day on a terminal server: thirty people come, leave and return by Remote Desktop, four to nine
// of them within the same seconds.
Scenario terminal_server(std::uint64_t seed);
// The same where no record of a connection has an ActivityID, and a 261 no client: of those that
// overlap nobody knows which began with which (Host::knocks).
Scenario terminal_server_2008(std::uint64_t seed);

// A few weeks at the console of a machine that audits no logoffs and of which Security alone was
// collected: that somebody left shows in the window manager of the next logon screen.
Scenario consoles_without_logoffs(std::uint64_t seed);

}  // namespace sojourn::simulation
