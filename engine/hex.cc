#include "engine/hex.h"

#include <charconv>

namespace sojourn {

std::string hex_text(std::uint64_t number) {
  char text[18] = "0x";
  const auto end = std::to_chars(text + 2, text + sizeof text, number, 16).ptr;
  return {text, end};
}

std::string hex_digits(std::uint64_t number) {
  std::string text(16, '0');
  for (auto digit = text.rbegin(); number > 0; ++digit, number >>= 4)
    *digit = "0123456789abcdef"[number & 15];
  return text;
}

}  // namespace sojourn
