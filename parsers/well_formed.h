// What is no character, in text, in XML and in JSON.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace sojourn {

// `xml` with U+FFFD in place of each byte that is no part of UTF-8, each NUL, and each reference to
// what is no character: half of a surrogate pair, 0, or a number above 0x10FFFF. Nothing where
// there are none, so that what an XML parser makes of it is UTF-8.
std::optional<std::string> mended_xml(std::string_view xml);

// `json` with U+FFFD in place of each byte that is no part of UTF-8, each NUL, and each escape of
// half of a surrogate pair (\ud800). Nothing where there are none.
std::optional<std::string> mended_json(std::string_view json);

// `text` with U+FFFD in place of each byte that is no part of UTF-8.
std::string as_utf8(std::string_view text);

}  // namespace sojourn
