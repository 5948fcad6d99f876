#include "cli/list_sessions.h"

#include "cli/brief_sessions.h"
#include "cli/burst_totals.h"
#include "cli/named_row.h"

namespace sojourn {
namespace {

// The row as it is, with its times as the zone shows them.
void shift_times(const std::vector<std::string>& columns, std::vector<Cell>& cells,
                 const Zone& zone) {
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const auto* text = std::get_if<std::string>(&cells[i]);
    if (text == nullptr || !columns[i].ends_with("_time")) continue;
    if (const auto time = parse_time(*text)) cells[i] = zone.exact(*time);
  }
}

}  // namespace

void list_sessions(const SessionsCommand& command, const Streams& streams) {
  const auto& [out, err] = streams;
  const CaseReader reader = open_case(command.case_file, command.reading, err);
  const bool is_table = command.format == Format::table;
  SessionFilter filter = command.filter;
  if (is_table) filter.limit.reset();  // a line may stand for many rows
  check_names(filter, reader);
  const BoundQuery bound =
      sessions_query(filter, reader, is_table ? BriefSessions::read() : session_columns(reader));
  Query query = reader.query(bound.sql, bound.parameters);
  Rows rows(command.format, is_table ? BriefSessions::columns() : query.columns(), out);
  BriefSessions brief(rows, command.zone, BurstsOfCase(filter, reader), command.filter.limit);
  while (auto cells = query.next()) {
    if (is_table) {
      if (!brief.add(NamedRow(query.columns(), *cells))) break;
    } else {
      shift_times(query.columns(), *cells, command.zone);
      rows.add(*cells);
    }
  }
  rows.finish();
}

}  // namespace sojourn
