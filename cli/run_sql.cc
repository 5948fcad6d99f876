#include "cli/run_sql.h"

namespace sojourn {

void run_sql(const SqlCommand& command, std::ostream& out) {
  const CaseReader reader(command.case_file);
  Query query = reader.query(command.sql);
  Rows rows(command.format, query.columns(), out);
  while (const auto cells = query.next()) rows.add(*cells);
  rows.finish();
}

}  // namespace sojourn
