// What the ActivityID of a record names.
#pragma once

#include <string_view>

namespace sojourn {

// Whether this ActivityID names one RDP connection: not the console's constant, not the listener's
// own.
bool names_connection(std::string_view activity);

}  // namespace sojourn
