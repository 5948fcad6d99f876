#include "engine/case/case_reader.h"

#include <sqlite3.h>

#include <algorithm>
#include <array>
#include <ctime>
#include <set>
#include <stdexcept>
#include <utility>

#include "engine/case/case_format.h"
#include "engine/case/case_place.h"
#include "engine/case/case_schema.h"
#include "engine/case/standing_case.h"

namespace sojourn {
namespace {

constexpr std::int64_t kMostMemory = std::int64_t{2} << 30;  // bytes, of all that SQLite holds
constexpr int kStepsBetweenLooks = 100'000;

// Pragmas that only tell. All others are refused, the harmless ones too.
constexpr std::array kTellingPragmas = {"table_info", "table_xinfo", "table_list", "index_list"};

// Tables that are functions, of SQLite's own.
constexpr std::array kFunctions = {"json_each",          "json_tree",         "pragma_table_info",
                                   "pragma_table_xinfo", "pragma_table_list", "pragma_index_list"};

constexpr const char* kOnlyRead =
    "a case is only read: SELECT, and PRAGMA table_info and table_list";

template <class Names>
bool is_one_of(const Names& names, const char* name) {
  return std::any_of(names.begin(), names.end(),
                     [name](const char* known) { return sqlite3_stricmp(known, name) == 0; });
}

struct AskedTable {
  const char* name;
  const char* database;
};

// Of the case itself nothing but the tables that sojourn makes; its views are made anew, in the
// database `temp`. SQLite's own tables tell what is there.
bool may_read(const AskedTable& asked) {
  const char* table = asked.name;
  const char* database = asked.database;
  if (table == nullptr || is_one_of(kFunctions, table)) return true;
  if (database != nullptr && sqlite3_stricmp(database, "temp") == 0) return true;
  if (sqlite3_strnicmp(table, "sqlite_", 7) == 0) return true;
  return std::ranges::any_of(own_schema(), [table](const SchemaObject& object) {
    return object.type == "table" && sqlite3_stricmp(object.name.c_str(), table) == 0;
  });
}

// SQLite asks this for every action a statement consists of.
int allow_reading(void*, int action, const char* name, const char*, const char* database,
                  const char*) {
  switch (action) {
    case SQLITE_SELECT:
    case SQLITE_FUNCTION:
    case SQLITE_RECURSIVE:
      return SQLITE_OK;
    case SQLITE_READ:
      return may_read({name, database}) ? SQLITE_OK : SQLITE_DENY;
    case SQLITE_PRAGMA:
      return is_one_of(kTellingPragmas, name) ? SQLITE_OK : SQLITE_DENY;
    default:
      return SQLITE_DENY;
  }
}

// Not by the clock on the wall: whoever reads the rows may take a break.
std::chrono::seconds processor_time() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return std::chrono::seconds{now.tv_sec};
}

int is_time_over(void* end) {
  return processor_time() >= *static_cast<const std::chrono::seconds*>(end) ? 1 : 0;
}

[[noreturn]] void explain(const DatabaseError& error) {
  switch (error.code() & 0xFF) {
    case SQLITE_INTERRUPT:
      throw std::runtime_error("the query took longer than --time-limit allows");
    case SQLITE_NOMEM:
      throw std::runtime_error("the query needs more memory than it is given");
    case SQLITE_AUTH:
      throw std::runtime_error(std::string(error.what()) == "not authorized" ? kOnlyRead
                                                                             : error.what());
    default:
      throw std::runtime_error(error.what());
  }
}

}  // namespace

std::optional<std::vector<Cell>> Query::next() try {
  // SQLite begins a statement that is over anew.
  is_over_ = is_over_ || !statement_.step();
  if (is_over_) return std::nullopt;
  std::vector<Cell> cells;
  cells.reserve(columns_.size());
  for (int i = 0; i < static_cast<int>(columns_.size()); ++i) cells.push_back(statement_.cell(i));
  return cells;
} catch (const DatabaseError& error) {
  explain(error);
}

CaseReader::CaseReader(const std::filesystem::path& path, const ReadOptions& options) {
  const CasePlace place = look_at_case(path);
  try {
    sqlite3_hard_heap_limit64(kMostMemory);
    database_ = std::make_unique<Database>(place.path, Access::read, options.wait);
    check_tables(path);
    database_->execute("PRAGMA temp_store = MEMORY");
    make_own_views();
  } catch (const DatabaseError& error) {
    refuse_in_use(place, error);
    throw;
  }
  // They declare themselves on first use, which the authorizer would take for a CREATE TABLE.
  for (const char* table : kFunctions) {
    Statement(*database_, std::string("SELECT 1 FROM ") + table + "(NULL)").finish();
  }
  sqlite3* handle = database_->handle();
  sqlite3_set_authorizer(handle, allow_reading, nullptr);
  if (options.time_limit.count() > 0) {
    end_ = std::make_unique<std::chrono::seconds>(processor_time() + options.time_limit);
    sqlite3_progress_handler(handle, kStepsBetweenLooks, is_time_over, end_.get());
  }
}

void CaseReader::check_tables(const std::filesystem::path& path) const {
  for (const SchemaObject& object : schema_difference(*database_).lacking) {
    if (object.type != "table") continue;
    refuse(path, "does not have the table " + object.name +
                     " as sojourn makes it: analyze the evidence into a new case");
  }
}

void CaseReader::make_own_views() {
  constexpr std::string_view kCreate = "CREATE ";
  for (const SchemaObject& object : own_schema()) {
    if (object.type != "view") continue;
    database_->execute("CREATE TEMP " + object.sql.substr(kCreate.size()));
  }
}

Query CaseReader::query(std::string_view sql, const std::vector<Cell>& parameters) const try {
  Statement statement(*database_, sql);
  // VACUUM INTO writes a file although the database is read-only, and asks no authorizer; but it
  // has no columns.
  if (statement.columns().empty()) throw std::runtime_error(kOnlyRead);
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    statement.bind_cell(static_cast<int>(i) + 1, parameters[i]);
  }
  return Query(std::move(statement));
} catch (const DatabaseError& error) {
  explain(error);
}

Query CaseReader::query_with(std::string_view sql, std::string text) const {
  std::vector<Cell> parameters;
  parameters.emplace_back(std::move(text));
  return query(sql, parameters);
}

}  // namespace sojourn
