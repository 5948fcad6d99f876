#include "cli/run_export.h"

#include "cli/output_file.h"

namespace sojourn {
namespace {

void write_rows(Query& query, Format format, std::ostream& out) {
  Rows rows(format, query.columns(), out);
  while (const auto cells = query.next()) rows.add(*cells);
  rows.finish();
}

void write_lines(Query& query, ExportLine line, std::ostream& out) {
  while (const auto cells = query.next())
    out << exported_lines(NamedRow(query.columns(), *cells), line);
}

}  // namespace

void run_export(const ExportCommand& command, const Streams& streams) {
  const CaseReader reader = open_case(command.case_file, command.reading, streams.err);
  check_names(command.filter, reader);
  const BoundQuery bound =
      sessions_query(command.filter, reader, {.columns = session_columns(reader)});
  Query query = reader.query(bound.sql, bound.parameters);
  OutputFile output(command.output, streams.out);
  if (const auto* format = std::get_if<Format>(&command.form)) {
    write_rows(query, *format, output.stream());
  } else {
    write_lines(query, std::get<ExportLine>(command.form), output.stream());
  }
  output.finish();
}

}  // namespace sojourn
