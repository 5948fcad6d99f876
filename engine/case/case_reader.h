// A finished case, opened to be read and for nothing else.
//
// Whatever SQL runs through it can neither change this file nor create or open another; that holds
// for statements a person types and for views that a case from elsewhere brings along.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

struct sqlite3;
struct sqlite3_stmt;

namespace sojourn {

// A value as SQLite has it. Blobs, which no table of a case holds, come as text.
using Cell = std::variant<std::monostate, std::int64_t, double, std::string>;

// The rows of one statement, one after another. Valid while its CaseReader is.
class Query {
 public:
  const std::vector<std::string>& columns() const { return columns_; }
  // Nothing after the last row. Throws std::runtime_error when the database cannot be read on.
  std::optional<std::vector<Cell>> next();

 private:
  friend class CaseReader;
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const;
  };
  explicit Query(sqlite3_stmt* statement) : statement_(statement) {}

  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
  std::vector<std::string> columns_;
};

class CaseReader {
 public:
  // Throws std::runtime_error, one line that says what to do: no such file, not a case, of another
  // version.
  explicit CaseReader(const std::filesystem::path& path);

  // One statement; `parameters` are bound to its `?` in order. Throws std::runtime_error with
  // SQLite's words for a statement that is wrong, that would do more than read, or that is more
  // than one.
  Query query(std::string_view sql, const std::vector<Cell>& parameters = {}) const;

 private:
  struct Close {
    void operator()(sqlite3* database) const;
  };
  std::unique_ptr<sqlite3, Close> database_;
};

}  // namespace sojourn
