// Text from evidence, made safe to show: whoever writes a log can put anything into a user name.
//
// Escaped are bytes that are not UTF-8, control characters (C0, DEL, C1), and the invisible
// characters that reorder or hide text (bidirectional controls, zero-width characters, line
// separators). What was escaped can be told from what was logged: a backslash in front of "u{" or
// "x{" is itself escaped.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace sojourn {

// One line of printable UTF-8: "\u{202e}" for a character that must not be shown, "\x{ff}" for a
// byte that is not UTF-8.
std::string escape(std::string_view text);

// The same characters inside JSON that is already valid: "\u202e". JSON has no invisible characters
// outside of its strings, so this may be given whole lines.
std::string escape_json(std::string_view json);

// How many columns of a terminal escaped text fills: two for wide East Asian characters and emoji,
// none for combining marks.
std::size_t display_width(std::string_view escaped);

// The beginning of escaped text that fills at most `width` columns, "…" at its end where it was
// longer.
std::string cut(const std::string& escaped, std::size_t width);

}  // namespace sojourn
