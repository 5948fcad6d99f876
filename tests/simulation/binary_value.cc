#include "tests/simulation/binary_value.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <stdexcept>
#include <vector>

#include "tests/simulation/chunk.h"

namespace sojourn::simulation {
namespace {

[[noreturn]] void refuse(std::string_view what, std::string_view text) {
  throw std::invalid_argument("not a " + std::string(what) + ": " + std::string(text));
}

template <std::unsigned_integral Number>
std::optional<Number> number(std::string_view text, int base = 10) {
  Number result = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, result, base);
  if (error != std::errc() || stop != end) return std::nullopt;
  return result;
}

template <std::unsigned_integral Number>
std::string decimal(std::string_view what, std::string_view text) {
  const std::optional<Number> result = number<Number>(text);
  if (!result) refuse(what, text);
  std::string bytes;
  append(bytes, *result);
  return bytes;
}

template <std::unsigned_integral Number>
std::string hexadecimal(std::string_view what, std::string_view text) {
  if (!text.starts_with("0x")) refuse(what, text);
  const std::optional<Number> result = number<Number>(text.substr(2), 16);
  if (!result) refuse(what, text);
  std::string bytes;
  append(bytes, *result);
  return bytes;
}

// "{54849625-5478-4994-A5BA-3E3B0328C30D}": three little-endian numbers, then eight bytes.
std::string guid(std::string_view text) {
  constexpr std::string_view shape = "{xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx}";
  const auto fits = [](char c, char place) {
    return place == 'x' ? number<std::uint8_t>({&c, 1}, 16).has_value() : c == place;
  };
  if (!std::equal(text.begin(), text.end(), shape.begin(), shape.end(), fits)) refuse("GUID", text);
  std::string bytes;
  append(bytes, *number<std::uint32_t>(text.substr(1, 8), 16));
  append(bytes, *number<std::uint16_t>(text.substr(10, 4), 16));
  append(bytes, *number<std::uint16_t>(text.substr(15, 4), 16));
  for (const std::size_t at : {20u, 22u, 25u, 27u, 29u, 31u, 33u, 35u}) {
    append(bytes, *number<std::uint8_t>(text.substr(at, 2), 16));
  }
  return bytes;
}

// "S-1-5-21-…": the revision, how many subauthorities, a big-endian authority of 48 bits, and the
// subauthorities of 32 bits each.
std::string sid(std::string_view text) {
  if (!text.starts_with("S-1-")) refuse("SID", text);
  std::vector<std::string_view> parts;
  for (std::size_t from = 4; from <= text.size();) {
    const std::size_t dash = std::min(text.find('-', from), text.size());
    parts.push_back(text.substr(from, dash - from));
    from = dash + 1;
  }
  // Windows renders an authority of more than 32 bits in hexadecimal.
  const std::optional<std::uint64_t> authority = parts[0].starts_with("0x")
                                                     ? number<std::uint64_t>(parts[0].substr(2), 16)
                                                     : number<std::uint64_t>(parts[0]);
  if (!authority || *authority >> 48 != 0 || parts.size() > 16) refuse("SID", text);
  std::string bytes = "\x01";
  append(bytes, static_cast<std::uint8_t>(parts.size() - 1));
  for (int shift = 40; shift >= 0; shift -= 8) {
    append(bytes, static_cast<std::uint8_t>(*authority >> shift & 0xff));
  }
  for (std::size_t i = 1; i < parts.size(); ++i) {
    const std::optional<std::uint32_t> part = number<std::uint32_t>(parts[i]);
    if (!part) refuse("SID", text);
    append(bytes, *part);
  }
  return bytes;
}

std::string filetime(std::string_view text) {
  const std::optional<Timestamp> time = parse_time(text);
  if (!time) refuse("time", text);
  return filetime_value(*time).bytes;
}

template <std::unsigned_integral Number>
BinaryValue number_value(std::uint8_t type, Number number) {
  BinaryValue value{type, ""};
  append(value.bytes, number);
  return value;
}

// One character of UTF-8, which is taken off the front of `rest`.
char32_t next_character(std::string_view& rest, std::string_view text) {
  const auto first = static_cast<unsigned char>(rest.front());
  const std::size_t length = first < 0x80   ? 1
                             : first < 0xc2 ? 0
                             : first < 0xe0 ? 2
                             : first < 0xf0 ? 3
                             : first < 0xf5 ? 4
                                            : 0;
  if (length == 0 || rest.size() < length) refuse("text in UTF-8", text);
  constexpr std::array<unsigned, 5> payload{0, 0x7f, 0x1f, 0x0f, 0x07};
  char32_t character = first & payload[length];
  for (const char c : rest.substr(1, length - 1)) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >> 6 != 2) refuse("text in UTF-8", text);
    character = character << 6 | (byte & 0x3f);
  }
  constexpr std::array<char32_t, 5> least{0, 0, 0x80, 0x800, 0x10000};
  if (character < least[length] || character > 0x10ffff ||
      (character >= 0xd800 && character < 0xe000)) {
    refuse("text in UTF-8", text);
  }
  rest.remove_prefix(length);
  return character;
}

}  // namespace

