#include "cli/run_sql.h"

namespace sojourn {

void run_sql(const SqlCommand& command, const Streams& streams) {
  const auto& [out, err] = streams;
  const CaseReader reader = open_case(command.case_file, command.reading, err);
  Query query = reader.query(command.sql);
  Rows rows(command.format, query.columns(), out);
  while (const auto cells = query.next()) rows.add(*cells);
  rows.finish();
}

}  // namespace sojourn
