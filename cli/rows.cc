#include "cli/rows.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <charconv>
#include <cmath>
#include <utility>

#include "cli/escape.h"
#include "schema/json.h"

namespace sojourn {
namespace {

bool is_number(const Cell& cell) {
  return std::holds_alternative<std::int64_t>(cell) || std::holds_alternative<double>(cell);
}

std::string plain_text(const Cell& cell) {
  if (const auto* whole = std::get_if<std::int64_t>(&cell)) return std::to_string(*whole);
  if (const auto* real = std::get_if<double>(&cell)) return number_text(*real);
  if (const auto* text = std::get_if<std::string>(&cell)) return *text;
  return {};
}

// What spreadsheets take for the beginning of a formula, the full-width forms included. Tabs and
// line ends, which some skip to get there, are escaped and so harmless.
bool looks_like_formula(std::string_view text) {
  constexpr std::array<std::string_view, 8> kBeginnings = {"=",      "+",      "-",      "@",
                                                           "\uFF1D", "\uFF0B", "\uFF0D", "\uFF20"};
  return std::any_of(kBeginnings.begin(), kBeginnings.end(),
                     [text](std::string_view beginning) { return text.starts_with(beginning); });
}

std::string csv_cell(const Cell& cell) {
  if (is_number(cell)) return plain_text(cell);
  std::string text = escape(plain_text(cell));
  if (looks_like_formula(text)) text.insert(text.begin(), '\'');
  if (text.find_first_of(",\"") == std::string::npos) return text;
  std::string quoted = "\"";
  for (char c : text) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + '"';
}

std::string json_cell(const Cell& cell) {
  if (const auto* text = std::get_if<std::string>(&cell)) return escape_json(json_string(*text));
  const std::string number = plain_text(cell);
  return number.empty() ? "null" : number;
}

}  // namespace

std::string number_text(double number) {
  if (!std::isfinite(number)) return {};
  std::array<char, 32> text{};
  const auto written = std::to_chars(text.data(), text.data() + text.size(), number);
  return {text.data(), written.ptr};
}

Rows::Rows(Format format, std::vector<std::string> columns, std::ostream& out)
    : format_(format), columns_(std::move(columns)), out_(out) {
  for (const std::string& column : columns_) widths_.push_back(display_width(escape(column)));
  if (format_ != Format::csv) return;
  for (std::size_t i = 0; i < columns_.size(); ++i)
    out_ << (i == 0 ? "" : ",") << csv_cell(columns_[i]);
  out_ << "\r\n";
}

void Rows::add(const std::vector<Cell>& cells) {
  assert(cells.size() == columns_.size());
  switch (format_) {
    case Format::csv:
      for (std::size_t i = 0; i < cells.size(); ++i)
        out_ << (i == 0 ? "" : ",") << csv_cell(cells[i]);
      out_ << "\r\n";
      return;
    case Format::jsonl:
      for (std::size_t i = 0; i < cells.size(); ++i) {
        out_ << (i == 0 ? '{' : ',') << escape_json(json_string(columns_[i])) << ':'
             << json_cell(cells[i]);
      }
      out_ << "}\n";
      return;
    case Format::table:
      break;
  }
  std::vector<std::string>& texts = lines_.emplace_back();
  std::vector<bool>& right = right_.emplace_back();
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const std::string text = escape(plain_text(cells[i]));
    texts.push_back(text.empty() ? "-" : text);
    right.push_back(is_number(cells[i]));
    widths_[i] = std::max(widths_[i], display_width(texts.back()));
  }
}

void Rows::finish() {
  if (format_ != Format::table) return;
  std::vector<std::string> header;
  for (const std::string& column : columns_) header.push_back(escape(column));
  // A column's title stands where its numbers do.
  std::vector<bool> numbers(columns_.size());
  for (const std::vector<bool>& right : right_) {
    for (std::size_t i = 0; i < numbers.size(); ++i) numbers[i] = numbers[i] || right[i];
  }
  write_table_line(header, numbers);
  for (std::size_t i = 0; i < lines_.size(); ++i) write_table_line(lines_[i], right_[i]);
}

void Rows::write_table_line(const std::vector<std::string>& texts, const std::vector<bool>& right) {
  std::string line;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    if (i > 0) line += "  ";
    const std::string padding(widths_[i] - display_width(texts[i]), ' ');
    line += right[i] ? padding + texts[i] : texts[i] + padding;
  }
  line.erase(line.find_last_not_of(' ') + 1);
  out_ << line << '\n';
}

}  // namespace sojourn
