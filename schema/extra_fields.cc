#include "schema/extra_fields.h"

#include <cassert>
#include <optional>
#include <utility>

#include "schema/field_value.h"
#include "schema/json.h"
#include "schema/time.h"

namespace sojourn {
namespace {

std::optional<Timestamp> time_in(std::string_view text) {
  const bool looks_like_one = text.size() > 19 && text[4] == '-' && text[10] == 'T';
  return looks_like_one ? parse_time(text) : std::nullopt;
}

// Takes the first name and value off the list.
std::optional<std::pair<std::string_view, std::string_view>> take_field(std::string_view& list) {
  const std::size_t name = list.find('\0');
  if (name == std::string_view::npos) return std::nullopt;
  const std::size_t value = list.find('\0', name + 1);
  if (value == std::string_view::npos) return std::nullopt;
  const std::pair field{list.substr(0, name), list.substr(name + 1, value - name - 1)};
  list.remove_prefix(value + 1);
  return field;
}

}  // namespace

void ExtraFields::add(std::string_view name, std::string_view value) {
  assert(name.find('\0') == std::string_view::npos);
  value = meaningful(value);
  value = value.substr(0, value.find('\0'));
  if (value.empty()) return;
  list_.append(name) += '\0';
  if (const auto time = time_in(value)) {
    list_ += format_time(*time);
  } else {
    append_valid_utf8(list_, value);
  }
  list_ += '\0';
}

std::string_view extra_field(std::string_view list, FieldName name) {
  while (const auto field = take_field(list)) {
    if (field->first == name.text) return field->second;
  }
  return {};
}

std::string extra_fields_json(std::string_view list) {
  std::string json;
  while (const auto field = take_field(list)) {
    json += json.empty() ? '{' : ',';
    json += json_string(field->first) + ':' + json_string(field->second);
  }
  return json.empty() ? json : json + '}';
}

std::string extra_fields_of_json(std::string_view json) {
  ExtraFields fields;
  for (const auto& [name, value] : json_members(json)) {
    if (name.find('\0') != std::string::npos) break;
    fields.add(name, value);
  }
  return fields.list();
}

}  // namespace sojourn
