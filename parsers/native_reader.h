// Reads an event log without rendering it: the reader that `analyze` uses.
//
// Memory does not grow with the file: a few chunks are held at a time. They are read, not mapped,
// because a mapped file that another process cuts short, or whose medium fails, ends the program.
#pragma once

#include <cstdint>
#include <filesystem>
#include <limits>
#include <optional>
#include <vector>

#include "parsers/byte_source.h"
#include "parsers/record_ranges.h"
#include "parsers/record_reader.h"
#include "parsers/slack_records.h"
#include "schema/event.h"
#include "schema/result.h"
#include "schema/strings.h"

namespace sojourn {

// Which chunks of a file to read: large files are read in parts, by several threads.
struct ChunkRange {
  std::uint64_t first = 0;
  std::uint64_t end = std::numeric_limits<std::uint64_t>::max();  // past the file's last is fine
};

// Of the pieces of a log that were read, how many there were and how many were not sound.
struct ChunkTally {
  std::uint64_t chunks = 0;       // that hold records, or are damaged
  std::uint64_t bad_chunks = 0;   // something in them could not be read
  std::uint64_t bad_records = 0;  // of records()
};

// An EventReader (see event_reader.h). Yields live records, and with SlackRecords::carve, marked,
// what can be made out of older ones that are still there; what cannot is no Issue, nor one of
// records(). The range that holds chunk 0 answers for the file's header, and the one that reaches
// the file's end for what is torn off there.
class NativeReader {
 public:
  // Reads a file, by its path, or bytes in memory. Does not fail: what is no event log yields one
  // Issue, `what` being "file".
  // `strings` must outlive this. A thread may use a reader and its `strings` that no other
  // uses at the time; several readers may read one file.
  NativeReader(ByteSource source, Strings& strings, const ChunkRange& range = {},
               SlackRecords slack = SlackRecords::leave);

  std::optional<Result<Event>> next();
  std::uint64_t records() const { return records_; }
  const ChunkTally& tally() const { return tally_; }
  RecordRanges& ranges() { return ranges_; }  // of the live records read so far
  LeftOut& left_out() { return reader_.left_out(); }
  const ByteSource& source() const { return source_; }

 private:
  void read_header(const ChunkRange& range);
  bool fill();
  void read_chunk();
  void carve(EvtxChunk& chunk);
  bool read_bytes(std::uint64_t offset, std::size_t size);

  ByteSource source_;
  const std::uint64_t size_;
  std::uint64_t counted_ = 0;         // chunks of the file as its header has them
  std::uint64_t chunk_, end_;         // the next chunk to read, and the one to stop before
  std::vector<std::uint8_t> buffer_;  // chunks from buffer_first_ on
  std::uint64_t buffer_first_ = 0;
  std::uint64_t records_ = 0;
  ChunkTally tally_;
  RecordRanges ranges_;
  RecordReader reader_;
  SlackRecords slack_;
  std::vector<Result<Event>> ready_;  // of one chunk
  std::size_t given_ = 0;
  std::vector<Issue> issues_;
};

// How many chunks the file has room for, the last of which may be cut short; 0 for what cannot be
// opened.
std::uint64_t chunk_count(const std::filesystem::path& path);

}  // namespace sojourn
