// Table `run`: each analysis that changed the case.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/case/database.h"

namespace sojourn {

struct RunRow {
  std::string version;             // of sojourn
  std::int64_t network_gap_s = 0;  // see CorrelateOptions
  // Who ran it when, where and with what. See engine/run_custody.h.
  std::string started = {}, ended = {}, arguments = {}, user = {}, machine = {}, libraries = {};
  std::string folder = {};  // in which relative paths of its evidence begin
};

// In their order: the first has the id 1.
std::vector<RunRow> read_runs(const Database& database);
void write_runs(const Database& database, const std::vector<RunRow>& runs);

}  // namespace sojourn
