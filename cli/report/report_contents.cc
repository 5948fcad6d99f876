#include "cli/report/report_contents.h"

#include "cli/failure_list.h"
#include "cli/gap_list.h"
#include "cli/host_list.h"
#include "cli/outbound_list.h"
#include "cli/report/findings.h"
#include "cli/session_filter.h"
#include "cli/source_list.h"
#include "cli/user_list.h"

namespace sojourn {
namespace {

// Those who got in, then the guessing, the largest first.
constexpr const char* kBurstsFirst =
    "followed_by_session_id IS NULL OR method IS NULL, method IS NULL, attempts DESC, burst_id";

// A query whose `{}` is the condition on hosts, whose names are in that column.
BoundQuery on_hosts(const ListRequest& request, std::string sql, const char* column) {
  BoundQuery query = hosts_where(request.filter, request.reader, column);
  query.sql = sql.replace(sql.find("{}"), 2, "1" + query.sql);
  return query;
}

BoundQuery coverage_of(const ListRequest& request) {
  return on_hosts(
      request,
      "SELECT c.host, c.channel, c.first_time, c.last_time, c.events, c.ended_by,\n"
      "  c.missing, c.note\n"
      "FROM v_coverage c WHERE c.events > 0 AND {} ORDER BY c.host, c.channel, c.first_time",
      "c.host");
}

BoundQuery clock_steps_of(const ListRequest& request) {
  return on_hosts(
      request,
      "SELECT h.name AS host, c.first_time AS time, e.other_time AS time_before, c.step_s,\n"
      "  c.reason\n"
      "FROM clock_epoch c JOIN host h USING (host_id) LEFT JOIN event e USING (event_id)\n"
      "WHERE c.step_s IS NOT NULL AND c.reason <> 'resume_from_sleep' AND {}\n"
      "ORDER BY c.clock_epoch_id",
      "h.name");
}

BoundQuery movement_of(const ListRequest& request) {
  const BoundQuery where = table_where(request.filter, request.reader);
  return {
      "SELECT l.source_host, l.host, l.user_name, l.user_domain, l.kind,\n"
      "  sum(l.outcome <> 'failure') AS sessions, sum(l.outcome = 'failure') AS failures,\n"
      "  min(l.start_time) AS first, max(coalesce(l.end_time, l.start_time)) AS last\n"
      "FROM v_lateral l JOIN session v USING (session_id) WHERE 1" +
          where.sql + "\nGROUP BY 1, 2, 3, 4, 5 ORDER BY first, 1, 2, 3, 4, 5",
      where.parameters};
}

// Of those that the filter has.
HeldList noted_sessions(const ListRequest& request, const SessionNotes& notes) {
  BoundQuery query = sessions_where(request.filter, request.reader);
  query.sql =
      "SELECT v.session_id, v.host, v.user_name, v.user_domain, v.user_sid, v.start_time\n"
      "FROM v_session v WHERE 1" +
      query.sql + "\n  AND v.session_id IN (SELECT value FROM json_each(?))\nORDER BY v.session_id";
  query.parameters.emplace_back(json_list(notes.sessions()));
  HeldList list = held_rows(request.reader, query);
  list.columns.emplace_back("noted");
  for (std::vector<Cell>& row : list.rows) {
    const std::int64_t id = NamedRow(list.columns, row).whole("session_id").value_or(0);
    row.push_back(marks_cell(notes.of(id)));
  }
  return list;
}

}  // namespace

ReportContents report_contents(const ListRequest& request, const SessionNotes& notes) {
  const CaseReader& reader = request.reader;
  ReportContents contents{.hosts = held_list(host_list(request), reader),
                          .users = held_list(user_list(request), reader),
                          .sources = held_list(source_list(request), reader),
                          .bursts = held_list(failure_list(request), reader, kBurstsFirst),
                          .gaps = held_list(gap_list(request), reader),
                          .outbound = held_list(outbound_list(request), reader),
                          .coverage = held_rows(reader, coverage_of(request)),
                          .clock_steps = held_rows(reader, clock_steps_of(request)),
                          .movement = held_rows(reader, movement_of(request)),
                          .noted = noted_sessions(request, notes),
                          .findings = {}};
  contents.findings = findings_of(contents);
  return contents;
}

}  // namespace sojourn
