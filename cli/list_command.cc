#include "cli/list_command.h"

#include <algorithm>
#include <array>
#include <stdexcept>

#include "cli/escape.h"
#include "cli/evidence_list.h"
#include "cli/failure_list.h"
#include "cli/gap_list.h"
#include "cli/host_list.h"
#include "cli/lateral_list.h"
#include "cli/outbound_list.h"
#include "cli/output_file.h"
#include "cli/presence_list.h"
#include "cli/session_list.h"
#include "cli/session_notes.h"
#include "cli/source_list.h"
#include "cli/terminal.h"
#include "cli/timeline_list.h"
#include "cli/user_list.h"
#include "cli/wording.h"

namespace sojourn {
namespace {

constexpr std::size_t kWide = 120;

constexpr std::array kKinds = {
    ListKind{"sessions", "List who had or tried to get access, from where and how long",
             session_list, ListOptions::sessions},
    ListKind{"at", "List who was on at a time, or between two, in which state and since when",
             presence_list, ListOptions::moment},
    ListKind{"users", "List the accounts with their sessions, hosts and sources", user_list,
             ListOptions::sessions},
    ListKind{"sources", "List from where each account came, what is odd first and why", source_list,
             ListOptions::sources},
    ListKind{"failures", "List bursts of failed attempts, and who got in after them", failure_list,
             ListOptions::bursts},
    ListKind{"timeline", "List every start and end, lock and unlock in order", timeline_list,
             ListOptions::sessions},
    ListKind{"outbound", "List who went from a host to which other one, and from which session",
             outbound_list, ListOptions::places},
    ListKind{"lateral", "List or draw who came to a host from another one of the case",
             lateral_list, ListOptions::movement},
    ListKind{"hosts", "List the hosts, what their logs hold and who was there", host_list,
             ListOptions::sessions},
    ListKind{"gaps", "List which logs, and which records of them, are missing", gap_list,
             ListOptions::places},
    ListKind{"evidence", "List the files that the case rests on, with their hashes", evidence_list,
             ListOptions::places},
};

bool is_time(const std::string& column) {
  return column.ends_with("_time") || column == "time" || column == "first" || column == "last";
}

// The row as it is, with its times as the zone shows them.
void shift_times(const std::vector<std::string>& columns, std::vector<Cell>& cells,
                 const Zone& zone) {
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const auto* text = std::get_if<std::string>(&cells[i]);
    if (text == nullptr || !is_time(columns[i])) continue;
    if (const auto time = parse_time(*text)) cells[i] = zone.exact(*time);
  }
}

// "start" is start_time, "user" is user_name, "id" is session_id, "source" is src_ip.
std::string column_named(const std::vector<std::string>& columns, const std::string& name) {
  const std::string word = name == "source" ? "src" : name;
  const auto find = [&](const auto& fits) {
    const auto found = std::ranges::find_if(columns, fits);
    return found == columns.end() ? std::string() : *found;
  };
  std::string found = find([&](const std::string& column) { return column == word; });
  if (found.empty())
    found = find([&](const std::string& column) { return column.starts_with(word + "_"); });
  if (found.empty())
    found = find([&](const std::string& column) { return column.ends_with("_" + word); });
  if (!found.empty()) return found;
  std::string all;
  for (const std::string& column : columns) all += (all.empty() ? "" : ", ") + column;
  throw std::runtime_error("--sort: there is no column \"" + name + "\"; there are " + all);
}

// Only names that are columns become part of the SQL.
BoundQuery sorted(const ListCommand& command, const CaseReader& reader, BoundQuery query) {
  if (command.sort.empty()) return query;
  const std::vector<std::string> columns =
      reader.query("SELECT * FROM (" + query.sql + ") LIMIT 0", query.parameters).columns();
  query.sql = "SELECT * FROM (" + query.sql + ") ORDER BY \"" +
              column_named(columns, command.sort) + "\"" + (command.reverse ? " DESC" : "") +
              " NULLS LAST";
  return query;
}

// The rows one after another, from wherever they come. Of a stream that is to be in another order
// all are held.
class ListRows {
 public:
  ListRows(const ListCommand& command, const CaseReader& reader, const ListPlan& plan) {
    if (const auto* query = std::get_if<BoundQuery>(&plan.rows)) {
      const BoundQuery bound = sorted(command, reader, *query);
      query_.emplace(reader.query(bound.sql, bound.parameters));
      return;
    }
    stream_ = std::get<RowStream>(plan.rows);
    if (command.sort.empty() && !command.reverse) return;
    while (auto row = stream_.next()) held_.push_back(std::move(*row));
    put_in_order(command);
    stream_.next = [this, at = std::size_t{0}]() mutable -> std::optional<std::vector<Cell>> {
      if (at == held_.size()) return std::nullopt;
      return std::move(held_[at++]);
    };
  }
  ListRows(const ListRows&) = delete;
  ListRows& operator=(const ListRows&) = delete;

  const std::vector<std::string>& columns() const {
    return query_ ? query_->columns() : stream_.columns;
  }
  std::optional<std::vector<Cell>> next() { return query_ ? query_->next() : stream_.next(); }

 private:
  // What is not there comes last either way.
  void put_in_order(const ListCommand& command) {
    if (command.sort.empty()) {
      std::ranges::reverse(held_);
      return;
    }
    const std::string name = column_named(stream_.columns, command.sort);
    const auto column = static_cast<std::size_t>(std::ranges::find(stream_.columns, name) -
                                                 stream_.columns.begin());
    std::ranges::stable_sort(held_, [&](const auto& one, const auto& other) {
      const Cell &a = one[column], &b = other[column];
      if (a.index() == 0 || b.index() == 0) return a.index() > b.index();
      return command.reverse ? b < a : a < b;
    });
  }

