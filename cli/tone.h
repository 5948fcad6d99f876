// What a line of a table stands out for on a terminal, and the colour it has there. Words say the
// same: nothing is told by colour alone.
#pragma once

#include <cstdint>

#include "cli/named_row.h"

namespace sojourn {

enum class Tone : std::uint8_t {
  plain,
  failed,    // red
  external,  // yellow: access from a public address
  got_in,    // bold red: guessing, and a success after it
};

// By the columns that rows of sessions, sources, accounts, hosts and bursts have.
Tone tone_of(const NamedRow& row);

// What a terminal is sent before such text; empty for plain. After it comes kPlainAgain.
const char* control_of(Tone tone);
inline constexpr const char* kPlainAgain = "\x1b[0m";

enum class ColorChoice : std::uint8_t { automatic, always, never };

// Whether a table on standard output has colours. Of themselves only on a terminal that has some,
// where NO_COLOR is not set (no-color.org).
bool has_colors(ColorChoice choice, bool is_on_standard_output);

}  // namespace sojourn
