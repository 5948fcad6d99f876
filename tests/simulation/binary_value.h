// Values as binary XML stores them. Texts come as Windows renders them ("0x3e7", "S-1-5-18"); one
// that does not fit its type is a mistake of the caller and throws std::invalid_argument.
#pragma once

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>

#include "tests/simulation/log_record.h"

namespace sojourn::simulation {

namespace binary_type {
inline constexpr std::uint8_t null = 0x00;
inline constexpr std::uint8_t string = 0x01;
inline constexpr std::uint8_t uint8 = 0x04;
inline constexpr std::uint8_t uint16 = 0x06;
inline constexpr std::uint8_t uint32 = 0x08;
inline constexpr std::uint8_t uint64 = 0x0a;
inline constexpr std::uint8_t guid = 0x0f;
inline constexpr std::uint8_t filetime = 0x11;
inline constexpr std::uint8_t sid = 0x13;
inline constexpr std::uint8_t hex32 = 0x14;
inline constexpr std::uint8_t hex64 = 0x15;
inline constexpr std::uint8_t binary_xml = 0x21;
}  // namespace binary_type

struct BinaryValue {
  std::uint8_t type = binary_type::null;
  std::string bytes;
};

std::uint8_t stored_type(ValueType type);

// An absent value ("") is a null, except that a string may well be empty.
BinaryValue binary_value(ValueType type, std::string_view text);
BinaryValue binary_value(const NamedValue& value);

BinaryValue string_value(std::string_view text);
BinaryValue filetime_value(Timestamp time);
BinaryValue uint8_value(std::uint8_t number);
BinaryValue uint16_value(std::uint16_t number);
BinaryValue uint32_value(std::uint32_t number);
BinaryValue uint64_value(std::uint64_t number);
BinaryValue hex64_value(std::uint64_t number);

// The count of ticks since 1601, where Windows begins.
std::uint64_t filetime_of(Timestamp time);

std::u16string utf16(std::string_view utf8);

}  // namespace sojourn::simulation
