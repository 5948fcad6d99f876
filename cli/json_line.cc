#include "cli/json_line.h"

#include <utility>

#include "cli/escape.h"
#include "schema/json.h"

namespace sojourn {
namespace {

constexpr std::size_t kLongestText = 32'000;

// Not in the midst of a character.
std::string_view shortened(std::string_view text) {
  if (text.size() <= kLongestText) return text;
  std::size_t end = kLongestText;
  while (end > 0 && static_cast<unsigned char>(text[end]) >> 6 == 0b10) --end;
  return text.substr(0, end);
}

}  // namespace

void JsonLine::put_name(Name name) {
  if (!is_first_) line_ += ',';
  is_first_ = false;
  line_ += json_string(name.text);
  line_ += ':';
}

void JsonLine::text(Name name, std::string_view value) {
  if (value.empty()) return;
  put_name(name);
  line_ += escape_json(json_string(shortened(value)));
}

void JsonLine::texts(Name name, const std::vector<std::string>& values) {
  std::string list;
  for (const std::string& value : values) {
    if (value.empty()) continue;
    list += list.empty() ? "[" : ",";
    list += escape_json(json_string(shortened(value)));
  }
  if (list.empty()) return;
  put_name(name);
  line_ += list;
  line_ += ']';
}

void JsonLine::number(Name name, std::optional<std::int64_t> value) {
  if (!value) return;
  put_name(name);
  line_ += std::to_string(*value);
}

void JsonLine::yes_or_no(Name name, bool value) {
  put_name(name);
  line_ += value ? "true" : "false";
}

void JsonLine::begin(Name name) {
  put_name(name);
  line_ += '{';
  is_first_ = true;
}

void JsonLine::end() {
  line_ += '}';
  is_first_ = false;
}

std::string JsonLine::take() {
  is_first_ = true;
  return std::exchange(line_, "{") + "}\n";
}

}  // namespace sojourn
