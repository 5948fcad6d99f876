// Rows as they leave the program: an aligned table for people, CSV and JSON lines for programs,
// Markdown for reports.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "cli/tone.h"
#include "engine/case/case_reader.h"

namespace sojourn {

enum class Format : std::uint8_t { table, csv, jsonl, markdown };

// Writes to `out`, which must outlive it, a header (none for JSON lines) and one line a row.
//
//   - table: columns aligned by display width, numbers to the right, "-" for no value, text escaped
//     (cli/escape.h) and cut, with "…" at its end, at 200 columns. The first 1,000 rows are held
//     and decide the widths; those after them are written as they come. Where a width is given and
//     they would be wider, the widest texts but times are cut to it, to eight columns at the least.
//   - csv: RFC 4180. Text is escaped as in a table, and a text that a spreadsheet would take for a
//     formula begins with a single quote, behind a semicolon, too, where some spreadsheets begin a
//     new cell; numbers are left as they are.
//   - jsonl: one object a line, every column, with JSON's own types. Bytes that are not UTF-8
//     become U+FFFD.
//   - markdown: a table as GitHub has it. Text is escaped as in a table, and no character of it
//     means anything to Markdown or HTML.
class Rows {
 public:
  Rows(Format format, std::vector<std::string> columns, std::ostream& out,
       std::optional<std::size_t> width = {});
  // REQUIRES: as many cells as columns. Texts are raw, as logged. A table shows the tone in colour.
  void add(const std::vector<Cell>& cells, Tone tone = Tone::plain);
  // Call once, after the last row.
  void finish();

 private:
  struct Line {
    std::vector<std::string> texts;  // escaped and cut
    std::vector<bool> right;         // which of them are numbers
    Tone tone = Tone::plain;
  };
  Line line_of(const std::vector<Cell>& cells) const;
  void narrow();
  void write_held_lines();
  void write_line(const Line& line);

  Format format_;
  std::vector<std::string> columns_;
  std::ostream& out_;
  const std::optional<std::size_t> width_;  // of the terminal
  std::size_t distance_ = 2;                // between columns
  std::vector<std::size_t> widths_;
  std::vector<Line> held_;  // of a table, until the widths are known
  bool are_widths_known_ = false;
};

// The shortest decimal that reads back as the same number; "null" in JSON has no counterpart here,
// so this is empty for infinities and NaN.
std::string number_text(double number);

}  // namespace sojourn
