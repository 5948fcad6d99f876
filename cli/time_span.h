// What a person means by a time: a day, a minute, a second, or an exact instant. Always UTC.
#pragma once

#include <optional>
#include <string>

#include "schema/time.h"

namespace sojourn {

struct TimeSpan {
  Timestamp first, last;  // both belong to it
};

// "2020-09-19", "2020-09-19T03:21", "2020-09-19T03:21:48", "2020-09-19T03:21:48.891"; with or
// without a Z, with T or a blank. Nothing for other text.
std::optional<TimeSpan> parse_span(const std::string& text);

}  // namespace sojourn
