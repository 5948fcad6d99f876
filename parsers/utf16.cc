#include "parsers/utf16.h"

namespace sojourn {
namespace {

constexpr std::uint32_t kReplacement = 0xFFFD;

bool is_high_surrogate(std::uint32_t unit) { return unit >= 0xD800 && unit < 0xDC00; }
bool is_low_surrogate(std::uint32_t unit) { return unit >= 0xDC00 && unit < 0xE000; }

}  // namespace

void append_code_point(std::string& out, std::uint32_t code_point) {
  const auto byte = [&out](std::uint32_t bits) { out += static_cast<char>(bits); };
  if (code_point < 0x80) {
    byte(code_point);
  } else if (code_point < 0x800) {
    byte(0xC0 | code_point >> 6);
    byte(0x80 | (code_point & 0x3F));
  } else if (code_point < 0x10000) {
    byte(0xE0 | code_point >> 12);
    byte(0x80 | (code_point >> 6 & 0x3F));
    byte(0x80 | (code_point & 0x3F));
  } else {
    byte(0xF0 | code_point >> 18);
    byte(0x80 | (code_point >> 12 & 0x3F));
    byte(0x80 | (code_point >> 6 & 0x3F));
    byte(0x80 | (code_point & 0x3F));
  }
}

void append_utf8(std::string& out, Bytes utf16) {
  const auto unit = [&](std::size_t i) -> std::uint32_t {
    return utf16[i] | static_cast<std::uint32_t>(utf16[i + 1]) << 8;
  };
  for (std::size_t i = 0; i + 1 < utf16.size(); i += 2) {
    std::uint32_t code_point = unit(i);
    if (code_point == 0) return;
    if (is_high_surrogate(code_point) && i + 3 < utf16.size() && is_low_surrogate(unit(i + 2))) {
      code_point = 0x10000 + ((code_point - 0xD800) << 10) + (unit(i + 2) - 0xDC00);
      i += 2;
    } else if (is_high_surrogate(code_point) || is_low_surrogate(code_point)) {
      code_point = kReplacement;
    }
    append_code_point(out, code_point);
  }
}

}  // namespace sojourn
