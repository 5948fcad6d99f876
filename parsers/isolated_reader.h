// Reads an event log in a child process, so that a file which breaks the reader costs one Issue.
//
// See parsers/confined_child.h.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "parsers/confined_child.h"
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

  // When the child ended before the file did, the last thing yielded is an Issue, `what` being
  // "file".
  std::optional<Result<Event>> next();
  std::uint64_t records() const { return records_; }

 private:
  bool take_text();
  std::optional<Result<Event>> take_event();
  std::optional<Result<Event>> take_issue();
  std::optional<Result<Event>> end(std::string found);

  Strings& strings_;
  ConfinedChild child_;
  std::vector<Text> texts_;  // the child's texts, by its numbers
  std::uint64_t records_ = 0;
  bool ended_ = false;
};

}  // namespace sojourn
