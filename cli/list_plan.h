// What a list command shows: its rows, and its lines where they are a table for a person.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

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
  bool all_columns = true;  // a table needs not all of them
  bool newest_first = false;
  bool narrow = false;  // the terminal has not even 120 columns
};

struct ListPlan {
  std::string row;  // what one is: "session"
  BoundQuery query;
  std::vector<std::string> titles;  // of the table
  // One row of the query as a line of the table; nothing where a line before it stands for it.
  std::function<std::optional<std::vector<Cell>>(const NamedRow&)> line;
  // A count of what only --all shows, and what one of them is.
  std::optional<BoundQuery> hidden;
  std::string hidden_row = "session";
};

}  // namespace sojourn
