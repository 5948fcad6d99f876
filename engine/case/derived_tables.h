// Everything in a case but its runs follows from the evidence, so a run that adds evidence empties
// those tables and writes them anew.
#pragma once

#include <string>
#include <vector>

#include "engine/case/database.h"

namespace sojourn {

// While this lives the tables of the case are empty of derived rows and have no indexes, which are
// quicker made at the end than kept up row by row.
class DerivedTables {
 public:
  // A transaction is open on `database`, which must outlive this.
  explicit DerivedTables(Database& database);

  // Makes the indexes again, as the schema has them.
  void finish();

 private:
  Database& database_;
  std::vector<std::string> indexes_;
};

}  // namespace sojourn
