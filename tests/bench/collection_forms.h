// What it takes that logs come in an archive, in an image of a disk or as JSON.
#pragma once

#include <cstdint>
#include <iosfwd>

#include "tests/support/scratch.h"

namespace sojourn::bench {

// `sojourn analyze` on logs of fifty servers, of `bytes` together, in each form that can be made
// here. Throws std::runtime_error where it fails.
void measure_forms(const testing::Scratch& folder, std::uint64_t bytes, std::ostream& out);

}  // namespace sojourn::bench