std::uint8_t stored_type(ValueType type) {
  switch (type) {
    case ValueType::string:
      return binary_type::string;
    case ValueType::uint32:
      return binary_type::uint32;
    case ValueType::hex32:
      return binary_type::hex32;
    case ValueType::hex64:
      return binary_type::hex64;
    case ValueType::guid:
      return binary_type::guid;
    case ValueType::sid:
      return binary_type::sid;
    case ValueType::filetime:
      return binary_type::filetime;
    case ValueType::pointer:
      return binary_type::hex64;  // Windows of 64 bits has no shorter pointers
  }
  throw std::invalid_argument("no such type of value");
}

BinaryValue binary_value(ValueType type, std::string_view text) {
  if (type == ValueType::string) return string_value(text);
  if (text.empty()) return {};
  const std::uint8_t stored = stored_type(type);
  switch (type) {
    case ValueType::string:
      break;
    case ValueType::uint32:
      return {stored, decimal<std::uint32_t>("number of 32 bits", text)};
    case ValueType::hex32:
      return {stored, hexadecimal<std::uint32_t>("hex32", text)};
    case ValueType::hex64:
      return {stored, hexadecimal<std::uint64_t>("hex64", text)};
    case ValueType::guid:
      return {stored, guid(text)};
    case ValueType::sid:
      return {stored, sid(text)};
    case ValueType::filetime:
      return {stored, filetime(text)};
    case ValueType::pointer:
      return {stored, hexadecimal<std::uint64_t>("pointer", text)};
  }
  throw std::invalid_argument("no such type of value");
}

BinaryValue binary_value(const NamedValue& value) { return binary_value(value.type, value.value); }

BinaryValue string_value(std::string_view text) {
  BinaryValue value{binary_type::string, ""};
  for (const char16_t unit : utf16(text)) append(value.bytes, static_cast<std::uint16_t>(unit));
  return value;
}

BinaryValue filetime_value(Timestamp time) {
  return number_value(binary_type::filetime, filetime_of(time));
}
BinaryValue uint8_value(std::uint8_t number) { return number_value(binary_type::uint8, number); }
BinaryValue uint16_value(std::uint16_t number) { return number_value(binary_type::uint16, number); }
BinaryValue uint32_value(std::uint32_t number) { return number_value(binary_type::uint32, number); }
BinaryValue uint64_value(std::uint64_t number) { return number_value(binary_type::uint64, number); }
BinaryValue hex64_value(std::uint64_t number) { return number_value(binary_type::hex64, number); }

std::uint64_t filetime_of(Timestamp time) {
  constexpr Timestamp epoch = std::chrono::sys_days(std::chrono::year(1601) / 1 / 1);
  if (time < epoch) throw std::invalid_argument("a time before 1601");
  return static_cast<std::uint64_t>((time - epoch).count());
}

std::u16string utf16(std::string_view utf8) {
  std::u16string units;
  for (std::string_view rest = utf8; !rest.empty();) {
    const char32_t character = next_character(rest, utf8);
    if (character < 0x10000) {
      units.push_back(static_cast<char16_t>(character));
    } else {
      units.push_back(static_cast<char16_t>(0xd800 + ((character - 0x10000) >> 10)));
      units.push_back(static_cast<char16_t>(0xdc00 + ((character - 0x10000) & 0x3ff)));
    }
  }
  return units;
}

}  // namespace sojourn::simulation
