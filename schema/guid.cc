#include "schema/guid.h"

namespace sojourn {
namespace {

constexpr std::string_view kForm = "00000000-0000-0000-0000-000000000000";
constexpr std::string_view kDigits = "0123456789ABCDEF";

// Nothing where `c` is no hexadecimal digit.
std::optional<std::uint8_t> digit(char c) {
  const char upper = c >= 'a' && c <= 'f' ? static_cast<char>(c - ('a' - 'A')) : c;
  const std::size_t value = kDigits.find(upper);
  if (value == std::string_view::npos) return std::nullopt;
  return static_cast<std::uint8_t>(value);
}

}  // namespace

std::optional<Guid> parse_guid(std::string_view text) {
  if (text.size() == kForm.size() + 2 && text.front() == '{' && text.back() == '}')
    text = text.substr(1, kForm.size());
  if (text.size() != kForm.size()) return std::nullopt;
  Guid guid;
  std::size_t digits = 0;
  for (std::size_t i = 0; i < kForm.size(); ++i) {
    if (kForm[i] == '-') {
      if (text[i] != '-') return std::nullopt;
      continue;
    }
    const auto value = digit(text[i]);
    if (!value) return std::nullopt;
    std::uint8_t& byte = guid.bytes[digits++ / 2];
    byte = static_cast<std::uint8_t>(byte << 4 | *value);
  }
  return guid;
}

std::string guid_text(const Guid& guid) {
  std::string text(kForm);
  std::size_t digits = 0;
  for (char& c : text) {
    if (c == '-') continue;
    const unsigned byte = guid.bytes[digits / 2];
    c = kDigits[digits++ % 2 == 0 ? byte >> 4 : byte & 0xF];
  }
  return text;
}

}  // namespace sojourn
