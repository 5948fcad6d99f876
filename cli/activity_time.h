// When something happened, as the tools that write timelines say it.
#pragma once

#include <optional>
#include <string>

#include "cli/time_span.h"
#include "cli/zone.h"

namespace sojourn {

struct ActivityTime {
  std::optional<TimeSpan> span;  // nothing for what is no time
  bool lacks_zone = false;       // it was read as UTC, for want of a better one
};

// What parse_span reads (cli/time_span.h), with a blank in front of the offset or without its
// colon, too; and numbers: seconds, milliseconds, microseconds or nanoseconds since 1970, told by
// their size, with or without a fraction. `zone` is that of times that name none.
ActivityTime activity_time(const std::string& text, const std::optional<Zone>& zone);

// As plaso's l2tcsv has it: "09/19/2020", "03:21:48" and a zone like "UTC".
struct L2tColumns {
  std::string date, time, zone;
};
ActivityTime l2t_time(const L2tColumns& columns);

}  // namespace sojourn
