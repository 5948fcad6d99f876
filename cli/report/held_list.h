// The rows of a list command, held for the report: those that tell most, up to a number.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "cli/list_plan.h"

namespace sojourn {

struct HeldList {
  std::vector<std::string> columns;
  std::vector<std::vector<Cell>> rows;
  std::uint64_t left = 0;  // how many more there are
};

// `first` is SQL that puts what tells most in front; empty is the list's own order. It cannot be
// given for a list that no query makes.
HeldList held_list(const ListPlan& plan, const CaseReader& reader, const std::string& first = {});
// The same of a query.
HeldList held_rows(const CaseReader& reader, const BoundQuery& bound);

// Calls `take` for each row.
void each_row(const HeldList& list, const std::function<void(const NamedRow&)>& take);

}  // namespace sojourn
