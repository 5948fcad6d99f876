// What a case says of records that a test writes as a timeline, or that simulated hosts wrote.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "engine/case/database.h"
#include "schema/event.h"
#include "schema/strings.h"

namespace sojourn::testing {

// The case of these records (tests/support/timeline.h), each computer's in a file of its own, as
// the first column of a query's rows, a line each. `reversed` gives them last first.
std::string rows(std::string_view text, std::string_view sql, bool reversed = false);

// A case in memory, or in a database that is there and empty, of the records of any hosts.
// REQUIRES: every Text is of `strings`.
class CaseOfEvents {
 public:
  CaseOfEvents(std::vector<Event> events, Strings& strings,
               const std::filesystem::path& file = ":memory:");

  // The first column of the rows.
  std::vector<std::string> rows(std::string_view sql) const;

 private:
  Database database_;
};

}  // namespace sojourn::testing
