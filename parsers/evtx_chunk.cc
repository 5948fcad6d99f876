#include "parsers/evtx_chunk.h"

#include <libdeflate.h>

#include <algorithm>
#include <string>

namespace sojourn {
namespace {

constexpr std::size_t kHeaderSize = 512;      // with the tables of names and templates
constexpr std::size_t kChecked = 120;         // bytes of it before flags and checksum
constexpr std::uint32_t kNoChecksums = 0x04;  // of the flags: its writer made none
constexpr std::uint32_t kRecordMagic = 0x00002A2A;
constexpr std::size_t kFrameSize = 24;  // magic, size, number, time written; the size again ends it
constexpr std::uint64_t kChunkMagic = 0x006B6E6843666C45;  // "ElfChnk\0"

std::uint32_t crc32(std::uint32_t sum, Bytes bytes) {
  return libdeflate_crc32(sum, bytes.data(), bytes.size());
}

}  // namespace

bool EvtxChunk::is_one(Bytes bytes) {
  return ByteCursor(bytes).take<std::uint64_t>() == kChunkMagic;
}

EvtxChunk::EvtxChunk(Bytes bytes, std::uint64_t file_offset, std::vector<Issue>& issues)
    : bytes_(bytes), file_offset_(file_offset), issues_(issues) {
  ByteCursor header(bytes);
  if (bytes.size() < kHeaderSize || !is_one(bytes)) {
    // Space that was set aside for chunks to come is zero.
    const bool unused = std::ranges::all_of(bytes, [](std::uint8_t byte) { return byte == 0; });
    if (!unused) {
      report(
          0, "chunk", "\"ElfChnk\" and a header of 512 bytes",
          bytes.size() < kHeaderSize ? std::to_string(bytes.size()) + " bytes" : "something else");
    }
    return;
  }
  header.seek(48);
  const auto free_space = header.take<std::uint32_t>();
  Sums sums;
  sums.data = header.take<std::uint32_t>();
  header.seek(kChecked);
  const auto flags = header.take<std::uint32_t>();
  sums.header = header.take<std::uint32_t>();
  at_ = kHeaderSize;
  end_ = free_space;
  if (free_space < kHeaderSize || free_space > bytes.size()) {
    report(48, "chunk", "free space between 512 and " + std::to_string(bytes.size()),
           std::to_string(free_space));
    end_ = bytes.size();
  } else {
    check_sums(flags, sums);
  }
}

void EvtxChunk::check_sums(std::uint32_t flags, const Sums& told) {
  if ((flags & kNoChecksums) != 0) return;
  const std::uint32_t header = crc32(crc32(0, bytes_.first(kChecked)), bytes_.subspan(128, 384));
  if (header != told.header) {
    report(124, "chunk header", "checksum " + std::to_string(told.header), std::to_string(header));
  }
  const std::uint32_t data = crc32(0, bytes_.subspan(kHeaderSize, end_ - kHeaderSize));
  if (data != told.data) {
    report(52, "chunk data", "checksum " + std::to_string(told.data), std::to_string(data));
  }
}

void EvtxChunk::report(std::size_t offset, std::string what, std::string wanted,
                       std::string found) {
  issues_.push_back({.what = std::move(what),
                     .wanted = std::move(wanted),
                     .found = std::move(found),
                     .offset = file_offset_ + offset});
}

std::optional<RecordFrame> EvtxChunk::frame_at(std::size_t offset, std::size_t end) const {
  ByteCursor cursor(bytes_.first(end), offset);
  const auto magic = cursor.take<std::uint32_t>();
  const auto size = cursor.take<std::uint32_t>();
  const auto number = cursor.take<std::uint64_t>();
  if (cursor.failed() || magic != kRecordMagic || size < kFrameSize + 4 || size > end - offset) {
    return std::nullopt;
  }
  cursor.seek(offset + size - 4);
  if (cursor.take<std::uint32_t>() != size) return std::nullopt;
  return RecordFrame{number, static_cast<std::uint32_t>(offset + kFrameSize),
                     static_cast<std::uint32_t>(offset + size - 4)};
}

std::optional<RecordFrame> EvtxChunk::next() {
  if (at_ >= end_) return std::nullopt;
  const std::size_t broken = at_;
  for (; at_ < end_; at_ += 8) {  // records stand at multiples of eight
    const auto frame = frame_at(at_, end_);
    if (!frame) continue;
    if (at_ != broken) break;
    at_ = frame->end + 4;
    return frame;
  }
  report(broken, "record", "a record's frame",
         "something else for " + std::to_string(std::min(at_, end_) - broken) + " bytes");
  return next();
}

std::optional<RecordFrame> EvtxChunk::next_slack_record() {
  at_ = (std::max(at_, kHeaderSize) + 7) / 8 * 8;
  for (; at_ < bytes_.size(); at_ += 8) {
    const auto frame = frame_at(at_, bytes_.size());
    if (!frame) continue;
    at_ = frame->end + 4;
    return frame;
  }
  return std::nullopt;
}

}  // namespace sojourn
