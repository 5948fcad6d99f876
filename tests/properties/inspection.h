// What holds of every correlation, whatever happened on the host and whatever is left of its logs.
#pragma once

#include <cstdint>
#include <string>

#include "correlator/correlate.h"

namespace sojourn::simulation {

enum class Completeness : std::uint8_t { whole, damaged };

// Checks one correlation, more of it where no record is missing; what is wrong is told with
// `where`.
void inspect(const Correlation& all, Strings& strings, const std::string& where, Completeness logs);

}  // namespace sojourn::simulation
