// Writes the logs of two simulated machines, four days of one company's life with an intruder in
// it, for trying sojourn out: make_evidence FOLDER. With "company" behind it those of six, a domain
// controller and a Remote Desktop gateway among them, and of who went from one to another.
#include <exception>
#include <iostream>
#include <string_view>

#include "tests/simulation/company.h"
#include "tests/simulation/evidence_folder.h"
#include "tests/simulation/scenario.h"

int main(int argc, char** argv) {
  const bool is_company = argc == 3 && argv[2] == std::string_view("company");
  if (argc != 2 && !is_company) {
    std::cerr << "usage: make_evidence FOLDER [company]\n";
    return 2;
  }
  try {
    const auto scenario =
        is_company ? sojourn::simulation::scenario_of(sojourn::simulation::company(1).hosts)
                   : sojourn::simulation::demo_scenario();
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
