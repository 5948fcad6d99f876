// Writes the logs of two simulated machines, four days of one company's life with an intruder in
// it, for trying sojourn out: make_evidence FOLDER
#include <exception>
#include <iostream>

#include "tests/simulation/evidence_folder.h"
#include "tests/simulation/scenario.h"

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: make_evidence FOLDER\n";
    return 2;
  }
  try {
    const auto scenario = sojourn::simulation::demo_scenario();
    sojourn::simulation::write_evidence(scenario, argv[1]);
    for (const auto& host : scenario.hosts) {
      std::size_t records = 0;
      for (const auto& [channel, log] : host.channels()) records += log.size();
      std::cout << host.computer() << ": " << host.generation().name << ", "
                << host.channels().size() << " logs, " << records << " records, "
                << host.truth().size() << " sessions\n";
    }
  } catch (const std::exception& error) {
    std::cerr << "make_evidence: " << error.what() << '\n';
    return 1;
  }
}
