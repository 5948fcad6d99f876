#include "tests/support/places.h"

namespace sojourn::testing {

std::filesystem::path sources() { return SOJOURN_SOURCE_DIR; }

std::filesystem::path program() { return SOJOURN_PROGRAM; }

}  // namespace sojourn::testing
