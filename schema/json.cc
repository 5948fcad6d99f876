#include "schema/json.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace sojourn {
namespace {

using Json = nlohmann::ordered_json;

}  // namespace

std::string json_string(std::string_view text) {
  // Nearly all texts are plain and need no library to be quoted.
  const bool is_plain = std::ranges::all_of(
      text, [](char c) { return c >= ' ' && c < 0x7F && c != '"' && c != '\\'; });
  if (is_plain) return '"' + std::string(text) + '"';
  return Json(text).dump(-1, ' ', false, Json::error_handler_t::replace);
}

void append_valid_utf8(std::string& out, std::string_view text) {
  const bool is_ascii =
      std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
  if (is_ascii) {
    out += text;
  } else {
    out += Json::parse(json_string(text)).get_ref<const std::string&>();
  }
}

std::vector<std::pair<std::string, std::string>> json_members(std::string_view json) {
  std::vector<std::pair<std::string, std::string>> members;
  const auto object = Json::parse(json, nullptr, false);
  if (!object.is_object()) return members;
  for (const auto& [name, value] : object.items()) {
    if (!value.is_string()) break;
    members.emplace_back(name, value.get<std::string>());
  }
  return members;
}

}  // namespace sojourn
