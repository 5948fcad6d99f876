// Which Text the bytes of a value became, for values seen lately: names, SIDs and paths repeat from
// record to record, and to know them by their bytes saves decoding and looking them up.
#pragma once

#include <array>
#include <cstdint>
#include <cstring>
#include <optional>
#include <vector>

#include "parsers/byte_cursor.h"
#include "schema/strings.h"

namespace sojourn {

class RecentTexts {
 public:
  RecentTexts() : entries_(kEntries) {}

  // `make` is called for bytes that are not remembered. `type` tells apart values whose bytes mean
  // different texts.
  template <class Make>
  Text find_or(std::uint8_t type, Bytes bytes, const Make& make) {
    if (bytes.size() > kLongest) return make();
    Entry& entry = entries_[hash_of(type, bytes) % kEntries];
    if (entry.is_used && entry.type == type && entry.size == bytes.size() &&
        std::memcmp(entry.bytes.data(), bytes.data(), bytes.size()) == 0) {
      return entry.text;
    }
    const Text text = make();
    entry = {.type = type,
             .size = static_cast<std::uint8_t>(bytes.size()),
             .is_used = true,
             .text = text,
             .bytes = {}};
    if (!bytes.empty()) std::memcpy(entry.bytes.data(), bytes.data(), bytes.size());
    return text;
  }

 private:
  static constexpr std::size_t kEntries = 4096;
  static constexpr std::size_t kLongest = 160;  // 80 characters: the longest channel name has 78

  struct Entry {
    std::uint8_t type = 0;
    std::uint8_t size = 0;
    bool is_used = false;
    Text text = Text::none;
    std::array<std::uint8_t, kLongest> bytes;
  };

  // Good enough for a table whose entries are compared in full.
  static std::uint64_t hash_of(std::uint8_t type, Bytes bytes) {
    constexpr std::uint64_t kOdd = 0x9E37'79B9'7F4A'7C15;
    std::uint64_t hash = (bytes.size() << 8 | type) * kOdd;
    std::size_t at = 0;
    for (; at + 8 <= bytes.size(); at += 8) {
      std::uint64_t word = 0;
      std::memcpy(&word, bytes.data() + at, 8);
      hash = (hash ^ word) * kOdd;
      hash ^= hash >> 29;
    }
    std::uint64_t word = 0;
    if (at < bytes.size()) std::memcpy(&word, bytes.data() + at, bytes.size() - at);
    hash = (hash ^ word) * kOdd;
    return hash >> 32;
  }

  std::vector<Entry> entries_;
};

}  // namespace sojourn
