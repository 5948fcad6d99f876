#include "parsers/well_formed.h"

#include <algorithm>
#include <cstdint>

namespace sojourn {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

// How many bytes of `text`, which is not empty, are its first character in UTF-8; 0 where they are
// none.
std::size_t character_size(std::string_view text) {
  const auto byte = [&](std::size_t at) { return static_cast<std::uint8_t>(text[at]); };
  const std::uint8_t lead = byte(0);
  if (lead < 0x80) return lead == 0 ? 0 : 1;
  const std::size_t size = lead < 0xC2   ? 0
                           : lead < 0xE0 ? 2
                           : lead < 0xF0 ? 3
                           : lead < 0xF5 ? 4
                                         : 0;
  if (size == 0 || text.size() < size) return 0;
  for (std::size_t i = 1; i < size; ++i) {
    if (byte(i) >> 6 != 0b10) return 0;
  }
  // Longer than need be, half of a pair, or beyond the last character.
  const bool is_odd = (lead == 0xE0 && byte(1) < 0xA0) || (lead == 0xED && byte(1) > 0x9F) ||
                      (lead == 0xF0 && byte(1) < 0x90) || (lead == 0xF4 && byte(1) > 0x8F);
  return is_odd ? 0 : size;
}

enum class Base : std::uint32_t { decimal = 10, hexadecimal = 16 };

int digit_of(char c, Base base) {
  const int digit = c >= '0' && c <= '9'   ? c - '0'
                    : c >= 'a' && c <= 'f' ? c - 'a' + 10
                    : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                           : 16;
  return static_cast<std::uint32_t>(digit) < static_cast<std::uint32_t>(base) ? digit : -1;
}

// A part of a text that is looked at as one, and whether it means no character.
struct Part {
  std::size_t size = 0;
  bool is_bad = false;
};

bool is_character(std::uint32_t number) {
  return number != 0 && number < 0x110000 && (number < 0xD800 || number > 0xDFFF);
}

// A reference to a character by its number, at the beginning of `text`. One without end is the XML
// parser's to judge, but for the number that it has.
Part reference_at(std::string_view text) {
  if (!text.starts_with("&#")) return {};
  const bool is_hexadecimal = text.size() > 2 && text[2] == 'x';
  const Base base = is_hexadecimal ? Base::hexadecimal : Base::decimal;
  std::uint32_t number = 0;
  std::size_t at = is_hexadecimal ? 3 : 2;
  const std::size_t first = at;
  for (; at < text.size(); ++at) {
    const int digit = digit_of(text[at], base);
    if (digit < 0) break;
    number = std::min<std::uint32_t>(
        number * static_cast<std::uint32_t>(base) + static_cast<std::uint32_t>(digit), 0x110000);
  }
  if (at == first || is_character(number)) return {};
  return {at < text.size() && text[at] == ';' ? at + 1 : at, true};
}

// The unit of UTF-16 that an escape at the beginning of `text` stands for.
std::optional<std::uint32_t> escaped_unit(std::string_view text) {
  constexpr std::size_t kSize = std::string_view("\\u1234").size();
  if (!text.starts_with("\\u") || text.size() < kSize) return std::nullopt;
  std::uint32_t unit = 0;
  for (const char c : text.substr(2, 4)) {
    const int digit = digit_of(c, Base::hexadecimal);
    if (digit < 0) return std::nullopt;
    unit = unit * 16 + static_cast<std::uint32_t>(digit);
  }
  return unit;
}

// An escape of JSON. One of an unknown kind is the JSON parser's to judge.
Part escape_at(std::string_view text) {
  if (!text.starts_with('\\')) return {};
  const auto unit = escaped_unit(text);
  if (!unit) return {std::min<std::size_t>(text.size(), 2), false};
  if (*unit < 0xD800 || *unit > 0xDFFF) return {6, false};
  const auto low = *unit < 0xDC00 ? escaped_unit(text.substr(6)) : std::nullopt;
  const bool is_pair = low && *low >= 0xDC00 && *low <= 0xDFFF;
  return is_pair ? Part{12, false} : Part{6, true};
}

// `mark` begins what `special` tells of.
template <class Special>
std::optional<std::string> mended(std::string_view text, char mark, Special special) {
  std::optional<std::string> result;
  std::size_t kept = 0;  // how far `text` is in `result`
  const auto replace = [&](std::size_t at, std::size_t size) {
    if (!result) result.emplace();
    result->append(text.substr(kept, at - kept)).append(kReplacement);
    kept = at + size;
  };
  for (std::size_t at = 0; at < text.size();) {
    const auto byte = static_cast<std::uint8_t>(text[at]);
    if (byte - 1U < 0x7F && text[at] != mark) {
      ++at;
      continue;
    }
    const std::string_view left = text.substr(at);
    const Part marked = special(left);
    const std::size_t character = marked.size > 0 ? marked.size : character_size(left);
    if (marked.is_bad || character == 0) replace(at, std::max<std::size_t>(character, 1));
    at += std::max<std::size_t>(character, 1);
  }
  if (result) result->append(text.substr(kept));
  return result;
}

}  // namespace

std::optional<std::string> mended_xml(std::string_view xml) {
  return mended(xml, '&', reference_at);
}

std::optional<std::string> mended_json(std::string_view json) {
  return mended(json, '\\', escape_at);
}

std::string as_utf8(std::string_view text) {
  std::string utf8;
  while (!text.empty()) {
    const std::size_t size = character_size(text);
    utf8 += size == 0 ? kReplacement : text.substr(0, size);
    text.remove_prefix(std::max<std::size_t>(size, 1));
  }
  return utf8;
}

}  // namespace sojourn
