#include "cli/report/page_json.h"

#include <algorithm>
#include <cassert>

#include "cli/escape.h"
#include "cli/rows.h"
#include "schema/json.h"

namespace sojourn {
namespace {

constexpr std::size_t kWidestText = 1'000;
constexpr std::int64_t kLargestOfJavaScript = 9'007'199'254'740'991;  // 2^53 - 1

}  // namespace

std::string page_text(std::string_view text) {
  std::string safe;
  for (const char c : json_string(cut(escape(text), kWidestText))) {
    switch (c) {
      case '<':
        safe += "\\u003c";
        break;
      case '>':
        safe += "\\u003e";
        break;
      case '&':
        safe += "\\u0026";
        break;
      default:
        safe += c;
    }
  }
  return safe;
}

std::string page_cell(const Cell& cell) {
  if (const auto* text = std::get_if<std::string>(&cell)) return page_text(*text);
  if (const auto* whole = std::get_if<std::int64_t>(&cell)) {
    const bool fits = -kLargestOfJavaScript <= *whole && *whole <= kLargestOfJavaScript;
    return fits ? std::to_string(*whole) : '"' + std::to_string(*whole) + '"';
  }
  const auto* real = std::get_if<double>(&cell);
  const std::string number = real == nullptr ? "" : number_text(*real);
  return number.empty() ? "null" : number;
}

PageTable::PageTable(std::ostream& out, const std::vector<std::string>& columns,
                     const std::vector<std::string>& coded)
    : out_(out) {
  out_ << "{\"columns\":[";
  for (std::size_t i = 0; i < columns.size(); ++i)
    out_ << (i == 0 ? "" : ",") << page_text(columns[i]);
  std::string places;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    is_coded_.push_back(std::ranges::find(coded, columns[i]) != coded.end());
    if (is_coded_.back()) places += (places.empty() ? "" : ",") + std::to_string(i);
  }
  out_ << "],\"coded\":[" << places << "],\"rows\":[";
}

std::size_t PageTable::code_of(const std::string& text) {
  const auto [found, is_new] = codes_.try_emplace(text, texts_.size());
  if (is_new) {
    texts_.push_back(page_text(text));
    bytes_of_texts_ += texts_.back().size();
  }
  return found->second;
}

std::size_t PageTable::add(const std::vector<Cell>& cells) {
  assert(cells.size() == is_coded_.size());
  const std::size_t before = bytes_of_texts_;
  std::string row = is_first_ ? "\n[" : ",\n[";
  is_first_ = false;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (i > 0) row += ',';
    const auto* text = std::get_if<std::string>(&cells[i]);
    row += is_coded_[i] && text != nullptr ? std::to_string(code_of(*text)) : page_cell(cells[i]);
  }
  row += ']';
  out_ << row;
  return row.size() + bytes_of_texts_ - before;
}

void PageTable::finish(std::uint64_t left) {
  out_ << "],\"texts\":[";
  for (std::size_t i = 0; i < texts_.size(); ++i) out_ << (i == 0 ? "" : ",") << texts_[i];
  out_ << "],\"left\":" << left << '}';
}

}  // namespace sojourn
