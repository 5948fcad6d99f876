// How each kind of value is written in a record.
#pragma once

#include <cstdint>
#include <cstdio>
#include <string>
#include <string_view>

#include "schema/time.h"
#include "tests/simulation/log_record.h"

namespace sojourn::simulation {

inline std::string hex_text(std::uint64_t number) {
  char text[24];
  const int length =
      std::snprintf(text, sizeof text, "0x%llx", static_cast<unsigned long long>(number));
  return std::string(text, static_cast<std::size_t>(length));
}

inline NamedValue text_value(std::string_view name, std::string_view value) {
  return {std::string(name), std::string(value), ValueType::string};
}
inline NamedValue number_value(std::string_view name, std::uint32_t value) {
  return {std::string(name), std::to_string(value), ValueType::uint32};
}
inline NamedValue status_value(std::string_view name, std::uint32_t value) {
  return {std::string(name), hex_text(value), ValueType::hex32};
}
inline NamedValue logon_id_value(std::string_view name, std::uint64_t value) {
  return {std::string(name), hex_text(value), ValueType::hex64};
}
inline NamedValue process_id_value(std::string_view name, std::uint32_t value) {
  return {std::string(name), hex_text(value), ValueType::pointer};
}
inline NamedValue guid_value(std::string_view name, std::string_view value) {
  return {std::string(name), std::string(value), ValueType::guid};
}
inline NamedValue sid_value(std::string_view name, std::string_view value) {
  return {std::string(name), std::string(value), ValueType::sid};
}
inline NamedValue time_value(std::string_view name, Timestamp value) {
  return {std::string(name), format_time(value), ValueType::filetime};
}

}  // namespace sojourn::simulation
