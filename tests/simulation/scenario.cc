#include "tests/simulation/scenario.h"

#include <utility>

namespace sojourn::simulation {

Scenario scenario_of(std::vector<Host> hosts) {
  Scenario scenario;
  for (const Host& host : hosts) {
    const std::size_t base = scenario.truth.size();
    for (TrueSession session : host.truth()) {
      if (session.previous != kNoSession) session.previous += base;
      scenario.truth.push_back(std::move(session));
    }
  }
  scenario.hosts = std::move(hosts);
  return scenario;
}

}  // namespace sojourn::simulation
