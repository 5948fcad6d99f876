#include "cli/run_export.h"

#include "cli/output_file.h"

namespace sojourn {

void run_export(const ExportCommand& command, const Streams& streams) {
  const CaseReader reader = open_case(command.case_file, command.reading, streams.err);
  check_names(command.filter, reader);
  const BoundQuery bound =
      sessions_query(command.filter, reader, {.columns = session_columns(reader)});
  Query query = reader.query(bound.sql, bound.parameters);
  OutputFile output(command.output, streams.out);
  while (const auto cells = query.next())
    output.stream() << exported_lines(NamedRow(query.columns(), *cells), command.line);
  output.finish();
}

}  // namespace sojourn
