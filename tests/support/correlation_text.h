// All that a correlation says as text, so that two can be compared and a difference be read. Names
// stand in place of the numbers that depend on the order of reading.
#pragma once

#include <string>

#include "correlator/correlate.h"

namespace sojourn::simulation {

// One line per row. Left out: how many copies were removed, and which file a record came from.
std::string text_of(const Correlation& found, const Strings& strings);

}  // namespace sojourn::simulation
