#include "engine/case/case_reader.h"

#include <sqlite3.h>

#include <algorithm>
#include <array>
#include <stdexcept>
#include <utility>

#include "engine/case/case_format.h"

namespace sojourn {
namespace {

// Pragmas that only tell. All others are refused, the harmless ones too.
constexpr std::array kTellingPragmas = {"table_info", "table_xinfo", "table_list", "index_list"};

// SQLite asks this for every action a statement consists of.
int allow_reading(void*, int action, const char* name, const char*, const char*, const char*) {
  switch (action) {
    case SQLITE_SELECT:
    case SQLITE_READ:
    case SQLITE_FUNCTION:
    case SQLITE_RECURSIVE:
      return SQLITE_OK;
    case SQLITE_PRAGMA:
      return std::any_of(kTellingPragmas.begin(), kTellingPragmas.end(),
                         [name](const char* known) { return sqlite3_stricmp(known, name) == 0; })
                 ? SQLITE_OK
                 : SQLITE_DENY;
    default:
      return SQLITE_DENY;
  }
}

[[noreturn]] void fail(sqlite3* database) { throw std::runtime_error(sqlite3_errmsg(database)); }

Cell cell_of(sqlite3_stmt* statement, int column) {
  switch (sqlite3_column_type(statement, column)) {
    case SQLITE_NULL:
      return std::monostate{};
    case SQLITE_INTEGER:
      return std::int64_t{sqlite3_column_int64(statement, column)};
    case SQLITE_FLOAT:
      return sqlite3_column_double(statement, column);
    default: {
      const void* bytes = sqlite3_column_blob(statement, column);
      const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement, column));
      return size == 0 ? std::string{} : std::string(static_cast<const char*>(bytes), size);
    }
  }
}

struct Bind {
  sqlite3_stmt* statement;
  int index;
  int operator()(std::monostate) const { return sqlite3_bind_null(statement, index); }
  int operator()(std::int64_t whole) const { return sqlite3_bind_int64(statement, index, whole); }
  int operator()(double real) const { return sqlite3_bind_double(statement, index, real); }
  int operator()(const std::string& text) const {
    return sqlite3_bind_text64(statement, index, text.data(), text.size(), SQLITE_TRANSIENT,
                               SQLITE_UTF8);
  }
};

// The number that a pragma tells, or nothing when the file is not a database at all.
std::optional<std::int64_t> told(sqlite3* database, const char* pragma) {
  sqlite3_stmt* statement = nullptr;
  std::optional<std::int64_t> number;
  if (sqlite3_prepare_v2(database, pragma, -1, &statement, nullptr) == SQLITE_OK &&
      sqlite3_step(statement) == SQLITE_ROW) {
    number = sqlite3_column_int64(statement, 0);
  }
  sqlite3_finalize(statement);
  return number;
}

// A run that was killed while it wrote leaves a journal of what was there before. Whoever opens the
// file for writing next restores it; a reader could only refuse.
void undo_killed_run(const std::string& name) {
  std::error_code error;
  if (std::filesystem::file_size(name + "-journal", error) == 0 || error) return;
  sqlite3* database = nullptr;
  if (sqlite3_open_v2(name.c_str(), &database, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOFOLLOW,
                      nullptr) == SQLITE_OK) {
    sqlite3_exec(database, "PRAGMA schema_version", nullptr, nullptr, nullptr);
  }
  sqlite3_close_v2(database);
}

}  // namespace

void Query::Finalize::operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }

std::optional<std::vector<Cell>> Query::next() {
  const int result = sqlite3_step(statement_.get());
  if (result == SQLITE_DONE) return std::nullopt;
  if (result != SQLITE_ROW) fail(sqlite3_db_handle(statement_.get()));
  std::vector<Cell> cells;
  cells.reserve(columns_.size());
  for (int i = 0; i < static_cast<int>(columns_.size()); ++i)
    cells.push_back(cell_of(statement_.get(), i));
  return cells;
}

void CaseReader::Close::operator()(sqlite3* database) const { sqlite3_close_v2(database); }

CaseReader::CaseReader(const std::filesystem::path& path) {
  const std::string name = path.string();
  if (!std::filesystem::exists(path)) {
    throw std::runtime_error("no such case: " + name +
                             " (make it with: sojourn analyze EVIDENCE -o " + name + ")");
  }
  if (std::filesystem::is_directory(path))
    throw std::runtime_error(name + " is a folder, not a sojourn case");
  undo_killed_run(name);
  sqlite3* database = nullptr;
  const int opened = sqlite3_open_v2(name.c_str(), &database,
                                     SQLITE_OPEN_READONLY | SQLITE_OPEN_NOFOLLOW, nullptr);
  database_.reset(database);
  if (opened != SQLITE_OK)
    throw std::runtime_error("cannot open " + name + ": " + sqlite3_errmsg(database));
  sqlite3_db_config(database, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  // Views need JSON, which SQLite 3.40 gives only to a schema that is trusted. What else a view of
  // a hostile case could call is what a statement can: the authorizer is asked for both.
  sqlite3_db_config(database, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 1, nullptr);
  sqlite3_extended_result_codes(database, 1);

  if (told(database, "PRAGMA application_id") != kApplicationId) {
    throw std::runtime_error(name + " is not a sojourn case");
  }
  const std::int64_t version = told(database, "PRAGMA user_version").value_or(0);
  if (version != kSchemaVersion) {
    throw std::runtime_error(name + " has schema version " + std::to_string(version) +
                             ", this sojourn knows version " + std::to_string(kSchemaVersion) +
                             "; analyze the evidence into a new case");
  }
  // These tables that are functions declare themselves on first use, which the authorizer would
  // take for a CREATE TABLE.
  for (const char* table : {"json_each", "json_tree", "pragma_table_info", "pragma_table_xinfo",
                            "pragma_table_list", "pragma_index_list"}) {
    sqlite3_exec(database, (std::string("SELECT 1 FROM ") + table + "(NULL)").c_str(), nullptr,
                 nullptr, nullptr);
  }
  sqlite3_set_authorizer(database, allow_reading, nullptr);
}

Query CaseReader::query(std::string_view sql, const std::vector<Cell>& parameters) const {
  sqlite3* database = database_.get();
  sqlite3_stmt* statement = nullptr;
  const char* rest = nullptr;
  const int prepared =
      sqlite3_prepare_v2(database, sql.data(), static_cast<int>(sql.size()), &statement, &rest);
  Query query{statement};
  // VACUUM INTO writes a file although the database is read-only, and asks no authorizer; but it
  // has no columns.
  if (prepared == SQLITE_AUTH || (statement != nullptr && sqlite3_column_count(statement) == 0)) {
    throw std::runtime_error("a case is only read: SELECT, and PRAGMA table_info and table_list");
  }
  if (prepared != SQLITE_OK) fail(database);
  if (statement == nullptr) throw std::runtime_error("there is no statement");

  sqlite3_stmt* second = nullptr;
  const auto length = static_cast<int>(sql.data() + sql.size() - rest);
  sqlite3_prepare_v2(database, rest, length, &second, nullptr);
  const Query discarded{second};
  if (second != nullptr) throw std::runtime_error("one statement at a time");

  for (std::size_t i = 0; i < parameters.size(); ++i) {
    if (std::visit(Bind{statement, static_cast<int>(i) + 1}, parameters[i]) != SQLITE_OK)
      fail(database);
  }
  for (int i = 0; i < sqlite3_column_count(statement); ++i)
    query.columns_.emplace_back(sqlite3_column_name(statement, i));
  return query;
}

}  // namespace sojourn
