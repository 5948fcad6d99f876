// The libraries that read evidence. See schema/libraries.h.
#pragma once

#include <vector>

#include "schema/libraries.h"

namespace sojourn {

std::vector<Library> parser_libraries();

}  // namespace sojourn
