#include "engine/case/case_file.h"

#include <stdexcept>
#include <string>
#include <system_error>

#include "engine/case/case_format.h"
#include "schema/schema_sql.h"

namespace sojourn {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void refuse(const fs::path& path, const std::string& why) {
  throw std::runtime_error(path.string() + " " + why);
}

}  // namespace

Database CaseFile::open(const fs::path& path) {
  std::error_code error;
  if (fs::is_directory(path, error))
    refuse(path, "is a folder: name a file for the case, as in -o case.db");
  try {
    Database database(path);
    database.execute("PRAGMA schema_version");  // the first look at the file
    return database;
  } catch (const DatabaseError& failure) {
    if (std::string(failure.what()) == "file is not a database") {
      refuse(path, "is not a sojourn case and stays as it is: name another file with -o");
    }
    refuse(path,
           std::string("cannot be written (") + failure.what() + "): name another file with -o");
  }
}

// The case is one transaction in SQLite's rollback journal: a run that dies leaves a journal from
// which the next open restores what was there. FULL makes that true for a power cut as well.
CaseFile::CaseFile(const fs::path& path)
    : path_(path), existed_(fs::exists(path)), database_(open(path)) {
  try {
    database_.execute("PRAGMA journal_mode = DELETE");
    database_.execute("PRAGMA synchronous = FULL");
    database_.execute("PRAGMA cache_size = -32768");  // KiB
    transaction_ = std::make_unique<Transaction>(database_);
  } catch (const DatabaseError& failure) {
    const std::string why = failure.what();
    if (why == "database is locked")
      refuse(path, "is being written by another run: wait for it, or name another file with -o");
    refuse(path, "cannot be written (" + why + "): name another file with -o");
  }
  is_new_ = is_empty();
  if (is_new_) {
    database_.execute("PRAGMA application_id = " + std::to_string(kApplicationId));
    database_.execute("PRAGMA user_version = " + std::to_string(kSchemaVersion));
    database_.execute(kSchemaSql);
    return;
  }
  if (database_.number("PRAGMA application_id") != kApplicationId) {
    refuse(path, "is not a sojourn case and stays as it is: name another file with -o");
  }
  if (const auto version = database_.number("PRAGMA user_version"); version != kSchemaVersion) {
    refuse(path, "has schema version " + std::to_string(version) +
                     ", this sojourn writes version " + std::to_string(kSchemaVersion) +
                     ": analyze the evidence into a new case");
  }
}

bool CaseFile::is_empty() {
  return database_.number("SELECT count(*) FROM sqlite_schema") == 0 &&
         database_.number("PRAGMA application_id") == 0;
}

CaseFile::~CaseFile() {
  transaction_.reset();
  std::error_code error;
  if (!committed_ && !existed_) fs::remove(path_, error);
}

void CaseFile::commit() {
  transaction_->commit();
  committed_ = true;
}

}  // namespace sojourn
