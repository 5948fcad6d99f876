// A chunk of an event log: 64 KiB with a header, names, templates and records of its own.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "parsers/byte_cursor.h"
#include "schema/result.h"

namespace sojourn {

inline constexpr std::size_t kChunkSize = 65536;

// Where a record's binary XML stands in its chunk.
struct RecordFrame {
  std::uint64_t number = 0;  // EventRecordID as the frame has it
  std::uint32_t begin = 0, end = 0;
};

// Walks the live records of a chunk: those before the free space. Behind it lie slack
// records: what is left of older ones.
class EvtxChunk {
 public:
  // Whether the bytes begin as a chunk does.
  static bool is_one(Bytes bytes);

  // `bytes` may be cut short. Damage is added to `issues`, which outlives this, with offsets in the
  // file. A wrong checksum is damage, but the records are read all the same.
  EvtxChunk(Bytes bytes, std::uint64_t file_offset, std::vector<Issue>& issues);

  // Nothing at the end. Where a frame is broken the next good one is looked for.
  std::optional<RecordFrame> next();

  // What looks like a record outside the live ones: slack records behind them, or records
  // of a chunk whose header is gone. Called after next() has given its last. Says nothing of
  // damage.
  std::optional<RecordFrame> next_slack_record();

 private:
  std::optional<RecordFrame> frame_at(std::size_t offset, std::size_t end) const;
  struct Sums {
    std::uint32_t data = 0, header = 0;
  };
  void check_sums(std::uint32_t flags, const Sums& told);
  void report(std::size_t offset, std::string what, std::string wanted, std::string found);

  Bytes bytes_;
  std::uint64_t file_offset_;
  std::vector<Issue>& issues_;
  std::size_t at_ = 0, end_ = 0;
};

}  // namespace sojourn
