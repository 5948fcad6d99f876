#include "cli/report/page_sessions.h"

#include <initializer_list>
#include <unordered_map>

#include "cli/report/page_json.h"

namespace sojourn {
namespace {

const std::vector<std::string> kShown = {"session_id",
                                         "uid",
                                         "host",
                                         "user_sid",
                                         "account_class",
                                         "kind",
                                         "outcome",
                                         "start_time",
                                         "start_reason",
                                         "granted_time",
                                         "end_time",
                                         "end_reason",
                                         "end_exact",
                                         "duration_s",
                                         "active_s",
                                         "src_ip",
                                         "src_host",
                                         "src_scope",
                                         "src_inferred",
                                         "logon_type",
                                         "logon_id",
                                         "auth_package",
                                         "elevated",
                                         "failure_reason",
                                         "failures_before",
                                         "previous_session_id",
                                         "burst_id",
                                         "confidence",
                                         "flags",
                                         "event_count"};

const std::vector<std::string> kCoded = {
    "host",       "user_sid", "account_class", "kind",       "outcome",      "start_reason",
    "end_reason", "src_ip",   "src_host",      "src_scope",  "auth_package", "failure_reason",
    "flags",      "who",      "source",        "source_host"};

constexpr const char* kRecords =
    "SELECT x.session_id, x.role, r.meaning AS why, e.time, e.channel, e.event_code, e.record_id,\n"
    "  v.path AS file, e.computer, e.user_name, e.user_domain, e.logon_id, e.logon_type,\n"
    "  e.address, e.src_port, e.client, e.terminal, e.session_number, e.logon_process,\n"
    "  e.auth_package, e.process, iif(e.status <> 0, printf('0x%08x', e.status), NULL) AS status,\n"
    "  iif(e.sub_status <> 0, printf('0x%08x', e.sub_status), NULL) AS sub_status\n"
    "FROM session_event x JOIN event e USING (event_id) JOIN evidence v USING (evidence_id)\n"
    "JOIN rule r ON r.name = x.rule\n"
    "WHERE x.session_id = ? ORDER BY x.event_id LIMIT ?";

const std::vector<std::string> kCodedOfRecords = {
    "role",         "why",      "channel", "file",      "computer", "user_name",
    "user_domain",  "logon_id", "address", "client",    "terminal", "logon_process",
    "auth_package", "process",  "status",  "sub_status"};

using Ranks = std::unordered_map<std::int64_t, std::int64_t>;

// From which other host of the case each of these sessions came.
std::unordered_map<std::int64_t, std::string> source_hosts(const CaseReader& reader,
                                                           const Ranks& ranks) {
  std::unordered_map<std::int64_t, std::string> hosts;
  Query query = reader.query("SELECT session_id, source_host FROM v_lateral");
  while (const auto cells = query.next()) {
    const NamedRow row(query.columns(), *cells);
    const std::int64_t id = row.whole("session_id").value_or(0);
    if (ranks.contains(id)) hosts[id] = row.text("source_host");
  }
  return hosts;
}

// Of each of these sessions whose start or end no record gives, between which times it was surely
// on.
struct Seen {
  Cell first, last;
};
std::unordered_map<std::int64_t, Seen> times_seen(const CaseReader& reader, const Ranks& ranks) {
  std::unordered_map<std::int64_t, Seen> seen;
  Query query = reader.query("SELECT session_id, start_before, end_after FROM v_session_bounds");
  while (const auto cells = query.next()) {
    const auto* id = std::get_if<std::int64_t>(&cells->front());
    if (id != nullptr && ranks.contains(*id)) seen[*id] = {(*cells)[1], (*cells)[2]};
  }
  return seen;
}

std::vector<std::string> with(std::vector<std::string> columns,
                              std::initializer_list<const char*> more) {
  columns.insert(columns.end(), more.begin(), more.end());
  return columns;
}

}  // namespace

void write_page_sessions(const PageRequest& request, std::ostream& out) {
  const auto& [filter, reader, zone, known, geo, all, newest, narrow] = request.list;
  Ranks ranks;
  for (const std::int64_t id : request.telling.ids)
    ranks.emplace(id, static_cast<std::int64_t>(ranks.size()));
  const auto hosts = source_hosts(reader, ranks);
  const auto seen = times_seen(reader, ranks);
  PageTable table(out,
                  with(kShown, {"rank", "who", "source", "source_host", "tags", "notes",
                                "seen_first", "seen_last"}),
                  kCoded);
  const BoundQuery bound =
      sessions_query(filter, reader, {.columns = with(kShown, {"user_name", "user_domain"})});
  std::uint64_t left = request.telling.left;
  std::size_t bytes = 0;
  for (Query query = reader.query(bound.sql, bound.parameters); auto cells = query.next();) {
    const NamedRow session(query.columns(), *cells);
    const auto rank = ranks.find(session.whole("session_id").value_or(0));
    if (rank == ranks.end()) continue;
    if (bytes > request.limits.session_bytes) {
      ++left;
      continue;
    }
    const auto host = hosts.find(rank->first);
    const SessionMarks& marks = request.notes.of(rank->first);
    const Cell who = account_name(session), source = source_name(session);
    cells->resize(kShown.size());
    const auto bounds = seen.find(rank->first);
    cells->insert(cells->end(), {Cell(rank->second), who, source,
                                 host == hosts.end() ? Cell() : Cell(host->second),
                                 text_cell(marks.tag_words()), text_cell(marks.note_words()),
                                 bounds == seen.end() ? Cell() : bounds->second.first,
                                 bounds == seen.end() ? Cell() : bounds->second.last});
    bytes += table.add(*cells);
  }
  table.finish(left);
}

void write_page_records(const PageRequest& request, std::ostream& out) {
  const CaseReader& reader = request.list.reader;
  const PageLimits& limits = request.limits;
  const auto records_of = [&](std::int64_t session) {
    // One more than fit shows that not all do.
    return reader.query(kRecords,
                        {session, static_cast<std::int64_t>(limits.records_of_a_session) + 1});
  };
  PageTable table(out, records_of(0).columns(), kCodedOfRecords);
  std::size_t bytes = 0;
  std::uint64_t left = 0;
  for (const std::int64_t session : request.telling.ids) {
    if (bytes >= limits.record_bytes) {
      ++left;
      continue;
    }
    std::vector<std::vector<Cell>> rows;
    for (Query query = records_of(session); auto cells = query.next();)
      rows.push_back(std::move(*cells));
    if (rows.size() > limits.records_of_a_session) {
      ++left;
      continue;
    }
    for (const auto& row : rows) bytes += table.add(row);
  }
  table.finish(left + request.telling.left);
}

}  // namespace sojourn
