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

// How many bytes of `text`, which begins with "&", refer by number to no character; 0 where they
// do not. A reference without end is the XML parser's to judge, but for the number that it has.
std::size_t bad_reference_size(std::string_view text) {
  if (!text.starts_with("&#")) return 0;
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
  if (at == first) return 0;
  const bool is_character =
      number != 0 && number < 0x110000 && (number < 0xD800 || number > 0xDFFF);
  if (is_character) return 0;
  return at < text.size() && text[at] == ';' ? at + 1 : at;
}

}  // namespace

std::optional<std::string> mended_xml(std::string_view xml) {
  std::optional<std::string> mended;
  std::size_t kept = 0;  // how far `xml` is in `mended`
  const auto replace = [&](std::size_t at, std::size_t size) {
    if (!mended) mended.emplace();
    mended->append(xml.substr(kept, at - kept)).append(kReplacement);
    kept = at + size;
  };
  for (std::size_t at = 0; at < xml.size();) {
    const auto byte = static_cast<std::uint8_t>(xml[at]);
    if (byte - 1U < 0x7F && byte != '&') {
      ++at;
      continue;
    }
    const std::string_view left = xml.substr(at);
    const std::size_t reference = bad_reference_size(left), character = character_size(left);
    if (reference > 0 || character == 0) replace(at, std::max<std::size_t>(reference, 1));
    at += std::max<std::size_t>({reference, character, 1});
  }
  if (mended) mended->append(xml.substr(kept));
  return mended;
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
