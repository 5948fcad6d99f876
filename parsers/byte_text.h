// Bytes as text and text as bytes: the same memory, which must outlive what is returned.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string_view>

#include "parsers/byte_cursor.h"

namespace sojourn {

inline std::string_view as_text(Bytes bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

inline Bytes as_bytes(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

// By what the form of a file is known: these bytes stand there.
struct FileMark {
  std::size_t at;
  std::string_view bytes;

  bool is_in(std::string_view head) const {
    return head.substr(std::min(at, head.size())).starts_with(bytes);
  }
};

}  // namespace sojourn
