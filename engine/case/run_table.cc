#include "engine/case/run_table.h"

namespace sojourn {

std::vector<RunRow> read_runs(const Database& database) {
  std::vector<RunRow> runs;
  Statement rows(database, "SELECT version, network_gap_s FROM run ORDER BY run_id");
  while (rows.step()) runs.push_back({std::string(rows.text(0)), rows.number(1)});
  return runs;
}

void write_runs(const Database& database, const std::vector<RunRow>& runs) {
  Statement insert(database, insert_into("run", 3));
  std::int64_t run_id = 0;
  for (const RunRow& run : runs) insert.run(++run_id, run.version, run.network_gap_s);
}

}  // namespace sojourn
