// Reads an event log in a child process, so that a file which breaks the reader costs one Issue.
//
// The child has limits of memory and processor time and streams what it reads through a pipe. What
// comes out of the pipe is checked as if it were evidence: a child that was taken over by a hostile
// file can say nothing that a file could not.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "parsers/file_descriptor.h"
#include "schema/event.h"
#include "schema/result.h"
#include "schema/strings.h"

namespace sojourn {

struct ReadLimits {
  std::uint64_t memory = std::uint64_t{512} << 20;  // bytes beyond what the parent has mapped
  std::uint64_t processor_seconds = 60;
  std::uint64_t processor_seconds_per_megabyte = 1;  // of the file, besides
};

// An EventReader (see event_reader.h) around LibevtxReader.
class IsolatedReader {
 public:
  // Throws std::system_error when no process or pipe can be made.
  // REQUIRES: `strings` outlives this.
  IsolatedReader(const std::filesystem::path& path, Strings& strings,
                 const ReadLimits& limits = {});
  ~IsolatedReader();
  IsolatedReader(const IsolatedReader&) = delete;
  IsolatedReader& operator=(const IsolatedReader&) = delete;

  // When the child ended before the file did, the last thing yielded is an Issue, `what` being
  // "file".
  std::optional<Result<Event>> next();
  std::uint64_t records() const { return records_; }

 private:
  bool fill(std::size_t wanted);
  std::optional<std::string> take(std::size_t size);
  // A text of the child, its size in front.
  std::optional<std::string> take_bytes();
  bool take_text();
  std::optional<Result<Event>> take_event();
  std::optional<Result<Event>> take_issue();
  std::optional<Result<Event>> end(std::string found);
  int reap();

  Strings& strings_;
  pid_t child_ = -1;
  FileDescriptor pipe_;
  std::string buffer_;
  std::size_t consumed_ = 0;
  std::vector<Text> texts_;  // the child's texts, by its numbers
  std::uint64_t records_ = 0;
  bool ended_ = false;
};

}  // namespace sojourn
