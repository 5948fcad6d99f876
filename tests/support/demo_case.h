// The demo's evidence and the case made of it, as tests of what reads cases want them.
#pragma once

#include "tests/simulation/evidence_folder.h"
#include "tests/support/scratch.h"

namespace sojourn::testing {

// The evidence stands in demo, the case is case.db.
class DemoCase : public Scratch {
 public:
  DemoCase() {
    simulation::write_evidence(simulation::demo_scenario(), *this / "demo");
    run_in(*this, "sojourn analyze demo -o case.db --quiet");
  }
};

}  // namespace sojourn::testing
