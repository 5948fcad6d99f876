// A case on disk to be made or added to: the case as it stands, which is only read, and the next
// one, which takes its place when it is whole.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>

#include "engine/case/case_place.h"
#include "engine/case/database.h"
#include "engine/case/unfinished_case.h"

namespace sojourn {

class CaseFile {
 public:
  // From here on no other run has this case. Throws std::runtime_error, one line that says what to
  // do: a place that cannot be written, another run, a file that is no case, a case of another
  // version or with tables, views or triggers that sojourn does not make.
  explicit CaseFile(const std::filesystem::path& path, const Wait& wait = {});

  // Without a row where there is no case yet. Does not change while this lives.
  const Database& previous() const { return *previous_; }
  bool is_new() const { return place_.standing != Standing::a_case; }

  // Has the schema, and indexes from commit() on: they are quicker made at the end than kept up row
  // by row. Made at the first call.
  Database& next();

  // Without it the case stays as it is. Throws DatabaseError, or what the constructor throws.
  void commit();

 private:
  void open_previous();

  Wait wait_;
  CasePlace place_;
  std::unique_ptr<UnfinishedCase> unfinished_;
  FileDescriptor previous_file_;
  std::unique_ptr<Database> previous_, next_;
  std::unique_ptr<Transaction> transaction_;
};

}  // namespace sojourn
