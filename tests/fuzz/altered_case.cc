#include "tests/fuzz/altered_case.h"

#include <sqlite3.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <fstream>

#include "tests/support/contents.h"

namespace sojourn::fuzzing {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kDatabase = "SQLite format 3";
constexpr std::size_t kMostOfRows = 8;  // alterations
constexpr std::size_t kAllRows = 255;

using testing::contents;

void write_bytes(const fs::path& path, std::string_view bytes) {
  std::ofstream(path, std::ios::binary)
      .write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
}

}  // namespace

// Gives zeros and nothing when it is over.
class AlteredCase::Script {
 public:
  explicit Script(std::string_view bytes) : bytes_(bytes) {}

  bool is_over() const { return bytes_.empty(); }
  template <class Number>
  Number number() {
    Number value{};
    const std::string_view taken = text(sizeof value);
    std::memcpy(&value, taken.data(), taken.size());
    return value;
  }
  std::size_t below(std::size_t count) { return number<std::uint8_t>() % count; }
  std::string_view text(std::size_t size) {
    const std::string_view taken = bytes_.substr(0, size);
    bytes_.remove_prefix(taken.size());
    return taken;
  }
  std::string_view text() { return text(number<std::uint8_t>()); }

 private:
  std::string_view bytes_;
};

// What SQLite refuses to do is not done.
class AlteredCase::Sqlite {
 public:
  using Values = std::vector<std::string>;

  explicit Sqlite(const fs::path& path) {
    sqlite3_open(path.c_str(), &handle_);
    run("PRAGMA journal_mode = OFF");
    run("PRAGMA synchronous = OFF");
    run("PRAGMA writable_schema = ON");
    run("PRAGMA ignore_check_constraints = ON");
  }
  ~Sqlite() { sqlite3_close(handle_); }
  Sqlite(const Sqlite&) = delete;
  Sqlite& operator=(const Sqlite&) = delete;

  void run(const std::string& sql, const Values& values = {}) {
    run(sql, [&](sqlite3_stmt* statement) {
      for (std::size_t i = 0; i < values.size(); ++i) {
        sqlite3_bind_text(statement, static_cast<int>(i) + 1, values[i].data(),
                          static_cast<int>(values[i].size()), SQLITE_TRANSIENT);
      }
    });
  }
  // Rows of texts.
  template <class Bind>
  std::vector<Values> run(const std::string& sql, const Bind& bind) {
    sqlite3_stmt* statement = nullptr;
    sqlite3_prepare_v2(handle_, sql.c_str(), -1, &statement, nullptr);
    std::vector<Values> rows;
    if (statement == nullptr) return rows;
    bind(statement);
    while (sqlite3_step(statement) == SQLITE_ROW) {
      Values& row = rows.emplace_back();
      for (int i = 0; i < sqlite3_column_count(statement); ++i) {
        row.emplace_back(reinterpret_cast<const char*>(sqlite3_column_text(statement, i)));
      }
    }
    sqlite3_finalize(statement);
    return rows;
  }
  std::vector<Values> rows(const std::string& sql) {
    return run(sql, [](sqlite3_stmt*) {});
  }

 private:
  sqlite3* handle_ = nullptr;
};

AlteredCase::AlteredCase(const fs::path& made) : case_(contents(made)) {
  const fs::path path = made.string() + "-lax";
  write_bytes(path, case_);
  {
    Sqlite database(path);
    for (const auto& row :
         database.rows("SELECT name, sql FROM sqlite_schema WHERE type = 'table' ORDER BY 1")) {
      schema_.emplace_back(row[0], row[1]);
      Table& table = tables_.emplace_back(Table{row[0], {}});
      for (const auto& column :
           database.rows("SELECT name FROM pragma_table_info('" + row[0] + "')")) {
        table.columns.push_back(column[0]);
      }
    }
    database.run(
        "UPDATE sqlite_schema SET sql = replace(replace(sql, 'STRICT', ''), 'NOT NULL', '') "
        "WHERE type = 'table' AND sql NOT LIKE '%WITHOUT ROWID%'");
  }
  lax_ = contents(path);
  fs::remove(path);
}

