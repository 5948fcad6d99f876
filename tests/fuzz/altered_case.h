// A small case that somebody altered, as a list of alterations says: that finds what changing bytes
// alone would hardly find, such as a value that no row can have in a file that is otherwise sound.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace sojourn::fuzzing {

class AlteredCase {
 public:
  // `made` is a case that sojourn made. It is read now.
  explicit AlteredCase(const std::filesystem::path& made);

  // Bytes that begin like a database are the file itself. Of others the first says how many
  // alterations of rows and of the schema follow; those behind them are of the file's bytes, its
  // size and its journal.
  void write(std::string_view bytes, const std::filesystem::path& path) const;

 private:
  class Script;
  class Sqlite;
  struct Table {
    std::string name;
    std::vector<std::string> columns;
  };

  void alter_rows(Script& script, const std::filesystem::path& path) const;
  void alter_value(Sqlite& database, Script& script) const;
  static void alter_schema(Sqlite& database, Script& script);

  std::string case_;  // as it was made
  std::string lax_;   // with the same rows, and tables that take any value
  std::vector<std::pair<std::string, std::string>> schema_;  // name and text of each table
  std::vector<Table> tables_;
};

}  // namespace sojourn::fuzzing
