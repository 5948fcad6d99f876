// A case whose rows a test writes by hand.
#pragma once

#include <filesystem>
#include <string>

#include "engine/case/account_source_table.h"
#include "engine/case/case_format.h"
#include "schema/schema_sql.h"
#include "tests/support/scratch.h"

namespace sojourn::testing {

// With the tables and views of the schema, then these statements, then the rows that follow from
// those.
inline void write_case(const std::filesystem::path& path, const std::string& sql = {}) {
  if (path.has_parent_path()) std::filesystem::create_directories(path.parent_path());
  write_database(path, "PRAGMA application_id = " + std::to_string(kApplicationId) +
                           "; PRAGMA user_version = " + std::to_string(kSchemaVersion) + ";" +
                           kSchemaSql + ";" + sql);
  write_account_sources(Database(path));
}

}  // namespace sojourn::testing
