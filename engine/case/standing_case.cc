#include "engine/case/standing_case.h"

#include <sqlite3.h>

#include "engine/case/case_schema.h"

namespace sojourn {
namespace {

void refuse_other_schema(const CasePlace& place, const Database& database) {
  const SchemaDifference difference = schema_difference(database);
  if (!difference.foreign.empty() && difference.lacking.empty()) {
    refuse(place.named, "has what sojourn does not make, " +
                            drop_advice(difference.foreign, place.path.string()));
  }
  if (!difference.lacking.empty()) {
    refuse(place.named, "does not have the " + difference.lacking.front().type + ' ' +
                            difference.lacking.front().name +
                            " as sojourn makes it: analyze the evidence into a new case");
  }
}

}  // namespace

std::unique_ptr<Database> open_standing_case(const CasePlace& place, const Wait& wait) {
  auto database = std::make_unique<Database>(place.path, Access::read, wait);
  database->call_it(place.named);
  refuse_other_schema(place, *database);
  database->execute("BEGIN; SELECT 1 FROM run LIMIT 1");
  return database;
}

void refuse_in_use(const CasePlace& place, const DatabaseError& error) {
  if (error.code() == SQLITE_READONLY_ROLLBACK) {
    refuse(place.named, "was being written by a program that died: sojourn analyze EVIDENCE -o " +
                            place.named.string() + " brings it back");
  }
  if ((error.code() & 0xFF) == SQLITE_BUSY) {
    refuse(place.named, "is being written by another program: try again, or --wait longer");
  }
}

}  // namespace sojourn
