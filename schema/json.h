// What this program needs of JSON.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sojourn {

// `text` as a JSON string with its quotes. Bytes that are not UTF-8 become U+FFFD.
std::string json_string(std::string_view text);

// Appends `text` as it comes back from json_string().
void append_valid_utf8(std::string& out, std::string_view text);

// Names and values of a JSON object in their order, up to the first value that is no text; none of
// what is no JSON object.
std::vector<std::pair<std::string, std::string>> json_members(std::string_view json);

}  // namespace sojourn
