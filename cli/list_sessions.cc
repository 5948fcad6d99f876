#include "cli/list_sessions.h"

#include "cli/named_row.h"

namespace sojourn {
namespace {

const std::vector<std::string> kBriefColumns = {"id",     "host",  "user", "kind",
                                                "source", "start", "end",  "result"};

std::string brief_time(const std::string& stored, const Zone& zone) {
  const auto time = parse_time(stored);
  return time ? zone.brief(*time) : stored;
}

// How it came out, in one cell: why a failure failed, how a success ended.
std::string result(const NamedRow& session) {
  const std::string outcome = session.text("outcome");
  if (outcome == "failure") {
    const std::string reason = session.text("failure_reason");
    return reason.empty() ? outcome : outcome + ": " + reason;
  }
  const std::string end = session.text("end_reason");
  return outcome == "success" ? end : outcome + ", " + end;
}

std::vector<Cell> brief(const NamedRow& session, const Zone& zone) {
  // "~" marks what is a bound or an estimate.
  const std::string end = brief_time(session.text("end_time"), zone);
  return {session.whole("session_id").value_or(0),
          session.text("host"),
          account_name(session),
          session.text("kind"),
          source_name(session),
          brief_time(session.text("start_time"), zone),
          end.empty() || session.yes("end_exact") || session.text("outcome") == "failure"
              ? end
              : "~" + end,
          result(session)};
}

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

void list_sessions(const SessionsCommand& command, std::ostream& out) {
  const CaseReader reader(command.case_file);
  const BoundQuery bound = sessions_query(command.filter, reader);
  Query query = reader.query(bound.sql, bound.parameters);
  const bool is_table = command.format == Format::table;
  Rows rows(command.format, is_table ? kBriefColumns : query.columns(), out);
  while (auto cells = query.next()) {
    if (is_table) {
      rows.add(brief(NamedRow(query.columns(), *cells), command.zone));
    } else {
      shift_times(query.columns(), *cells, command.zone);
      rows.add(*cells);
    }
  }
  rows.finish();
}

}  // namespace sojourn
