// Where a reader's bytes come from: a file, or memory.
//
// Each reader owns one and nothing is shared, so that threads may read one file through several.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>

#include "parsers/byte_cursor.h"
#include "parsers/file_descriptor.h"

namespace sojourn {

// What changes when a file is written to, replaced, or cut short.
struct FileState {
  std::uint64_t device = 0, inode = 0, size = 0;
  std::int64_t modified_ns = 0, changed_ns = 0;

  bool operator==(const FileState&) const = default;
};

class ByteSource {
 public:
  // Does not fail: of what is no readable file there is nothing to read, and failure() says why.
  ByteSource(const std::filesystem::path& path);  // NOLINT: a reader takes either on purpose
  // The bytes must outlive this.
  ByteSource(Bytes bytes);  // NOLINT: as above

  // When it was opened.
  std::uint64_t size() const { return size_; }
  // Fills `into` with what stands from `offset` on and returns how much of it. Fewer bytes than
  // asked are the end, or the medium failed.
  std::size_t read_at(std::uint64_t offset, std::span<std::uint8_t> into);
  // The first byte from `offset` on that is in no hole of the file: what lies before is zeros, and
  // read_at gives them without a look at the medium.
  std::uint64_t data_from(std::uint64_t offset);

  // Why the file could not be opened or read, in the system's words; empty while all is well.
  const std::string& failure() const { return failure_; }
  // Whether every byte that was asked for and within size() was given.
  bool is_whole() const { return is_whole_; }
  // As it is now; of memory always the same.
  FileState state() const;

 private:
  void fail(std::string why);

  FileDescriptor file_;
  Bytes bytes_;
  std::uint64_t size_ = 0;
  bool is_sparse_ = false;                       // or the file system packs its files
  std::uint64_t hole_begin_ = 0, hole_end_ = 0;  // the last one that was met
  std::string failure_;
  bool is_whole_ = true;
};

}  // namespace sojourn