  std::optional<Query> query_;
  RowStream stream_;
  std::vector<std::vector<Cell>> held_;
};

// "success 24, failure 165".
std::string counts(const CaseReader& reader, const char* sql) {
  std::string all;
  for (Query query = reader.query(sql); const auto cells = query.next();) {
    const NamedRow row(query.columns(), *cells);
    all += (all.empty() ? "" : ", ") + row.text("word") + ' ' +
           grouped(static_cast<std::uint64_t>(row.whole("n").value_or(0)));
  }
  return all.empty() ? "none" : all;
}

void say_what_there_is(const CaseReader& reader, const Zone& zone, std::ostream& err) {
  Query query = reader.query(
      "SELECT min(start_time) AS first, max(coalesce(end_time, start_time)) AS last FROM session");
  const auto cells = query.next();
  const NamedRow span(query.columns(), *cells);
  err << "nothing fits; the case has " << (span.text("first").empty() ? "no sessions" : "sessions");
  if (!span.text("first").empty()) {
    err << " from " << escape(exact_time(span.text("first"), zone)) << " to "
        << escape(exact_time(span.text("last"), zone));
  }
  err << ": "
      << counts(reader,
                "SELECT outcome AS word, count(*) AS n FROM session GROUP BY 1 ORDER BY 2 "
                "DESC, 1")
      << "; "
      << counts(reader,
                "SELECT kind AS word, count(*) AS n FROM session GROUP BY 1 ORDER BY 2 "
                "DESC, 1")
      << '\n';
}

// "5 more sessions".
std::string more(std::uint64_t number, const std::string& one) {
  return grouped(number) + " more " + one + (number == 1 ? "" : "s");
}

void say_what_is_hidden(const ListPlan& plan, const CaseReader& reader, std::uint64_t beyond_limit,
                        std::ostream& err) {
  if (beyond_limit > 0) err << more(beyond_limit, plan.row) << " with a higher --limit\n";
  for (const HiddenRows& hidden : plan.hidden) {
    Query query = reader.query(hidden.count.sql, hidden.count.parameters);
    const auto cells = query.next();
    const auto* count = cells ? std::get_if<std::int64_t>(&cells->front()) : nullptr;
    if (count == nullptr || *count == 0) continue;
    err << more(static_cast<std::uint64_t>(*count), hidden.row) << ' ' << hidden.how << '\n';
  }
}

std::int64_t id_of(const NamedRow& row) { return row.whole("session_id").value_or(0); }

}  // namespace

std::span<const ListKind> list_kinds() { return kKinds; }

void run_list(const ListCommand& command, const Streams& streams) {
  const CaseReader reader = open_case(command.case_file, command.reading, streams.err);
  check_names(command.filter, reader);
  const bool is_table = command.format == Format::table || command.format == Format::markdown;
  const auto width =
      command.format == Format::table && command.output.empty() ? terminal_width() : std::nullopt;
  const bool is_narrow = width && *width < kWide;
  const KnownSources known = command.known.empty() ? KnownSources() : KnownSources(command.known);
  GeoPlaces geo(command.geoip);
  const ListPlan plan = command.kind->plan({.filter = command.filter,
                                            .reader = reader,
                                            .zone = command.zone,
                                            .known = known,
                                            .geo = geo.empty() ? nullptr : &geo,
                                            .all_columns = !is_table || !command.sort.empty(),
                                            .newest_first = command.reverse && command.sort.empty(),
                                            .narrow = is_narrow});
  ListRows list(command, reader, plan);
  OutputFile output(command.output, streams.out);
  if (command.graph) {
    MovementGraph graph;
    while (const auto cells = list.next())
      graph.add(NamedRow(list.columns(), *cells), command.zone);
    graph.write(*command.graph, output.stream());
    output.finish();
    return;
  }
  // Columns of their own where sessions have notes, and only there: other cases show none.
  const SessionNotes notes(command.case_file, reader, streams.err);
  const bool has_notes =
      !notes.empty() && std::ranges::find(list.columns(), "session_id") != list.columns().end();
  std::vector<std::string> columns = is_table ? plan.titles : list.columns();
  if (has_notes && is_table) columns.emplace_back(is_narrow ? "*" : "noted");
  if (has_notes && !is_table) columns.insert(columns.end(), {"tags", "notes"});
  Rows rows(command.format, columns, output.stream(), width);
  const bool is_colored =
      command.format == Format::table && has_colors(command.color, command.output.empty());
  std::uint64_t written = 0, beyond_limit = 0;
  while (auto cells = list.next()) {
    Tone tone = Tone::plain;
    if (is_table) {
      const NamedRow row(list.columns(), *cells);
      auto line = plan.line(row);
      if (!line) continue;
      if (is_colored) tone = tone_of(row);
      if (has_notes) line->push_back(marks_cell(notes.of(id_of(row)), is_narrow));
      *cells = std::move(*line);
    } else {
      shift_times(list.columns(), *cells, command.zone);
      if (has_notes) {
        const SessionMarks& marks = notes.of(id_of(NamedRow(list.columns(), *cells)));
        cells->insert(cells->end(), {text_cell(marks.tag_words()), text_cell(marks.note_words())});
      }
    }
    if (command.limit && written >= *command.limit) {
      ++beyond_limit;
      continue;
    }
    rows.add(*cells, tone);
    // How many more there are takes a walk through all of them.
    if (++written == command.limit) {
      rows.finish();
      output.stream().flush();
    }
  }
  rows.finish();
  output.finish();
  if (written + beyond_limit == 0 && command.kind->options != ListOptions::places)
    say_what_there_is(reader, command.zone, streams.err);
  say_what_is_hidden(plan, reader, beyond_limit, streams.err);
}

}  // namespace sojourn