void AlteredCase::write(std::string_view bytes, const fs::path& path) const {
  if (bytes.starts_with(kDatabase)) return write_bytes(path, bytes);
  Script script(bytes);
  alter_rows(script, path);
  if (script.is_over()) return;

  std::string altered = contents(path);
  std::string journal;
  while (!script.is_over()) {
    switch (script.below(4)) {
      case 0:
      case 1: {
        const std::size_t place = script.number<std::uint32_t>() % (altered.size() + 1);
        const std::string_view text = script.text();
        altered.replace(place, std::min(text.size(), altered.size() - place), text);
        break;
      }
      case 2:
        altered.resize(script.number<std::uint32_t>() % (2 * case_.size()));
        break;
      default:
        journal += script.text();
    }
  }
  write_bytes(path, altered);
  if (!journal.empty()) write_bytes(path.string() + "-journal", journal);
}

void AlteredCase::alter_rows(Script& script, const fs::path& path) const {
  const std::size_t count = script.below(kMostOfRows);
  write_bytes(path, count == 0 ? case_ : lax_);
  if (count == 0) return;
  std::vector<Script> of_schema;
  {
    Sqlite database(path);
    for (std::size_t i = 0; i < count && !script.is_over(); ++i) {
      if (script.below(8) == 0) {
        of_schema.emplace_back(script.text());
      } else {
        alter_value(database, script);
      }
    }
    // Around rows that it would not take.
    for (const auto& [name, sql] : schema_) {
      database.run("UPDATE sqlite_schema SET sql = ?2 WHERE name = ?1", {name, sql});
    }
    for (Script& change : of_schema) alter_schema(database, change);
  }
}

// Of one row or of all; or the row itself.
void AlteredCase::alter_value(Sqlite& database, Script& script) const {
  const Table& table = tables_[script.below(tables_.size())];
  const std::string& column = table.columns[script.below(table.columns.size())];
  const std::size_t row = script.number<std::uint8_t>();
  std::string where;
  if (row != kAllRows) {
    where = " WHERE " + table.columns[0] + " = (SELECT " + table.columns[0] + " FROM " +
            table.name + " LIMIT 1 OFFSET " + std::to_string(row) + ")";
  }
  const std::size_t type = script.below(7);
  if (type == 6) return database.run("DELETE FROM " + table.name + where);
  database.run("UPDATE " + table.name + " SET " + column + " = ?1" + where,
               [&](sqlite3_stmt* statement) {
                 if (type == 1) {
                   sqlite3_bind_int64(statement, 1, script.number<std::int64_t>());
                 } else if (type == 2) {
                   sqlite3_bind_int64(statement, 1, script.number<std::int8_t>());
                 } else if (type == 3) {
                   sqlite3_bind_double(statement, 1, script.number<double>());
                 } else if (type == 4) {
                   const std::string_view text = script.text();
                   sqlite3_bind_text(statement, 1, text.data(), static_cast<int>(text.size()),
                                     SQLITE_TRANSIENT);
                 } else if (type == 5) {
                   const std::string_view blob = script.text();
                   sqlite3_bind_blob(statement, 1, blob.data(), static_cast<int>(blob.size()),
                                     SQLITE_TRANSIENT);
                 }
               });
}

// Other text in the midst of a table's, an index's or a view's.
void AlteredCase::alter_schema(Sqlite& database, Script& script) {
  const std::string object = std::to_string(script.below(80));
  const std::string place = std::to_string(script.number<std::uint16_t>() % 2000);
  database.run("UPDATE sqlite_schema SET sql = substr(sql, 1, " + place +
                   ") || ?1 || substr(sql, " + place + " + 1 + length(?1)) WHERE rowid = " + object,
               {std::string(script.text(200))});
}

}  // namespace sojourn::fuzzing
