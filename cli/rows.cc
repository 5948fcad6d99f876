#include "cli/rows.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <charconv>
#include <cmath>
#include <numeric>
#include <string_view>
#include <utility>

#include "cli/escape.h"
#include "schema/json.h"

namespace sojourn {
namespace {

constexpr std::size_t kRowsHeld = 1'000;
constexpr std::size_t kWidestCell = 200;
constexpr std::size_t kNarrowestCut = 8;

bool is_number(const Cell& cell) {
  return std::holds_alternative<std::int64_t>(cell) || std::holds_alternative<double>(cell);
}

std::string plain_text(const Cell& cell) {
  if (const auto* whole = std::get_if<std::int64_t>(&cell)) return std::to_string(*whole);
  if (const auto* real = std::get_if<double>(&cell)) return number_text(*real);
  if (const auto* text = std::get_if<std::string>(&cell)) return *text;
  return {};
}

// What spreadsheets take for the beginning of a formula, the full-width forms included, behind
// blanks, too. Tabs and line ends, which some skip to get there or begin a cell with, are escaped
// and so harmless.
bool looks_like_formula(std::string_view text) {
  constexpr std::array<std::string_view, 8> kBeginnings = {"=",      "+",      "-",      "@",
                                                           "\uFF1D", "\uFF0B", "\uFF0D", "\uFF20"};
  text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
  return std::any_of(kBeginnings.begin(), kBeginnings.end(),
                     [text](std::string_view beginning) { return text.starts_with(beginning); });
}

// Some spreadsheets begin a new cell at a semicolon, even between quotes.
std::string without_formulas(std::string text) {
  for (std::size_t at = 0;; ++at) {
    if (looks_like_formula(std::string_view(text).substr(at))) text.insert(at, 1, '\'');
    at = text.find(';', at);
    if (at == std::string::npos) return text;
  }
}

std::string csv_cell(const Cell& cell) {
  if (is_number(cell)) return plain_text(cell);
  std::string text = without_formulas(escape(plain_text(cell)));
  if (text.find_first_of(",;\"") == std::string::npos) return text;
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

// No punctuation of a text is left to mean something, and none to make a link of it.
std::string markdown_cell(const Cell& cell) {
  if (is_number(cell)) return plain_text(cell);
  const std::string text = cut(escape(plain_text(cell)), kWidestCell);
  if (text.empty()) return "-";
  std::string safe;
  for (const char c : text) {
    if (c == '<' || c == '&') {
      safe += c == '<' ? "&lt;" : "&amp;";
      continue;
    }
    if (std::string_view("\\`*_{}[]()#+!|~@=$>\"'").find(c) != std::string_view::npos) safe += '\\';
    safe += c;
  }
  for (const auto& [link, broken] : {std::pair{"://", "&#58;//"}, std::pair{"www.", "www&#46;"}}) {
    for (std::size_t at = safe.find(link); at != std::string::npos; at = safe.find(link, at)) {
      safe.replace(at, std::string_view(link).size(), broken);
    }
  }
  return safe;
}

// A day, or a time of one.
bool is_time(const std::string& text) {
  constexpr std::string_view kShape = "0000-00-00";
  const std::size_t begin = text.starts_with('~') ? 1 : 0;
  if (text.size() < begin + kShape.size()) return false;
  for (std::size_t i = 0; i < kShape.size(); ++i) {
    const char c = text[begin + i];
    if (kShape[i] == '0' ? c < '0' || c > '9' : c != kShape[i]) return false;
  }
  const std::size_t end = begin + kShape.size();
  return text.size() == end || text[end] == ' ';
}

}  // namespace

std::string number_text(double number) {
  if (!std::isfinite(number)) return {};
  std::array<char, 32> text{};
  const auto written = std::to_chars(text.data(), text.data() + text.size(), number);
  return {text.data(), written.ptr};
}

Rows::Rows(Format format, std::vector<std::string> columns, std::ostream& out,
           std::optional<std::size_t> width)
    : format_(format), columns_(std::move(columns)), out_(out), width_(width) {
  for (const std::string& column : columns_)
    widths_.push_back(display_width(cut(escape(column), kWidestCell)));
  if (format_ == Format::markdown) {
    std::string rule;
    for (const std::string& column : columns_) {
      out_ << "| " << markdown_cell(column) << ' ';
      rule += "| --- ";
    }
    out_ << "|\n" << rule << "|\n";
  }
  if (format_ != Format::csv) return;
  for (std::size_t i = 0; i < columns_.size(); ++i)
    out_ << (i == 0 ? "" : ",") << csv_cell(columns_[i]);
  out_ << "\r\n";
}

void Rows::add(const std::vector<Cell>& cells, Tone tone) {
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
    case Format::markdown:
      for (const Cell& cell : cells) out_ << "| " << markdown_cell(cell) << ' ';
      out_ << "|\n";
      return;
    case Format::table:
      break;
  }
  Line line = line_of(cells);
  line.tone = tone;
  if (are_widths_known_) return write_line(line);
  for (std::size_t i = 0; i < cells.size(); ++i) {
    widths_[i] = std::max(widths_[i], display_width(line.texts[i]));
  }
  held_.push_back(std::move(line));
  if (held_.size() == kRowsHeld) write_held_lines();
}

void Rows::finish() {
  if (format_ == Format::table && !are_widths_known_) write_held_lines();
}

Rows::Line Rows::line_of(const std::vector<Cell>& cells) const {
  Line line;
  for (const Cell& cell : cells) {
    const std::string text = escape(plain_text(cell));
    line.texts.push_back(text.empty() ? "-" : cut(text, kWidestCell));
    line.right.push_back(is_number(cell));
  }
  return line;
}

// The widest give way first; numbers and times, which mean nothing when they are cut, not at all.
void Rows::narrow() {
  std::vector<bool> may_be_cut(columns_.size(), true);
  for (const Line& line : held_) {
    for (std::size_t i = 0; i < line.texts.size(); ++i) {
      if (line.right[i] || is_time(line.texts[i])) may_be_cut[i] = false;
    }
  }
  std::size_t all = std::accumulate(widths_.begin(), widths_.end(), std::size_t{0});
  const std::size_t gaps = columns_.empty() ? 0 : columns_.size() - 1;
  if (all + 2 * gaps <= *width_) return;
  distance_ = 1;
  while (all + gaps > *width_) {
    std::size_t widest = columns_.size();
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      if (!may_be_cut[i] || widths_[i] <= kNarrowestCut) continue;
      if (widest == columns_.size() || widths_[i] > widths_[widest]) widest = i;
    }
    if (widest == columns_.size()) return;
    --widths_[widest];
    --all;
  }
}

