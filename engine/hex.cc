#include "engine/hex.h"

#include <charconv>

namespace sojourn {

std::string hex_text(std::uint64_t number) {
  char text[18] = "0x";
  const auto end = std::to_chars(text + 2, text + sizeof text, number, 16).ptr;
  return {text, end};
}

}  // namespace sojourn
