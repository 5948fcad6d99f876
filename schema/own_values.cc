#include "schema/own_values.h"

#include <charconv>

namespace sojourn {
namespace {

// JSON escapes these two.
constexpr char kGuidMark = '\x01', kPortMark = '\x02';
constexpr std::string_view kGuid = "{00000000-0000-0000-0000-000000000000}";
constexpr std::string_view kPort = R"("IpPort":")";
constexpr std::string_view kDigits = "0123456789ABCDEF";

// The GUID that `text` begins with, as Windows' binary values are rendered: upper case, in braces.
std::optional<std::array<std::uint8_t, 16>> guid_at(std::string_view text) {
  if (text.size() < kGuid.size()) return std::nullopt;
  std::array<std::uint8_t, 16> guid{};
  std::size_t digits = 0;
  for (std::size_t i = 0; i < kGuid.size(); ++i) {
    if (kGuid[i] != '0') {
      if (text[i] != kGuid[i]) return std::nullopt;
      continue;
    }
    const std::size_t digit = kDigits.find(text[i]);
    if (digit == std::string_view::npos) return std::nullopt;
    std::uint8_t& byte = guid[digits++ / 2];
    byte = static_cast<std::uint8_t>(std::size_t{byte} << 4 | digit);
  }
  return guid;
}

// The port that `text` begins with, up to a quotation mark; 0 where it is written in another way
// than this program would.
std::uint16_t port_at(std::string_view text) {
  std::uint16_t port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  const bool is_whole = error == std::errc{} && end != text.data() + text.size() && *end == '"';
  return is_whole && text.front() != '0' ? port : std::uint16_t{0};
}

void append_guid(std::string& out, const std::array<std::uint8_t, 16>& guid) {
  std::size_t digits = 0;
  for (const char c : kGuid) {
    if (c != '0') {
      out += c;
      continue;
    }
    const unsigned byte = guid[digits / 2];
    out += kDigits[digits++ % 2 == 0 ? byte >> 4 : byte & 0xF];
  }
}

}  // namespace

std::optional<OwnValues> cut_own_values(std::string& json) {
  if (json.find(kGuidMark) != std::string::npos || json.find(kPortMark) != std::string::npos)
    return std::nullopt;  // a case that somebody wrote to
  OwnValues own;
  std::size_t at = json.find('{', 1);
  for (; at != std::string::npos; at = json.find('{', at + 1)) {
    const auto guid = guid_at(std::string_view(json).substr(at));
    if (!guid) continue;
    own.guid = *guid;
    break;
  }
  if (at == std::string::npos) return std::nullopt;
  json.replace(at, kGuid.size(), 1, kGuidMark);
  const std::size_t name = json.find(kPort);
  if (name == std::string::npos) return own;
  const std::size_t first = name + kPort.size();
  own.port = port_at(std::string_view(json).substr(first));
  if (own.port != 0) json.replace(first, json.find('"', first) - first, 1, kPortMark);
  return own;
}

std::string with_own_values(std::string_view shape, const OwnValues& own) {
  std::string json;
  json.reserve(shape.size() + kGuid.size() + 4);
  for (const char c : shape) {
    if (c == kGuidMark) {
      append_guid(json, own.guid);
    } else if (c == kPortMark) {
      json += std::to_string(own.port);
    } else {
      json += c;
    }
  }
  return json;
}

}  // namespace sojourn
