#include "cli/source_list.h"

#include <memory>
#include <unordered_map>

#include "cli/geo_places.h"
#include "cli/source_history.h"
#include "cli/wording.h"

namespace sojourn {
namespace {

using Accounts = std::unordered_map<std::int64_t, std::vector<Cell>>;

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
  for (std::size_t i = 0; i < kOddities; ++i) {
    if (source.why.test(i))
      words += (words.empty() ? "" : " ") + std::string(name_of(static_cast<Oddity>(i)));
  }
  return words;
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

// Whether a network of any source is told.
bool add_new_countries(const ListRequest& request, SourceHistory& history) {
  const CountryHistory countries = countries_of(request);
  bool has_as = false;
  for (AccountSource& source : history.sources) {
    const GeoPlace& place = request.geo->of(history.places[source.place].address);
    has_as = has_as || !place.as_words().empty();
    if (!source.is_known && !place.country.empty() &&
        countries.was_new(source.account, place.country))
      source.why.set(static_cast<std::size_t>(Oddity::new_country));
  }
  put_oddest_first(history.sources);
  return has_as;
}

}  // namespace

ListPlan source_list(const ListRequest& request) {
  struct Made {
    SourceHistory history;
    Accounts accounts;
    std::size_t next = 0;
  };
  const auto made =
      std::make_shared<Made>(Made{source_history(request), accounts_of(request.reader)});
  std::vector<std::string> columns = {"user_name", "user_domain", "user_sid", "src_ip",
                                      "src_host",  "src_scope",   "sessions", "failures",
                                      "hosts",     "first",       "last",     "why"};
  if (request.geo != nullptr)
    columns.insert(columns.end() - 1, {"country", "as_number", "as_name"});
  const bool has_as = request.geo != nullptr && add_new_countries(request, made->history);
  const auto next = [made, geo = request.geo]() -> std::optional<std::vector<Cell>> {
    if (made->next == made->history.sources.size()) return std::nullopt;
    const AccountSource& source = made->history.sources[made->next++];
    const Place& place = made->history.places[source.place];
    const auto account = made->accounts.find(source.account);
    std::vector<Cell> row =
        account == made->accounts.end() ? std::vector<Cell>(3) : account->second;
    for (Cell cell : {text_cell(place.address), text_cell(place.client), text_cell(place.scope),
                      Cell(static_cast<std::int64_t>(source.sessions)),
                      Cell(static_cast<std::int64_t>(source.failures)),
                      Cell(static_cast<std::int64_t>(source.hosts)), time_cell(source.first),
                      time_cell(source.last)}) {
      row.push_back(std::move(cell));
    }
    if (geo != nullptr) {
      const GeoPlace& at = geo->of(place.address);
      for (const std::string* text : {&at.country, &at.as_number, &at.as_name})
        row.push_back(text_cell(*text));
    }
    row.push_back(text_cell(why_of(source)));
    return row;
  };
  // A narrow table does without the scope, which `why` tells where it matters.
  std::vector<std::string> titles = {"user",  "source", "scope", "sessions", "failures",
                                     "hosts", "first",  "last",  "why"};
  if (request.narrow) titles.erase(titles.begin() + 2);
  if (request.geo != nullptr) titles.insert(titles.end() - 1, "country");
  if (has_as) titles.insert(titles.end() - 1, "AS");
  return {
      .row = "source",
      .rows = RowStream{columns, next},
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