void Rows::write_held_lines() {
  are_widths_known_ = true;
  if (width_) narrow();
  Line header{{}, std::vector<bool>(columns_.size()), Tone::plain};
  for (const std::string& column : columns_) {
    header.texts.push_back(cut(escape(column), kWidestCell));
  }
  // A column's title stands where its numbers do.
  for (const Line& line : held_) {
    for (std::size_t i = 0; i < line.right.size(); ++i) {
      header.right[i] = header.right[i] || line.right[i];
    }
  }
  write_line(header);
  for (const Line& line : held_) write_line(line);
  held_ = {};
}

void Rows::write_line(const Line& line) {
  std::string all;
  for (std::size_t i = 0; i < line.texts.size(); ++i) {
    if (i > 0) all += std::string(distance_, ' ');
    const bool is_cut = width_ && !line.right[i] && !is_time(line.texts[i]);
    const std::string text = is_cut ? cut(line.texts[i], widths_[i]) : line.texts[i];
    const std::size_t width = display_width(text);
    const std::string padding(widths_[i] - std::min(width, widths_[i]), ' ');
    all += line.right[i] ? padding + text : text + padding;
  }
  all.erase(all.find_last_not_of(' ') + 1);
  if (line.tone == Tone::plain) {
    out_ << all << '\n';
  } else {
    out_ << control_of(line.tone) << all << kPlainAgain << '\n';
  }
}

}  // namespace sojourn
