#include "engine/libevtx_faults.h"

#include <array>
#include <fstream>

#include "parsers/evtx_chunk.h"

namespace sojourn {

// Only UTF-8 sequences of four bytes stand for such code points. The fault can take one below
// U+10000, to three bytes.
std::string with_lowered_surrogates(std::string_view right) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(right[i]); };
  std::string wrong;
  for (std::size_t i = 0; i < right.size(); ++i) {
    if (byte(i) < 0xF0 || i + 3 >= right.size()) {
      wrong += right[i];
      continue;
    }
    std::uint32_t code_point = (byte(i) & 0x07U) << 18 | (byte(i + 1) & 0x3FU) << 12 |
                               (byte(i + 2) & 0x3FU) << 6 | (byte(i + 3) & 0x3FU);
    code_point -= 0x3FF;
    i += 3;
    const auto append = [&wrong](std::uint32_t bits) { wrong += static_cast<char>(bits); };
    if (code_point >= 0x10000) {
      append(0xF0 | code_point >> 18);
      append(0x80 | (code_point >> 12 & 0x3F));
    } else {
      append(0xE0 | code_point >> 12);
    }
    append(0x80 | (code_point >> 6 & 0x3F));
    append(0x80 | (code_point & 0x3F));
  }
  return wrong;
}

std::set<std::uint64_t> last_records_of_full_chunks(const std::filesystem::path& path) {
  constexpr std::streamoff kFirstChunk = 4096;
  std::set<std::uint64_t> records;
  std::ifstream file(path, std::ios::binary);
  std::array<std::uint8_t, 52> header{};
  for (std::streamoff at = kFirstChunk;; at += static_cast<std::streamoff>(kChunkSize)) {
    file.seekg(at);
    if (!file.read(reinterpret_cast<char*>(header.data()), header.size())) return records;
    ByteCursor cursor{Bytes(header), 32};
    const auto last_record = cursor.take<std::uint64_t>();
    cursor.seek(48);
    if (cursor.take<std::uint32_t>() == kChunkSize) records.insert(last_record);
  }
}

}  // namespace sojourn
