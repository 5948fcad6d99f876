// Records of one event that a reader is told to leave out, and how many it met.
#pragma once

#include <cstdint>
#include <optional>

#include "schema/event.h"

namespace sojourn {

struct LeftOut {
  std::optional<EventKind> kind = {};  // none: nothing is left out
  std::uint64_t records = 0;

  // Whether a record of this kind is one, which is counted then.
  bool takes(EventKind of_record) {
    if (kind != of_record) return false;
    ++records;
    return true;
  }
};

}  // namespace sojourn
