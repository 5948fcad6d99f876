#include "cli/source_list.h"

#include <deque>
#include <memory>

#include "cli/source_history.h"
#include "cli/wording.h"

namespace sojourn {
namespace {

using Accounts = std::unordered_map<std::int64_t, std::vector<Cell>>;

// Along the index of the starts, which puts those without one first.
BoundQuery visits(const ListRequest& request) {
  const BoundQuery where = sessions_where(request.filter, request.reader);
  return {
      "SELECT s.account_id, s.host_id, s.src_ip, s.src_host, s.src_scope, s.outcome,\n"
      "  s.start_time, s.end_time, s.end_reason, " +
          is_among("s.session_id", where) + " AS is_shown\nFROM session s" +
          (request.filter.all ? "" : " WHERE s.account_class = 'user'") +
          "\nORDER BY s.start_time, s.session_id",
      where.parameters};
}

Visit visit_of(const NamedRow& row, const Zone& zone) {
  Visit visit{.account = row.whole("account_id").value_or(0),
              .host = row.whole("host_id").value_or(0),
              .place = {row.text("src_ip"), row.text("src_host"), row.text("src_scope")},
              .failed = row.text("outcome") == "failure",
              .start = parse_time(row.text("start_time")),
              .end = parse_time(row.text("end_time")),
              .is_open = row.text("end_reason") == "open",
              .is_shown = row.yes("is_shown")};
  if (visit.start) visit.hour = zone.hour(*visit.start);
  return visit;
}

// Which countries were new for which account, of the whole case as all that is odd.
CountryHistory countries_of(const ListRequest& request) {
  CountryHistory countries;
  Query query = request.reader.query(
      "SELECT account_id, src_ip FROM session WHERE src_ip IS NOT NULL AND account_id IS NOT NULL\n"
      "  AND start_time IS NOT NULL AND outcome <> 'failure' ORDER BY start_time, session_id");
  while (const auto cells = query.next()) {
    const NamedRow row(query.columns(), *cells);
    const std::string& country = request.geo->of(row.text("src_ip")).country;
    if (!country.empty()) countries.add(row.whole("account_id").value_or(0), country);
  }
  return countries;
}

void add_new_countries(const ListRequest& request, std::vector<AccountSource>& sources) {
  const CountryHistory countries = countries_of(request);
  for (AccountSource& source : sources) {
    const std::string& country = request.geo->of(source.place.address).country;
    if (!source.is_known && !country.empty() && countries.was_new(source.account, country))
      source.why.insert(Oddity::new_country);
  }
  put_oddest_first(sources);
}

Accounts accounts_of(const CaseReader& reader) {
  Accounts accounts;
  Query query = reader.query("SELECT account_id, name, domain, sid FROM account");
  while (auto cells = query.next()) {
    const auto* id = std::get_if<std::int64_t>(&cells->front());
    if (id != nullptr) accounts.emplace(*id, std::vector<Cell>(cells->begin() + 1, cells->end()));
  }
  return accounts;
}

std::string why_of(const AccountSource& source) {
  if (source.is_known) return "known";
  std::string words;
  for (const Oddity oddity : source.why) {
    words += (words.empty() ? "" : " ") + std::string(name_of(oddity));
  }
  return words;
}

}  // namespace

ListPlan source_list(const ListRequest& request) {
  SourceHistory history(request.known);
  const BoundQuery bound = visits(request);
  for (Query query = request.reader.query(bound.sql, bound.parameters);
       const auto cells = query.next();) {
    history.add(visit_of(NamedRow(query.columns(), *cells), request.zone));
  }
  const Accounts accounts = accounts_of(request.reader);
  const std::vector<Cell> nobody(3);
  std::vector<std::string> columns = {"user_name", "user_domain", "user_sid", "src_ip",
                                      "src_host",  "src_scope",   "sessions", "failures",
                                      "hosts",     "first",       "last",     "why"};
  if (request.geo != nullptr)
    columns.insert(columns.end() - 1, {"country", "as_number", "as_name"});
  const auto made = std::make_shared<std::deque<std::vector<Cell>>>();
  std::vector<AccountSource> sources = history.finish();
  if (request.geo != nullptr) add_new_countries(request, sources);
  bool has_as = false;
  for (const AccountSource& source : sources) {
    if (!source.is_shown) continue;
    const auto account = accounts.find(source.account);
    std::vector<Cell> row = account == accounts.end() ? nobody : account->second;
    for (Cell cell :
         {text_cell(source.place.address), text_cell(source.place.client),
          text_cell(source.place.scope), Cell(static_cast<std::int64_t>(source.sessions)),
          Cell(static_cast<std::int64_t>(source.failures)),
          Cell(static_cast<std::int64_t>(source.hosts.size())), time_cell(source.first),
          time_cell(source.last)}) {
      row.push_back(std::move(cell));
    }
    if (request.geo != nullptr) {
      const GeoPlace& place = request.geo->of(source.place.address);
      has_as = has_as || !place.as_words().empty();
      for (const std::string* text : {&place.country, &place.as_number, &place.as_name})
        row.push_back(text_cell(*text));
    }
    row.push_back(text_cell(why_of(source)));
    made->push_back(std::move(row));
  }
  // A narrow table does without the scope, which `why` tells where it matters.
  std::vector<std::string> titles = {"user",  "source", "scope", "sessions", "failures",
                                     "hosts", "first",  "last",  "why"};
  if (request.narrow) titles.erase(titles.begin() + 2);
  if (request.geo != nullptr) titles.insert(titles.end() - 1, "country");
  if (has_as) titles.insert(titles.end() - 1, "AS");
  return {
      .row = "source",
      .rows = RowStream{columns,
                        [made]() -> std::optional<std::vector<Cell>> {
                          if (made->empty()) return std::nullopt;
                          std::vector<Cell> row = std::move(made->front());
                          made->pop_front();
                          return row;
                        }},
      .titles = titles,
      .line = [&zone = request.zone, narrow = request.narrow, has_as,
               has_country =
                   request.geo != nullptr](const NamedRow& s) -> std::optional<std::vector<Cell>> {
        const auto number = [&](const char* column) { return Cell(s.whole(column).value_or(0)); };
        const auto time = [&](const char* column) {
          return coarse_time(s.text(column), zone, narrow);
        };
        std::vector<Cell> line = {narrow ? short_account(s) : account_name(s), source_name(s)};
        if (!narrow) line.emplace_back(s.text("src_scope"));
        for (Cell cell : {number("sessions"), number("failures"), number("hosts"),
                          Cell(time("first")), Cell(time("last"))}) {
          line.push_back(std::move(cell));
        }
        if (has_country) line.emplace_back(s.text("country"));
        if (has_as)
          line.emplace_back(GeoPlace{"", s.text("as_number"), s.text("as_name")}.as_words());
        line.emplace_back(s.text("why"));
        return line;
      },
      .hidden = hidden_sessions(request.filter, request.reader)};
}

}  // namespace sojourn
