// A small MaxMind DB file with what a test says of networks.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cli/network.h"

namespace sojourn::testing {

// A value's head; sizes of up to 284 are enough here.
inline std::string mmdb_head(unsigned type, std::size_t size) {
  std::string head(1, static_cast<char>((type < 8 ? type << 5 : 0U) | (size < 29 ? size : 29)));
  if (type >= 8) head += static_cast<char>(type - 7);
  if (size >= 29) head += static_cast<char>(size - 29);
  return head;
}

inline std::string mmdb_text(std::string_view text) {
  return mmdb_head(2, text.size()) + std::string(text);
}

// Of type 5, 6 or 9: uint16, uint32, uint64.
inline std::string mmdb_number(std::uint32_t number, unsigned type = 6) {
  std::string bytes;
  for (; number > 0; number >>= 8) bytes.insert(bytes.begin(), static_cast<char>(number & 255));
  return mmdb_head(type, bytes.size()) + bytes;
}

inline std::string mmdb_map(const std::vector<std::pair<std::string, std::string>>& members) {
  std::string map = mmdb_head(7, members.size());
  for (const auto& [name, value] : members) map += mmdb_text(name) + value;
  return map;
}

inline std::string mmdb_country(std::string_view code) {
  return mmdb_map({{"country", mmdb_map({{"iso_code", mmdb_text(code)}})}});
}

// What is known of a network, "203.0.113.0/24", as a value.
using MmdbRecords = std::vector<std::pair<std::string, std::string>>;

struct MmdbShape {
  unsigned record_bits = 24;
  unsigned ip_version = 6;
};

// REQUIRES: no network lies in another one.
inline std::string mmdb_bytes(const MmdbRecords& records, const MmdbShape& shape = {}) {
  constexpr std::uint32_t kNone = 0xffffffff, kData = 0x80000000;  // kData and a place among values
  std::vector<std::array<std::uint32_t, 2>> nodes = {{kNone, kNone}};
  std::string values;
  for (const auto& [network, record] : records) {
    const std::size_t slash = network.find('/');
    const IpAddress address = *parse_ip(network.substr(0, slash));
    const unsigned before = address.is_v4 ? 96 : 0;
    const unsigned end = before + static_cast<unsigned>(std::stoul(network.substr(slash + 1)));
    std::uint32_t node = 0;
    for (unsigned bit = shape.ip_version == 4 ? 96 : 0; bit < end; ++bit) {
      const bool is_zero = address.is_v4 && bit < 96;
      const unsigned side = is_zero ? 0 : address.bytes[bit / 8] >> (7 - bit % 8) & 1U;
      if (bit + 1 == end) {
        nodes[node][side] = kData | static_cast<std::uint32_t>(values.size());
      } else if (nodes[node][side] == kNone) {
        nodes[node][side] = static_cast<std::uint32_t>(nodes.size());
        nodes.push_back({kNone, kNone});
      }
      node = nodes[node][side];
    }
    values += record;
  }
  const auto count = static_cast<std::uint32_t>(nodes.size());
  std::string bytes;
  for (const auto& sides : nodes) {
    std::array<std::uint32_t, 2> out{};
    for (unsigned side = 0; side < 2; ++side) {
      const std::uint32_t to = sides[side];
      out[side] = to == kNone ? count : (to & kData) != 0 ? count + 16 + (to & ~kData) : to;
    }
    const auto append = [&](std::uint32_t number, unsigned length) {
      for (unsigned i = length; i > 0; --i)
        bytes += static_cast<char>(number >> (8 * (i - 1)) & 255);
    };
    if (shape.record_bits == 28) {
      append(out[0], 3);
      bytes += static_cast<char>((out[0] >> 24 & 15) << 4 | (out[1] >> 24 & 15));
      append(out[1], 3);
    } else {
      for (const std::uint32_t to : out) append(to, shape.record_bits / 8);
    }
  }
  return bytes + std::string(16, '\0') + values + "\xab\xcd\xefMaxMind.com" +
         mmdb_map({{"node_count", mmdb_number(count)},
                   {"record_size", mmdb_number(shape.record_bits, 5)},
                   {"ip_version", mmdb_number(shape.ip_version, 5)},
                   {"database_type", mmdb_text("Test")},
                   {"binary_format_major_version", mmdb_number(2, 5)},
                   {"binary_format_minor_version", mmdb_number(0, 5)},
                   {"build_epoch", mmdb_number(1, 9)},
                   {"languages", mmdb_head(11, 0)},
                   {"description", mmdb_map({})}});
}

}  // namespace sojourn::testing
