// Whole stories of whole machines, with what is true of them.
#pragma once

#include <cstdint>
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

// Stories in random order on one host of a random generation. The same seed tells the same.
Scenario random_scenario(std::uint64_t seed);

}  // namespace sojourn::simulation
