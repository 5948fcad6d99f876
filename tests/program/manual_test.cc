// docs/manual.md says of every column of a case what it means. With SOJOURN_UPDATE=1 in the
// environment that part of it is written anew from the comments of schema/schema.sql.
#include <gtest/gtest.h>

#include <cctype>
#include <cstdlib>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "tests/support/case_of_rows.h"
#include "tests/support/places.h"

namespace sojourn {
namespace {

const std::filesystem::path kManual = testing::sources() / "docs/manual.md";
constexpr std::string_view kBegin = "<!-- made from schema/schema.sql -->\n";
constexpr std::string_view kEnd = "<!-- end -->\n";

// The comment behind a line of SQL, or all of it; "" where there is none.
std::string comment_of(const std::string& line) {
  const std::size_t place = line.find("--");
  if (place == std::string::npos) return {};
  const std::size_t begin = line.find_first_not_of(' ', place + 2);
  return begin == std::string::npos ? "" : line.substr(begin);
}

std::string first_word(const std::string& text) {
  std::istringstream words(text);
  std::string word;
  words >> word;
  return word;
}

bool is_name(const std::string& word) {
  if (word.empty()) return false;
  for (const char c : word) {
    if (std::isalnum(static_cast<unsigned char>(c)) == 0 && c != '_' && c != '.') return false;
  }
  return true;
}

// What the comments of the schema say of tables, views and columns ("event.time", "time").
class Comments {
 public:
  explicit Comments(const std::string& schema) {
    std::istringstream lines(schema);
    for (std::string line; std::getline(lines, line);) read(line);
  }

  std::string of_object(const std::string& name) const { return find(objects_, name); }
  // Beside the column, else what the list says of it, else beside a column of that name, of table
  // session first.
  std::string of_column(const std::string& object, const std::string& column) const {
    const std::string own = object + '.' + column, session = "session." + column;
    for (const std::string* name : {&own, &column, &session}) {
      std::string said = find(columns_, *name);
      if (!said.empty()) return said;
    }
    return find(elsewhere_, column);
  }

 private:
  static std::string find(const std::map<std::string, std::string>& texts,
                          const std::string& name) {
    const auto found = texts.find(name);
    return found == texts.end() ? "" : found->second;
  }

  void read(const std::string& line) {
    const std::string comment = comment_of(line);
    if (line.starts_with("--")) {
      const std::size_t colon = comment.find(": ");
      if (line.starts_with("--   ") && colon != std::string::npos &&
          is_name(comment.substr(0, colon))) {
        columns_[comment.substr(0, colon)] = comment.substr(colon + 2);
      } else {
        above_ += (above_.empty() ? "" : " ") + comment;
      }
    } else if (line.starts_with("CREATE TABLE ") || line.starts_with("CREATE VIEW ")) {
      const std::size_t begin = line.find(' ', 7) + 1;
      object_ = line.substr(begin, line.find(' ', begin) - begin);
      objects_[object_] = above_;
      column_.clear();
    } else if (line.starts_with("  ") && !object_.empty()) {
      const std::string word = first_word(line);
      if (line[2] != ' ' && is_name(word) && word != "PRIMARY") column_ = word;
      if (!comment.empty() && !column_.empty()) {
        std::string& said = columns_[object_ + '.' + column_];
        said += (said.empty() ? "" : " ") + comment;
        elsewhere_.try_emplace(column_, said);
      }
    } else {
      if (line.ends_with(';')) object_.clear();
      above_.clear();
    }
  }

  std::map<std::string, std::string> objects_, columns_, elsewhere_;
  std::string above_, object_, column_;
};

std::vector<std::string> lines_of(const testing::Scratch& folder, const std::string& sql) {
  std::istringstream out(testing::run_in(folder, "sqlite3 case.db \"" + sql + '"').out);
  std::vector<std::string> lines;
  for (std::string line; std::getline(out, line);) lines.push_back(line);
  return lines;
}

// Of Markdown nothing but the bar parts cells.
std::string cell(const std::string& text) {
  std::string safe;
  for (const char c : text) safe += c == '|' ? std::string("\\|") : std::string(1, c);
  return safe;
}

std::string columns_of_all(const Comments& comments) {
  const testing::Scratch folder;
  testing::write_case(folder / "case.db");
  std::string text;
  for (const char* type : {"view", "table"}) {
    text += std::string("### ") + (*type == 'v' ? "Views" : "Tables") + "\n\n";
    for (const std::string& object :
         lines_of(folder, "SELECT name FROM sqlite_master WHERE type = '" + std::string(type) +
                              "' ORDER BY name")) {
      text +=
          "#### " + object + "\n\n" + comments.of_object(object) + "\n\n| column | |\n|---|---|\n";
      for (const std::string& column :
           lines_of(folder, "SELECT name FROM pragma_table_info('" + object + "')")) {
        const std::string meaning = comments.of_column(object, column);
        EXPECT_NE(meaning, "") << object << '.' << column
                               << " needs a comment in schema/schema.sql";
        text += "| `" + column + "` | " + cell(meaning) + " |\n";
      }
      text += '\n';
      EXPECT_NE(comments.of_object(object), "") << object;
    }
  }
  return text;
}

TEST(Manual, SaysOfEveryColumnWhatItMeans) {
  const std::string manual = testing::contents(kManual);
  const std::size_t begin = manual.find(kBegin), end = manual.find(kEnd);
  ASSERT_NE(begin, std::string::npos);
  ASSERT_NE(end, std::string::npos);
  const Comments comments(testing::contents(testing::sources() / "schema/schema.sql"));
  const std::string right = manual.substr(0, begin + kBegin.size()) + '\n' +
                            columns_of_all(comments) + manual.substr(end);
  if (std::getenv("SOJOURN_UPDATE") != nullptr) {
    testing::write_file(kManual, right);
  } else {
    EXPECT_EQ(manual, right);
  }
}

}  // namespace
}  // namespace sojourn
