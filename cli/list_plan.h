// What a list command shows: its rows, and its lines where they are a table for a person.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "cli/geo_places.h"
#include "cli/known_sources.h"
#include "cli/named_row.h"
#include "cli/rows.h"
#include "cli/session_filter.h"
#include "cli/zone.h"
#include "engine/case/case_reader.h"

namespace sojourn {

// What a list is made for. All of it must outlive the plan that is made of it.
struct ListRequest {
  const SessionFilter& filter;
  const CaseReader& reader;
  const Zone& zone;
  const KnownSources& known;
  GeoPlaces* geo = nullptr;   // what --geoip knows; none is as if it were not there
  bool all_columns = true;    // a table needs not all of them
  bool newest_first = false;  // of a query; a stream is turned round behind it
  bool narrow = false;        // the terminal has not even 120 columns
};

// Rows that no query can make, one after another; nothing after the last.
struct RowStream {
  std::vector<std::string> columns;
  std::function<std::optional<std::vector<Cell>>()> next;
};

struct ListPlan {
  std::string row;  // what one is: "session"
  std::variant<BoundQuery, RowStream> rows;
  std::vector<std::string> titles;  // of the table
  // One row as a line of the table; nothing where a line before it stands for it.
  std::function<std::optional<std::vector<Cell>>(const NamedRow&)> line;
  std::vector<HiddenRows> hidden;
};

}  // namespace sojourn
