// A case on disk, opened to be written: made where there is none, refused where the file is
// something else.
#pragma once

#include <cstdint>
#include <filesystem>

#include "engine/case/database.h"

namespace sojourn {

class CaseFile {
 public:
  // Takes the writer's lock, so that an unwritable place or another run is found before evidence is
  // read, and begins the one transaction of the run. Throws std::runtime_error, one line that says
  // what to do.
  explicit CaseFile(const std::filesystem::path& path);
  // Without commit() the file is as it was before; one that was made for this run is removed.
  ~CaseFile();

  Database& database() { return database_; }
  bool is_new() const { return is_new_; }
  void commit();

 private:
  static Database open(const std::filesystem::path& path);
  bool is_empty();

  std::filesystem::path path_;
  bool existed_;
  Database database_;
  std::unique_ptr<Transaction> transaction_;
  bool is_new_ = false;
  bool committed_ = false;
};

}  // namespace sojourn
