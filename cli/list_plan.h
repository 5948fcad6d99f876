// What a list command shows: its rows, and its lines where they are a table for a person.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <variant>
#include <vector>

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
  bool all_columns = true;  // a table needs not all of them
  bool newest_first = false;
  bool narrow = false;  // the terminal has not even 120 columns
};

// Rows that were made here, where no query can make them.
struct MadeRows {
  std::vector<std::string> columns;
  std::vector<std::vector<Cell>> rows;
};

struct ListPlan {
  std::string row;  // what one is: "session"
  std::variant<BoundQuery, MadeRows> rows;
  std::vector<std::string> titles;  // of the table
  // One row as a line of the table; nothing where a line before it stands for it.
  std::function<std::optional<std::vector<Cell>>(const NamedRow&)> line;
  std::vector<HiddenRows> hidden;
};

}  // namespace sojourn
