// SQLite with C++ ownership. Every failure throws DatabaseError: the database is environment, not
// evidence.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

struct sqlite3;
struct sqlite3_stmt;

namespace sojourn {

class DatabaseError : public std::runtime_error {
  using std::runtime_error::runtime_error;
};

class Database {
 public:
  // Opens for writing, and makes the file where there is none. ":memory:" is SQLite's.
  explicit Database(const std::filesystem::path& path);

  // Runs statements without parameters and without rows.
  void execute(const std::string& sql);
  // The first column of the first row, as an integer; 0 when there is no row.
  std::int64_t number(std::string_view sql);
  sqlite3* handle() const { return handle_.get(); }
  const std::filesystem::path& path() const { return path_; }

 private:
  struct Close {
    void operator()(sqlite3* database) const;
  };
  std::filesystem::path path_;
  std::unique_ptr<sqlite3, Close> handle_;
};

// A prepared statement. Values are bound, never pasted.
class Statement {
 public:
  // `database` must outlive this.
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
  // Throws DatabaseError above 2^63-1: callers bound what evidence says first.
  void bind(int index, std::uint64_t value);
  template <class T>
  void bind(int index, const std::optional<T>& value) {
    value ? bind(index, *value) : bind(index, nullptr);
  }
  void finish();

  // Reading: true while there is a row. Texts are valid until the next step.
  bool step();
  bool is_null(int column) const;
  std::int64_t number(int column) const;
  std::string_view text(int column) const;

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
  // Takes the writer's lock at once: a second run on the same case fails here, before it has done
  // any work.
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
