// The file beside a case in which a run makes the next one: "case.db.unfinished".
//
// Whoever holds it is the only run on that case. Nobody else reads it, and nothing of the case is
// touched until it takes the case's name, in one step. A run that was killed leaves it, and the
// next one empties it.
#pragma once

#include <filesystem>

#include "engine/case/wait.h"
#include "parsers/file_descriptor.h"

namespace sojourn {

class UnfinishedCase {
 public:
  // Waits for a run that holds it. Throws std::runtime_error, one line that says what to do, where
  // it cannot be made, where another run keeps it, and where the name is that of something else.
  struct Place {
    std::filesystem::path named;  // by the user: for messages
    std::filesystem::path file;   // without links
  };
  UnfinishedCase(const Place& place, const Wait& wait);
  // What has not become the case is removed.
  ~UnfinishedCase();
  UnfinishedCase(const UnfinishedCase&) = delete;
  UnfinishedCase& operator=(const UnfinishedCase&) = delete;

  const std::filesystem::path& path() const { return path_; }

  // Gives it the name of the case, when all of it is on the disk. `replaces` is the file whose
  // place it takes; where there is none, a file that came there meanwhile stays, and this throws.
  void become_case(const FileDescriptor* replaces);

 private:
  bool take_hold();
  void empty_what_was_left() const;

  std::filesystem::path named_, case_path_, path_;
  FileDescriptor file_;
  bool is_ours_ = false;
};

}  // namespace sojourn
