// What a person means by a time: a day, a minute, a second, or an exact instant.
#pragma once

#include <optional>
#include <string>

#include "cli/zone.h"
#include "schema/time.h"

namespace sojourn {

struct TimeSpan {
  Timestamp first, last;  // both belong to it
};

// "2020-09-19", "2020-09-19T03:21", "2020-09-19T03:21:48", "2020-09-19T03:21:48.891", with T or a
// blank; behind it Z, an offset like "+02:00", or nothing, which means `zone`. Nothing for other
// text.
std::optional<TimeSpan> parse_span(const std::string& text, const Zone& zone = Zone::utc());

}  // namespace sojourn
