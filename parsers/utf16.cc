#include "parsers/utf16.h"

namespace sojourn {
namespace {

constexpr std::uint32_t kReplacement = 0xFFFD;

bool is_high_surrogate(std::uint32_t unit) { return unit >= 0xD800 && unit < 0xDC00; }
bool is_low_surrogate(std::uint32_t unit) { return unit >= 0xDC00 && unit < 0xE000; }

std::uint32_t unit_at(Bytes utf16, std::size_t at) {
  return utf16[at] | static_cast<std::uint32_t>(utf16[at + 1]) << 8;
}

// The code point at `at`, which moves behind it; half of a pair is itself.
std::uint32_t take_code_point(Bytes utf16, std::size_t& at) {
  const std::uint32_t unit = unit_at(utf16, at);
  at += 2;
  if (is_high_surrogate(unit) && at + 1 < utf16.size()) {
    const std::uint32_t low = unit_at(utf16, at);
    if (is_low_surrogate(low)) {
      at += 2;
      return 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
    }
  }
  return unit;
}

bool is_half_pair(std::uint32_t code_point) {
  return is_high_surrogate(code_point) || is_low_surrogate(code_point);
}

// How many units at the beginning are ASCII other than NUL: nearly always all.
std::size_t ascii_length(Bytes utf16) {
  std::size_t units = 0;
  while (2 * units + 1 < utf16.size() && utf16[2 * units + 1] == 0 &&
         static_cast<std::uint8_t>(utf16[2 * units] - 1) < 0x7F) {
    ++units;
  }
  return units;
}

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
  std::size_t at = 2 * ascii_length(utf16);
  const std::size_t old_size = out.size();
  out.resize(old_size + at / 2);
  for (std::size_t i = 0; i < at / 2; ++i) out[old_size + i] = static_cast<char>(utf16[2 * i]);
  while (at + 1 < utf16.size()) {
    const std::uint32_t code_point = take_code_point(utf16, at);
    if (code_point == 0) return;
    append_code_point(out, is_half_pair(code_point) ? kReplacement : code_point);
  }
}

std::size_t append_utf8_block(std::string& out, Bytes utf16, char undecodable) {
  std::size_t at = 0;
  while (at + 1 < utf16.size()) {
    if (at + 3 >= utf16.size() && is_high_surrogate(unit_at(utf16, at))) break;
    const std::uint32_t code_point = take_code_point(utf16, at);
    if (is_half_pair(code_point)) {
      out += undecodable;
    } else {
      append_code_point(out, code_point);
    }
  }
  return at;
}

}  // namespace sojourn
