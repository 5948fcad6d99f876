// Data of the report's page, as JSON that stands inside a <script> element.
#pragma once

#include <cstdint>
#include <ostream>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "engine/case/case_reader.h"

namespace sojourn {

// `text` as the program shows it everywhere (cli/escape.h), cut at a thousand columns, as a JSON
// string in which no character means anything to HTML either: `<`, `>` and `&` are "\u003c" and so
// on.
std::string page_text(std::string_view text);
// A number that JavaScript cannot hold to the last digit is a text.
std::string page_cell(const Cell& cell);

// A table as a JSON object: {"columns": […], "rows": [[…], …], "coded": […], "texts": […], "left":
// N}. In the columns that are coded a cell is the place of its text among `texts`, so that what
// comes often stands there once.
class PageTable {
 public:
  // REQUIRES: `out` outlives this.
  PageTable(std::ostream& out, const std::vector<std::string>& columns,
            const std::vector<std::string>& coded);
  // Returns how many bytes it took. REQUIRES: as many cells as columns.
  std::size_t add(const std::vector<Cell>& cells);
  // Call once, after the last row; `left` is how many more there are that the page does not have.
  void finish(std::uint64_t left);

 private:
  std::size_t code_of(const std::string& text);

  std::ostream& out_;
  std::vector<bool> is_coded_;
  std::unordered_map<std::string, std::size_t> codes_;
  std::vector<std::string> texts_;  // as JSON
  std::size_t bytes_of_texts_ = 0;
  bool is_first_ = true;
};

}  // namespace sojourn
