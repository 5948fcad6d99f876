// What is no character, in text and in XML.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace sojourn {

// `xml` with U+FFFD in place of each byte that is no part of UTF-8, each NUL, and each reference to
// what is no character: half of a surrogate pair, 0, or a number above 0x10FFFF. Nothing where
// there are none, so that what an XML parser makes of it is UTF-8.
std::optional<std::string> mended_xml(std::string_view xml);

// `text` with U+FFFD in place of each byte that is no part of UTF-8.
std::string as_utf8(std::string_view text);

}  // namespace sojourn
