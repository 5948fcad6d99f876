// What a case says of records that a test writes as a timeline.
#pragma once

#include <string>
#include <string_view>

namespace sojourn::testing {

// The case of these records (tests/support/timeline.h), each computer's in a file of its own, as
// the first column of a query's rows, a line each. `reversed` gives them last first.
std::string rows(std::string_view text, std::string_view sql, bool reversed = false);

}  // namespace sojourn::testing
