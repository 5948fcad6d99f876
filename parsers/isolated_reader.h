// Reads an event log in a child process, so that a file which breaks the reader costs one Issue.
//
// The child has limits and no rights (parsers/confinement.h) and streams what it reads through a
// pipe. What comes out of the pipe is checked as if it were evidence: a child that was taken over
// by a hostile file can say nothing that a file could not.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "parsers/confinement.h"
#include "parsers/file_descriptor.h"
#include "schema/event.h"
#include "schema/result.h"
#include "schema/strings.h"

namespace sojourn {

// An EventReader (see event_reader.h) around LibevtxReader.
class IsolatedReader {
 public:
  // Throws std::system_error when no process or pipe can be made.
  // `strings` must outlive this. The process has one thread: the child is a copy of it.
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
  bool wait();
  int reap();

  Strings& strings_;
  pid_t child_ = -1;
  FileDescriptor pipe_;
  std::int64_t milliseconds_left_;  // to wait for the child
  std::string buffer_;
  std::size_t consumed_ = 0;
  std::vector<Text> texts_;  // the child's texts, by its numbers
  std::uint64_t records_ = 0;
  bool ended_ = false, is_late_ = false;
};

}  // namespace sojourn
