// Writes a scenario's logs as files, laid out like the copies that an investigator collects.
#pragma once

#include <filesystem>

#include "tests/simulation/scenario.h"

namespace sojourn::simulation {

// <folder>/<HOST>/Windows/System32/winevt/Logs/<channel>.evtx, '/' of the channel's name as "%4".
void write_evidence(const Scenario& scenario, const std::filesystem::path& folder);

}  // namespace sojourn::simulation
