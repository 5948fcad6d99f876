#include "cli/escape.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>
#include <span>

namespace sojourn {
namespace {

struct Range {
  char32_t first, last;
};

bool in(std::span<const Range> ranges, char32_t c) {
  return std::any_of(ranges.begin(), ranges.end(),
                     [c](Range r) { return r.first <= c && c <= r.last; });
}

// Unicode's Cc, Zl, Zp and those of Cf that a terminal does not show or that change the order of
// what it shows.
constexpr std::array kHidden = {
    Range{0x00, 0x1F},       Range{0x7F, 0x9F},       Range{0xAD, 0xAD},
    Range{0x61C, 0x61C},     Range{0x115F, 0x1160},   Range{0x180B, 0x180F},
    Range{0x200B, 0x200F},   Range{0x2028, 0x202E},   Range{0x2060, 0x206F},
    Range{0x3164, 0x3164},   Range{0xFE00, 0xFE0F},   Range{0xFEFF, 0xFEFF},
    Range{0xFFA0, 0xFFA0},   Range{0xFFF0, 0xFFFB},   Range{0x1BCA0, 0x1BCA3},
    Range{0x1D173, 0x1D17A}, Range{0xE0000, 0xE0FFF},
};

// Unicode's East_Asian_Width W and F, in whole blocks where no narrow character of use stands
// between.
constexpr std::array kWide = {
    Range{0x1100, 0x115E},   Range{0x2E80, 0x303E},   Range{0x3041, 0xA4CF},
    Range{0xA960, 0xA97C},   Range{0xAC00, 0xD7A3},   Range{0xF900, 0xFAFF},
    Range{0xFE30, 0xFE6F},   Range{0xFF01, 0xFF60},   Range{0xFFE0, 0xFFE6},
    Range{0x1F300, 0x1F64F}, Range{0x1F680, 0x1F6FF}, Range{0x1F900, 0x1F9FF},
    Range{0x20000, 0x3FFFD},
};

// The blocks of combining marks that stand over or under the character before them.
constexpr std::array kCombining = {
    Range{0x300, 0x36F},   Range{0x483, 0x489},   Range{0x591, 0x5BD},   Range{0x610, 0x61A},
    Range{0x64B, 0x65F},   Range{0x1AB0, 0x1AFF}, Range{0x1DC0, 0x1DFF}, Range{0x20D0, 0x20FF},
    Range{0x302A, 0x302D}, Range{0xFE20, 0xFE2F},
};

struct Character {
  char32_t code = 0;
  std::size_t length = 1;  // in bytes
  bool valid = false;      // a byte that begins no well-formed sequence stands for itself
};

// The character that `text` begins with. Overlong forms, surrogates and codes past U+10FFFF are not
// UTF-8.
Character first_character(std::string_view text) {
  const auto byte = [text](std::size_t i) { return static_cast<std::uint8_t>(text[i]); };
  const std::uint8_t lead = byte(0);
  if (lead < 0x80) return {lead, 1, true};
  const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  const char32_t smallest = length == 4 ? 0x10000 : length == 3 ? 0x800 : 0x80;
  if (lead < 0xC2 || lead > 0xF4 || text.size() < length) return {lead, 1, false};
  char32_t code = lead & (0x7FU >> length);
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return {lead, 1, false};
    code = (code << 6) | (byte(i) & 0x3FU);
  }
  const bool surrogate = code >= 0xD800 && code <= 0xDFFF;
  if (code < smallest || code > 0x10FFFF || surrogate) return {lead, 1, false};
  return {code, length, true};
}

std::size_t width_of(const Character& c) {
  if (in(kCombining, c.code)) return 0;
  return in(kWide, c.code) ? 2 : 1;
}

void append_hex(std::string& out, const char* format, char32_t code) {
  std::array<char, 16> text{};
  std::snprintf(text.data(), text.size(), format, static_cast<unsigned>(code));
  out += text.data();
}

}  // namespace

std::string escape(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const Character c = first_character(text);
    const bool looks_escaped = text.starts_with("\\u{") || text.starts_with("\\x{");
    if (!c.valid) {
      append_hex(out, "\\x{%x}", c.code);
    } else if (looks_escaped || in(kHidden, c.code)) {
      append_hex(out, "\\u{%x}", c.code);
    } else {
      out += text.substr(0, c.length);
    }
    text.remove_prefix(c.length);
  }
  return out;
}

std::string escape_json(std::string_view json) {
  std::string out;
  out.reserve(json.size());
  while (!json.empty()) {
    const Character c = first_character(json);
    if (!c.valid) {
      out += "\\ufffd";
    } else if (c.code > 0xFFFF && in(kHidden, c.code)) {
      append_hex(out, "\\u%04x", 0xD7C0 + (c.code >> 10));
      append_hex(out, "\\u%04x", 0xDC00 + (c.code & 0x3FF));
    } else if (in(kHidden, c.code)) {
      append_hex(out, "\\u%04x", c.code);
    } else {
      out += json.substr(0, c.length);
    }
    json.remove_prefix(c.length);
  }
  return out;
}

std::size_t display_width(std::string_view escaped) {
  std::size_t width = 0;
  while (!escaped.empty()) {
    const Character c = first_character(escaped);
    width += width_of(c);
    escaped.remove_prefix(c.length);
  }
  return width;
}

std::string cut(const std::string& escaped, std::size_t width) {
  // A character of one byte fills a column at most, as one of four bytes fills two.
  if (escaped.size() <= width || display_width(escaped) <= width) return escaped;
  std::size_t kept = 0;  // in bytes
  for (std::size_t filled = 1; kept < escaped.size();) {
    const Character c = first_character(std::string_view(escaped).substr(kept));
    filled += width_of(c);
    if (filled > width) break;
    kept += c.length;
  }
  return escaped.substr(0, kept) + "\u2026";
}

}  // namespace sojourn
