// Reads an event log through libevtx: the independent second opinion.
//
// libevtx 20181227, Debian's, is not safe on hostile input: a file of 69,700 bytes makes it take
// all memory. So this reader is for use inside IsolatedReader's child process only.
#pragma once

#include <cstdint>
#include <deque>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "schema/event.h"
#include "schema/result.h"
#include "schema/strings.h"

namespace sojourn {

// An EventReader (see event_reader.h). Yields live records only: libevtx's recovered ones are
// mostly pieces and stale copies (on healthy files nearly all fail to render).
class LibevtxReader {
 public:
  // Does not fail: a file that cannot be opened yields one Issue, `what` being "file".
  // `strings` must outlive this.
  LibevtxReader(const std::filesystem::path& path, Strings& strings);
  ~LibevtxReader();
  LibevtxReader(const LibevtxReader&) = delete;
  LibevtxReader& operator=(const LibevtxReader&) = delete;

  std::optional<Result<Event>> next();
  std::uint64_t records() const { return records_; }

 private:
  struct Handle;  // keeps libevtx.h, which does not compile as packaged, in one file

  void read_record();

  Strings& strings_;
  std::unique_ptr<Handle> file_;
  int count_ = 0, index_ = 0;
  std::uint64_t records_ = 0;
  std::deque<Result<Event>> ready_;
  std::string xml_;
};

}  // namespace sojourn
