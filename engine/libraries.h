// Every library below the command line. See schema/libraries.h.
#pragma once

#include <vector>

#include "schema/libraries.h"

namespace sojourn {

// SQLite and OpenSSL, then those of the parsers and of the schema.
std::vector<Library> engine_libraries();

}  // namespace sojourn
