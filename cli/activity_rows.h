// The rows of another tool's timeline: CSV with a line of titles, or JSON lines.
//
// They are read one after another and nothing of them is kept, however many there are. Their bytes
// are anybody's: what is no row is counted, and reading goes on behind it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sojourn {

struct ActivityRow {
  // In lower case; members of members with dots between, "winlog.computer_name".
  std::shared_ptr<const std::vector<std::string>> names;
  std::vector<std::string> values;  // as many; texts as they are, numbers as text
  std::string json;                 // of JSON lines, the object as one line
};

class ActivityRows {
 public:
  // Throws std::runtime_error, one line, for what cannot be opened, is empty, or has no titles.
  explicit ActivityRows(const std::filesystem::path& path);

  bool is_json() const { return is_json_; }
  // Of CSV, as its first line has them.
  const std::vector<std::string>& titles() const { return titles_; }

  // Nothing after the last. Throws std::runtime_error where the medium fails.
  std::optional<ActivityRow> next();

  // Where the row that was last returned begins, from 1.
  std::uint64_t line() const { return row_line_; }
  // Rows that could not be read, and where the first of them begins.
  std::uint64_t unreadable() const { return unreadable_; }
  std::uint64_t first_unreadable_line() const { return first_unreadable_line_; }

 private:
  std::optional<std::string> take_line();
  std::optional<std::vector<std::string>> take_csv_row();
  std::optional<ActivityRow> next_csv();
  std::optional<ActivityRow> next_json();
  void note_unreadable();

  std::filesystem::path path_;
  std::ifstream file_;
  bool is_json_ = false, is_too_long_ = false;
  std::vector<std::string> titles_;
  std::shared_ptr<const std::vector<std::string>> names_;  // the titles in lower case
  std::uint64_t line_ = 0, row_line_ = 0, unreadable_ = 0, first_unreadable_line_ = 0;
};

}  // namespace sojourn
