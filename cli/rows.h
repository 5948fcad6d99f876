// Rows as they leave the program: an aligned table for people, CSV and JSON lines for programs.
#pragma once

#include <cstdint>
#include <ostream>
#include <string>
#include <vector>

#include "engine/case/case_reader.h"

namespace sojourn {

enum class Format : std::uint8_t { table, csv, jsonl };

// Writes to `out`, which must outlive it, a header (none for JSON lines) and one line a row.
//
//   - table: columns aligned by display width, numbers to the right, "-" for no value, text escaped
//     (cli/escape.h). Held until finish(), because every row decides the widths.
//   - csv: RFC 4180. Text is escaped as in a table, and a text that a spreadsheet would take for a
//     formula begins with a single quote; numbers are left as they are.
//   - jsonl: one object a line, every column, with JSON's own types. Bytes that are not UTF-8
//     become U+FFFD.
class Rows {
 public:
  Rows(Format format, std::vector<std::string> columns, std::ostream& out);
  // REQUIRES: as many cells as columns. Texts are raw, as logged.
  void add(const std::vector<Cell>& cells);
  // Call once, after the last row.
  void finish();

 private:
  void write_table_line(const std::vector<std::string>& texts, const std::vector<bool>& right);

  Format format_;
  std::vector<std::string> columns_;
  std::ostream& out_;
  std::vector<std::size_t> widths_;
  std::vector<std::vector<std::string>> lines_;  // of a table: escaped texts
  std::vector<std::vector<bool>> right_;         // which of them are numbers
};

// The shortest decimal that reads back as the same number; "null" in JSON has no counterpart here,
// so this is empty for infinities and NaN.
std::string number_text(double number);

}  // namespace sojourn
