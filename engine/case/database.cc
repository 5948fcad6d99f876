#include "engine/case/database.h"

#include <sqlite3.h>

#include <cstring>
#include <utility>

namespace sojourn {
namespace {

// What concerns the file, not the statement, names it.
bool concerns_file(int code) {
  switch (code & 0xFF) {
    case SQLITE_FULL:
    case SQLITE_IOERR:
    case SQLITE_READONLY:
    case SQLITE_CANTOPEN:
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
    case SQLITE_BUSY:
      return true;
    default:
      return false;
  }
}

[[noreturn]] void fail(sqlite3* database) {
  const int code = sqlite3_extended_errcode(database);
  std::string what = sqlite3_errmsg(database);
  if (concerns_file(code)) {
    const char* file = sqlite3_db_filename(database, "main");
    if (file != nullptr && *file != '\0') what = std::string(file) + ": " + what;
    const int error = sqlite3_system_errno(database);
    if ((code & 0xFF) == SQLITE_IOERR && error != 0) {
      what += std::string(" (") + std::strerror(error) + ")";
    }
  }
  throw DatabaseError(what, code);
}

// What no case of ours comes near. The file may be anybody's.
void set_limits(sqlite3* database) {
  constexpr std::pair<int, int> kLimits[] = {
      {SQLITE_LIMIT_LENGTH, 64 << 20},
      {SQLITE_LIMIT_SQL_LENGTH, 1 << 20},
      {SQLITE_LIMIT_COLUMN, 500},
      {SQLITE_LIMIT_EXPR_DEPTH, 200},
      {SQLITE_LIMIT_COMPOUND_SELECT, 50},
      {SQLITE_LIMIT_VDBE_OP, 250'000},
      {SQLITE_LIMIT_FUNCTION_ARG, 100},
      {SQLITE_LIMIT_ATTACHED, 0},
      {SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 1'000},
      {SQLITE_LIMIT_VARIABLE_NUMBER, 250},
      {SQLITE_LIMIT_TRIGGER_DEPTH, 1},
      {SQLITE_LIMIT_WORKER_THREADS, 0},
  };
  for (const auto& [limit, most] : kLimits) sqlite3_limit(database, limit, most);
}

int flags_of(Access access) {
  switch (access) {
    case Access::own:
      return SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
    case Access::read:
      return SQLITE_OPEN_READONLY;
    case Access::repair:
      return SQLITE_OPEN_READWRITE;
  }
  return 0;
}

int wait_on(void* busy, int calls) {
  auto& wait = *static_cast<BusyWait*>(busy);
  if (calls == 0) wait.reset();
  return wait.again() ? 1 : 0;
}

}  // namespace

void Database::Close::operator()(sqlite3* database) const { sqlite3_close_v2(database); }
void Statement::Finalize::operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }

Database::Database(const std::filesystem::path& path, Access access, const Wait& wait)
    : path_(path), busy_(std::make_unique<BusyWait>(wait)) {
  // SQLite counts its memory under a lock, for statistics nobody asks for: a tenth of writing a
  // case. Refused, without harm, once SQLite is in use.
  if (access == Access::own) sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
  sqlite3* handle = nullptr;
  const bool is_file = path != ":memory:";
  const int code =
      sqlite3_open_v2(path.c_str(), &handle,
                      flags_of(access) | SQLITE_OPEN_NOMUTEX | (is_file ? SQLITE_OPEN_NOFOLLOW : 0),
                      access == Access::own && is_file ? "unix-none" : nullptr);
  handle_.reset(handle);
  if (handle == nullptr) throw DatabaseError(sqlite3_errstr(code), code);
  sqlite3_extended_result_codes(handle, 1);
  if (code != SQLITE_OK) fail(handle);
  sqlite3_busy_handler(handle, wait_on, busy_.get());
  set_limits(handle);
  if (access == Access::own) return;
  sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  sqlite3_db_config(handle, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, nullptr);
  sqlite3_db_config(handle, SQLITE_DBCONFIG_ENABLE_VIEW, 0, nullptr);  // but those of `temp`
}

void Database::execute(const std::string& sql) {
  if (sqlite3_exec(handle(), sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) fail(handle());
}

std::int64_t Database::number(std::string_view sql) const {
  Statement statement(*this, sql);
  return statement.step() ? statement.number(0) : 0;
}

Statement::Statement(const Database& database, std::string_view sql) {
  sqlite3* handle = database.handle();
  const auto prepare = [&] {
    sqlite3_stmt* statement = nullptr;
    const char* rest = nullptr;
    const int code =
        sqlite3_prepare_v2(handle, sql.data(), static_cast<int>(sql.size()), &statement, &rest);
    std::unique_ptr<sqlite3_stmt, Finalize> owner(statement);
    if (code != SQLITE_OK) fail(handle);
    sql.remove_prefix(static_cast<std::size_t>(rest - sql.data()));
    return owner;
  };
  if (sql.find('\0') != std::string_view::npos) {
    throw DatabaseError("a statement has no NUL in it", SQLITE_ERROR);
  }
  statement_ = prepare();
  if (statement_ == nullptr) throw DatabaseError("there is no statement", SQLITE_ERROR);
  // Behind it only comments and blanks; of a second statement nothing is run, however wrong it is.
  while (!sql.empty()) {
    const std::size_t before = sql.size();
    bool is_more = false;
    try {
      is_more = prepare() != nullptr;
    } catch (const DatabaseError&) {
      is_more = true;
    }
    if (is_more) throw DatabaseError("one statement at a time", SQLITE_ERROR);
    if (sql.size() == before) break;
  }
}

void Statement::check(int code) const {
  if (code != SQLITE_OK) fail(sqlite3_db_handle(statement_.get()));
}

void Statement::bind(int index, std::nullptr_t) {
  check(sqlite3_bind_null(statement_.get(), index));
}
void Statement::bind(int index, std::int64_t value) {
  check(sqlite3_bind_int64(statement_.get(), index, value));
}
void Statement::bind(int index, double value) {
  check(sqlite3_bind_double(statement_.get(), index, value));
}
void Statement::bind(int index, std::string_view text) {
  if (text.empty()) return bind(index, nullptr);
  check(sqlite3_bind_text64(statement_.get(), index, text.data(), text.size(), SQLITE_TRANSIENT,
                            SQLITE_UTF8));
}

void Statement::bind_cell(int index, const Cell& cell) {
  if (const auto* text = std::get_if<std::string>(&cell)) {
    check(sqlite3_bind_text64(statement_.get(), index, text->data(), text->size(), SQLITE_TRANSIENT,
                              SQLITE_UTF8));
  } else if (const auto* whole = std::get_if<std::int64_t>(&cell)) {
    bind(index, *whole);
  } else if (const auto* real = std::get_if<double>(&cell)) {
    bind(index, *real);
  } else {
    bind(index, nullptr);
  }
}

void Statement::finish() {
  while (step()) {
  }
  check(sqlite3_reset(statement_.get()));
}

bool Statement::step() {
  const int code = sqlite3_step(statement_.get());
  if (code != SQLITE_ROW && code != SQLITE_DONE) fail(sqlite3_db_handle(statement_.get()));
  return code == SQLITE_ROW;
}

bool Statement::is_null(int column) const {
  return sqlite3_column_type(statement_.get(), column) == SQLITE_NULL;
}
std::int64_t Statement::number(int column) const {
  return sqlite3_column_int64(statement_.get(), column);
}
std::string_view Statement::text(int column) const {
  const auto* bytes = reinterpret_cast<const char*>(sqlite3_column_text(statement_.get(), column));
  if (bytes == nullptr) return {};
  return {bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column))};
}

Cell Statement::cell(int column) const {
  switch (sqlite3_column_type(statement_.get(), column)) {
    case SQLITE_NULL:
      return std::monostate{};
    case SQLITE_INTEGER:
      return number(column);
    case SQLITE_FLOAT:
      return sqlite3_column_double(statement_.get(), column);
    default: {
      const void* bytes = sqlite3_column_blob(statement_.get(), column);
      const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column));
      return size == 0 ? std::string{} : std::string(static_cast<const char*>(bytes), size);
    }
  }
}

std::vector<std::string> Statement::columns() const {
  std::vector<std::string> names;
  for (int i = 0; i < sqlite3_column_count(statement_.get()); ++i) {
    const char* name = sqlite3_column_name(statement_.get(), i);
    names.emplace_back(name == nullptr ? "" : name);
  }
  return names;
}

std::string insert_into(std::string_view table, int columns) {
  std::string sql = "INSERT INTO " + std::string(table) + " VALUES (?";
  for (int i = 1; i < columns; ++i) sql += ", ?";
  return sql + ')';
}

Transaction::Transaction(Database& database) : database_(database) { database_.execute("BEGIN"); }

Transaction::~Transaction() {
  if (!open_) return;
  // Fails where SQLite has rolled back by itself, as on a full disk.
  sqlite3_exec(database_.handle(), "ROLLBACK", nullptr, nullptr, nullptr);
}

void Transaction::commit() {
  database_.execute("COMMIT");
  open_ = false;
}

}  // namespace sojourn
