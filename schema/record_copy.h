// A record that stands in a further file, as in a shadow copy of its log.
#pragma once

#include <cstdint>

#include "schema/time.h"

namespace sojourn {

struct RecordCopy {
  std::uint32_t event = 0;  // the one that was kept, an EventRef
  std::uint32_t file = 0;   // as Event::file; never that of the event
  // As they stand there: an export may have cut them.
  Timestamp time, other_time;
  bool recovered = false;
};

}  // namespace sojourn
