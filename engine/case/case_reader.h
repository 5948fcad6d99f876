// A finished case, opened to be read and for nothing else.
//
// Whatever SQL runs through it can neither change this file nor create or open another. A case may
// come from anybody: of its tables and views only those that sojourn makes can be read, views as
// this program's own text has them, and a query that takes too long or too much memory ends.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/case/database.h"

namespace sojourn {

// The rows of one statement, one after another. Valid while its CaseReader is.
class Query {
 public:
  const std::vector<std::string>& columns() const { return columns_; }
  // Nothing after the last row. Throws std::runtime_error when the database cannot be read on.
  std::optional<std::vector<Cell>> next();

 private:
  friend class CaseReader;
  explicit Query(Statement statement)
      : statement_(std::move(statement)), columns_(statement_.columns()) {}

  Statement statement_;
  std::vector<std::string> columns_;
  bool is_over_ = false;
};

struct ReadOptions {
  Wait wait;                          // for a program that writes the case
  std::chrono::seconds time_limit{};  // of the processor, for all queries; 0 for none
};

class CaseReader {
 public:
  // Throws std::runtime_error, one line that says what to do: no such file, not a case, of another
  // version.
  explicit CaseReader(const std::filesystem::path& path, const ReadOptions& options = {});

  // One statement; `parameters` are bound to its `?` in order. Throws std::runtime_error with
  // SQLite's words for a statement that is wrong, that would do more than read, or that is more
  // than one.
  Query query(std::string_view sql, const std::vector<Cell>& parameters = {}) const;
  // With one text for its `?`. A list of cells is copied, and where memory ends in the copy of a
  // text, GCC 12's variant destroys what it did not make.
  Query query_with(std::string_view sql, std::string text) const;

 private:
  void check_tables(const std::filesystem::path& path) const;
  void make_own_views();

  // What the progress handler asks; at a fixed place, for SQLite points to it.
  std::unique_ptr<std::chrono::seconds> end_;
  std::unique_ptr<Database> database_;
};

}  // namespace sojourn
