#include "engine/case/case_file.h"

#include <sqlite3.h>

#include <cerrno>
#include <cstring>
#include <string>
#include <vector>

#include "engine/case/case_format.h"
#include "engine/case/case_schema.h"
#include "engine/case/outbound_table.h"
#include "engine/case/standing_case.h"
#include "schema/schema_sql.h"

namespace sojourn {
namespace {

constexpr const char* kAnother = ", or name another file with -o";

// Brings back what a journal keeps, from a program that died while it changed the case; where one
// lives and is still at it, this waits.
void undo_killed_program(const CasePlace& place, const Wait& wait) {
  BusyWait busy(wait);
  do {
    Database repaired(place.path, Access::repair, wait);
    repaired.execute("PRAGMA schema_version");  // the first look at the file
    if (!has_journal(place)) return;
  } while (busy.again());
  refuse(place.named, "is being written by another program: wait for it" + std::string(kAnother));
}

}  // namespace

CaseFile::CaseFile(const std::filesystem::path& path, const Wait& wait) : wait_(wait) {
  place_ = look_at(path);
  unfinished_ = std::make_unique<UnfinishedCase>(UnfinishedCase::Place{path, place_.path}, wait);
  place_ = look_at(path);  // the run that was waited for may have made or changed it
  if (place_.standing == Standing::a_case && has_journal(place_)) {
    undo_killed_program(place_, wait);
    place_ = look_at(path);
  }
  switch (place_.standing) {
    case Standing::nothing:
    case Standing::empty:
      if (has_journal(place_)) {
        refuse(path,
               "is missing, but its journal is there: take that away" + std::string(kAnother));
      }
      break;
    case Standing::not_a_case:
      refuse(path, "is not a sojourn case and stays as it is: name another file with -o");
    case Standing::write_ahead:
    case Standing::a_case:
      refuse_unless_current(place_);
  }
  open_previous();
}

void CaseFile::open_previous() {
  if (place_.standing != Standing::nothing) {
    previous_file_ = open_evidence(place_.path);
    if (!previous_file_.is_open() || access(place_.path.c_str(), W_OK) != 0) {
      refuse(place_.named, std::string("cannot be written (") + std::strerror(errno) +
                               "): name another file with -o");
    }
  }
  if (is_new()) {
    previous_ = std::make_unique<Database>(":memory:");
    previous_->execute(kSchemaSql);
    return;
  }
  previous_ = open_standing_case(place_, wait_);
}

Database& CaseFile::next() {
  if (next_) return *next_;
  next_ = std::make_unique<Database>(unfinished_->path());
  next_->execute("PRAGMA page_size = 16384");
  next_->execute("PRAGMA journal_mode = OFF");  // what goes wrong is thrown away whole
  next_->execute("PRAGMA synchronous = OFF");   // commit() brings all to the disk at once
  next_->execute("PRAGMA cache_size = -8192");  // KiB
  // Each CHECK says which words a column has, and the writers know no others (a test reads whole
  // cases with checks): to find that again at each row took a third of the time of a run.
  next_->execute("PRAGMA ignore_check_constraints = ON");
  next_->execute("PRAGMA application_id = " + std::to_string(kApplicationId));
  next_->execute("PRAGMA user_version = " + std::to_string(kSchemaVersion));
  transaction_ = std::make_unique<Transaction>(*next_);
  next_->execute(kSchemaSql);
  for (const SchemaObject& object : own_schema()) {
    if (object.type == "index" && !object.sql.empty()) {
      next_->execute("DROP INDEX " + object.name);
    }
  }
  return *next_;
}

void CaseFile::commit() {
  for (const SchemaObject& object : own_schema()) {
    if (object.type == "index" && !object.sql.empty()) next().execute(object.sql);
  }
  write_outbound(next());
  transaction_->commit();
  transaction_.reset();
  next_.reset();
  BusyWait busy(wait_);
  while (has_journal(place_) && busy.again()) {
  }
  if (has_journal(place_)) {
    refuse(place_.named, "is being changed by another program and stays as it is: try again");
  }
  unfinished_->become_case(previous_file_.is_open() ? &previous_file_ : nullptr);
}

}  // namespace sojourn
