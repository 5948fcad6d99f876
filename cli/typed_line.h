// What was typed, for the record.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace sojourn {

// As one line that a shell would take for it, with "***" in place of each password.
std::string typed_line(std::span<const char* const> arguments);

// One word for a shell, whatever is in it.
std::string shell_quoted(std::string_view text);

}  // namespace sojourn
