#include "cli/activity_rows.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "schema/ascii.h"
#include "schema/flat_json.h"

namespace sojourn {
namespace {

// Of one row. A timeline's rows have hundreds of bytes.
constexpr std::size_t kLongestRow = std::size_t{16} << 20;

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

std::vector<std::string> in_lower_case(const std::vector<std::string>& titles) {
  std::vector<std::string> names;
  names.reserve(titles.size());
  for (const std::string& title : titles) names.push_back(ascii_lower(title));
  return names;
}

// The cells of a CSV row (RFC 4180) whose lines come one by one.
class CsvRow {
 public:
  // False where a quoted cell goes on in the next line.
  bool add_line(std::string_view line) {
    if (is_quoted_) cells_.back() += '\n';
    if (cells_.empty()) cells_.emplace_back();
    for (std::size_t i = 0; i < line.size(); ++i) {
      const char c = line[i];
      if (is_quoted_) {
        if (c != '"') {
          cells_.back() += c;
        } else if (line.substr(i + 1).starts_with('"')) {
          cells_.back() += line[++i];
        } else {
          is_quoted_ = false;
        }
      } else if (c == '"' && cells_.back().empty()) {
        is_quoted_ = true;
      } else if (c == ',') {
        cells_.emplace_back();
      } else {
        cells_.back() += c;
      }
    }
    return !is_quoted_;
  }
  std::vector<std::string> take() { return std::move(cells_); }

 private:
  std::vector<std::string> cells_;
  bool is_quoted_ = false;
};

}  // namespace

ActivityRows::ActivityRows(const std::filesystem::path& path)
    : path_(path), file_(path, std::ios::binary) {
  if (!file_ || std::filesystem::is_directory(path))
    throw std::runtime_error(path.string() + " cannot be opened as a timeline");
  if (file_.peek() == std::ifstream::traits_type::eof())
    throw std::runtime_error(path.string() + " is empty: name a timeline as CSV or JSON lines");
  char mark[3] = {};
  if (!file_.read(mark, sizeof mark) || std::string_view(mark, sizeof mark) != kByteOrderMark) {
    file_.clear();
    file_.seekg(0);
  }
  is_json_ = file_.peek() == '{';
  if (is_json_) return;
  auto titles = take_csv_row();
  if (!titles || titles->size() < 2) {
    throw std::runtime_error(path.string() +
                             " is no timeline: wanted CSV with a line of titles, or JSON lines");
  }
  titles_ = *std::move(titles);
  names_ = std::make_shared<const std::vector<std::string>>(in_lower_case(titles_));
}

std::optional<ActivityRow> ActivityRows::next() { return is_json_ ? next_json() : next_csv(); }

// Without its end. Of one that is too long only that it was.
std::optional<std::string> ActivityRows::take_line() {
  std::string line;
  is_too_long_ = false;
  auto& bytes = *file_.rdbuf();
  for (;;) {
    const int c = bytes.sbumpc();
    if (c == std::ifstream::traits_type::eof()) {
      if (line.empty() && !is_too_long_) return std::nullopt;
      break;
    }
    if (c == '\n') break;
    if (line.size() == kLongestRow) {
      is_too_long_ = true;
    } else {
      line += static_cast<char>(c);
    }
  }
  ++line_;
  if (line.ends_with('\r')) line.pop_back();
  return line;
}

std::optional<std::vector<std::string>> ActivityRows::take_csv_row() {
  CsvRow row;
  row_line_ = line_ + 1;
  std::size_t size = 0;
  bool is_begun = false;
  while (auto line = take_line()) {
    is_begun = true;
    size += line->size();
    // A quotation mark that is never closed would make all that follows one row.
    if (is_too_long_ || size > kLongestRow) return std::vector<std::string>();
    if (row.add_line(*line)) return row.take();
  }
  if (!is_begun) return std::nullopt;
  return std::vector<std::string>();
}

std::optional<ActivityRow> ActivityRows::next_csv() {
  while (auto cells = take_csv_row()) {
    if (cells->size() == 1 && cells->front().empty()) continue;  // an empty line
    if (cells->empty() || cells->size() > titles_.size()) {
      note_unreadable();
      continue;
    }
    cells->resize(titles_.size());
    return ActivityRow{names_, *std::move(cells), {}};
  }
  return std::nullopt;
}

std::optional<ActivityRow> ActivityRows::next_json() {
  while (auto line = take_line()) {
    row_line_ = line_;
    if (!is_too_long_ && line->find_first_not_of(" \t") == std::string::npos) continue;
    auto members = is_too_long_ ? std::nullopt : flat_json(*line);
    if (!members) {
      note_unreadable();
      continue;
    }
    return ActivityRow{
        std::make_shared<const std::vector<std::string>>(in_lower_case(members->names)),
        std::move(members->values), *std::move(line)};
  }
  return std::nullopt;
}

void ActivityRows::note_unreadable() {
  if (unreadable_++ == 0) first_unreadable_line_ = row_line_;
}

}  // namespace sojourn
