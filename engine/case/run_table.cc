#include "engine/case/run_table.h"

#include "engine/case/case_row.h"

namespace sojourn {

std::vector<RunRow> read_runs(const Database& database) {
  std::vector<RunRow> runs;
  Statement rows(database,
                 "SELECT run_id, version, network_gap_s, started, ended, arguments, user, machine, "
                 "folder, libraries FROM run ORDER BY run_id");
  const CaseRow row(database, "run", rows);
  const auto text = [&](int column) { return std::string(row.text(column)); };
  while (rows.step()) {
    runs.push_back({.version = text(1),
                    .network_gap_s = rows.number(2),
                    .started = text(3),
                    .ended = text(4),
                    .arguments = text(5),
                    .user = text(6),
                    .machine = text(7),
                    .libraries = text(9),
                    .folder = text(8)});
  }
  return runs;
}

void write_runs(const Database& database, const std::vector<RunRow>& runs) {
  Statement insert(database, insert_into("run", 10));
  std::int64_t run_id = 0;
  for (const RunRow& run : runs) {
    insert.run(++run_id, run.version, run.network_gap_s, run.started, run.ended, run.arguments,
               run.user, run.machine, run.folder, run.libraries);
  }
}

}  // namespace sojourn
