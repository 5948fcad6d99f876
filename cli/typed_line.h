// What was typed, for the record.
#pragma once

#include <span>
#include <string>

namespace sojourn {

// As one line that a shell would take for it, with "***" in place of each password.
std::string typed_line(std::span<const char* const> arguments);

}  // namespace sojourn
