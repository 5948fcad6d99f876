// All rows of a case that follow from the records, as text, to be compared.
#pragma once

#include <sstream>
#include <string>

#include "tests/support/scratch.h"

namespace sojourn::testing {

// Table by table in the order in which they stand there: all but `run`, and the numbers of runs.
inline std::string rows_without_runs(const Scratch& folder, const std::string& name) {
  const Outcome outcome =
      run_in(folder,
             "for table in $(sqlite3 " + name +
                 " \"SELECT name FROM sqlite_schema WHERE type = 'table' AND name <> 'run'\"); do\n"
                 "  columns=$(sqlite3 " +
                 name +
                 " \"SELECT group_concat('\\\"' || name || '\\\"') FROM "
                 "pragma_table_info('$table') WHERE name <> 'run_id'\")\n"
                 "  echo \"# $table $columns\"\n"
                 "  sqlite3 " +
                 name + " \"SELECT $columns FROM $table\"\n" + "done");
  return outcome.err + outcome.out;
}

// The first line in which the texts differ, as both have it; "" where they are equal.
inline std::string first_difference(const std::string& one, const std::string& other) {
  std::istringstream lines(one), others(other);
  std::string line, beside, table;
  while (std::getline(lines, line) && std::getline(others, beside)) {
    if (line.starts_with("# ")) table = line;
    if (line != beside) return table.append("\n  ").append(line).append("\n  ").append(beside);
  }
  return one == other ? "" : "one is longer";
}

}  // namespace sojourn::testing
