// SQLite with C++ ownership. Every failure throws DatabaseError: the database is environment, not
// evidence. A case that somebody else made is evidence, too: it is opened with Access::read, which
// believes nothing it says of itself.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "engine/case/wait.h"

struct sqlite3;
struct sqlite3_stmt;

namespace sojourn {

class DatabaseError : public std::runtime_error {
 public:
  DatabaseError(const std::string& what, int code) : std::runtime_error(what), code_(code) {}
  int code() const { return code_; }  // SQLite's, the extended one

 private:
  int code_;
};

// A value as SQLite has it. Blobs, which no table of a case holds, come as text.
using Cell = std::variant<std::monostate, std::int64_t, double, std::string>;

enum class Access : std::uint8_t {
  own,     // a file that this process has just made and nobody else uses: no locks, no journal
  read,    // anybody's: nothing is written, created or deleted
  repair,  // anybody's: what a journal keeps of it may be brought back
};

class Database {
 public:
  // ":memory:" is SQLite's. Links are not followed.
  explicit Database(const std::filesystem::path& path, Access access = Access::own,
                    const Wait& wait = {});

  // Runs statements without parameters and without rows. REQUIRES: the SQL is the program's own.
  void execute(const std::string& sql);
  // The first column of the first row, as an integer; 0 when there is no row.
  std::int64_t number(std::string_view sql) const;
  sqlite3* handle() const { return handle_.get(); }
  // As it was named to the constructor, or by the user, for messages.
  const std::filesystem::path& path() const { return path_; }
  void call_it(const std::filesystem::path& named) { path_ = named; }

 private:
  struct Close {
    void operator()(sqlite3* database) const;
  };
  std::filesystem::path path_;
  std::unique_ptr<BusyWait> busy_;
  std::unique_ptr<sqlite3, Close> handle_;
};

// A prepared statement. Values are bound, never pasted.
class Statement {
 public:
  // Throws DatabaseError for SQL that is wrong, none at all, or more than one statement. `database`
  // must outlive this.
  Statement(const Database& database, std::string_view sql);

  // Binds the values to the parameters in order, runs the statement to its end and makes it ready
  // again.
  template <class... Values>
  void run(const Values&... values) {
    int index = 0;
    (bind(++index, values), ...);
    finish();
  }

  // Binding one by one, for long rows; parameters count from 1. Empty text is stored as NULL: in a
  // case, empty means that the records do not say.
  void bind(int index, std::nullptr_t);
  void bind(int index, std::int64_t value);
  void bind(int index, double value);
  void bind(int index, std::string_view text);
  void bind(int index, const std::string& text) { bind(index, std::string_view(text)); }
  void bind(int index, const char* text) { bind(index, std::string_view(text)); }
  void bind(int index, int value) { bind(index, std::int64_t{value}); }
  void bind(int index, std::uint32_t value) { bind(index, std::int64_t{value}); }
  void bind(int index, bool value) { bind(index, std::int64_t{value}); }
  // Above 2^63-1, where only damaged records have numbers, as the negative number of the same 64
  // bits: what evidence says can always be stored, and read back as it was.
  void bind(int index, std::uint64_t value) { bind(index, static_cast<std::int64_t>(value)); }
  template <class T>
  void bind(int index, const std::optional<T>& value) {
    value ? bind(index, *value) : bind(index, nullptr);
  }
  // As it is: here empty text stays text.
  void bind_cell(int index, const Cell& cell);
  void finish();

  // Reading: true while there is a row. Texts are valid until the next step.
  bool step();
  bool is_null(int column) const;
  std::int64_t number(int column) const;
  std::string_view text(int column) const;
  Cell cell(int column) const;
  std::vector<std::string> columns() const;

 private:
  void check(int code) const;

  struct Finalize {
    void operator()(sqlite3_stmt* statement) const;
  };
  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
};

// "INSERT INTO session VALUES (?, …)" with a parameter for each of the table's columns.
std::string insert_into(std::string_view table, int columns);

// Undoes itself unless commit() was reached.
class Transaction {
 public:
  explicit Transaction(Database& database);
  ~Transaction();
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;

  void commit();

 private:
  Database& database_;
  bool open_ = true;
};

}  // namespace sojourn
