// The place that a table is shown in.
#pragma once

#include <cstddef>
#include <optional>

namespace sojourn {

// COLUMNS of the environment, else of the terminal that standard output is. Nothing elsewhere.
std::optional<std::size_t> terminal_width();

// Whether standard output is one.
bool is_terminal();

}  // namespace sojourn
