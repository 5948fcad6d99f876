// Text as Windows stores it.
#pragma once

#include <string>

#include "parsers/byte_cursor.h"

namespace sojourn {

// Appends UTF-16LE as UTF-8, up to the first NUL. Half of a surrogate pair becomes U+FFFD; an odd
// last byte is dropped.
void append_utf8(std::string& out, Bytes utf16);

// Appends UTF-16LE as UTF-8, NULs and all, and returns how many bytes it took: an odd last byte and
// the first half of a pair are left, since their other halves may begin the next block. Half of a
// pair becomes the byte `undecodable`.
std::size_t append_utf8_block(std::string& out, Bytes utf16, char undecodable);

// Appends one code point.
void append_code_point(std::string& out, std::uint32_t code_point);

}  // namespace sojourn
