// What a fuzz target promises; one that is broken is a finding.
#pragma once

#include <cstdlib>

namespace sojourn::fuzzing {

inline void require(bool promise) {
  if (!promise) std::abort();
}

}  // namespace sojourn::fuzzing
