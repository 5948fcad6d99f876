#include "engine/case/case_schema.h"

#include <algorithm>
#include <iterator>

#include "schema/ascii.h"
#include "schema/schema_sql.h"

namespace sojourn {
namespace {

constexpr std::size_t kMostNamed = 5;

std::vector<SchemaObject> objects_of(const Database& database) {
  std::vector<SchemaObject> objects;
  Statement rows(database, "SELECT type, name, sql FROM sqlite_schema ORDER BY rowid");
  while (rows.step()) {
    objects.push_back(
        {std::string(rows.text(0)), std::string(rows.text(1)), std::string(rows.text(2))});
  }
  return objects;
}

// sqlite_stat1 and the like hold what ANALYZE counted, sqlite_sequence the last ids of a table.
bool is_sqlites_own(const SchemaObject& object) {
  const std::string name = ascii_lower(object.name);
  return name.starts_with("sqlite_stat") || name == "sqlite_sequence" ||
         (object.type == "index" && object.sql.empty());
}

std::string in_marks(const std::string& text, char mark) {
  std::string all(1, mark);
  for (const char c : text) {
    if (c == mark) all += mark == '\'' ? "'\\'" : "\"";
    all += c;
  }
  return all + mark;
}

}  // namespace

const std::vector<SchemaObject>& own_schema() {
  static const std::vector<SchemaObject> kObjects = [] {
    Database empty(":memory:");
    empty.execute(kSchemaSql);
    return objects_of(empty);
  }();
  return kObjects;
}

SchemaDifference schema_difference(const Database& database) {
  std::vector<SchemaObject> own = own_schema(), found = objects_of(database);
  std::ranges::sort(own);
  std::ranges::sort(found);
  SchemaDifference difference;
  std::ranges::set_difference(found, own, std::back_inserter(difference.foreign));
  std::ranges::set_difference(own, found, std::back_inserter(difference.lacking));
  std::erase_if(difference.foreign, is_sqlites_own);
  return difference;
}

std::string drop_advice(const std::vector<SchemaObject>& foreign, const std::string& file) {
  std::string names, drops;
  for (std::size_t i = 0; i < foreign.size() && i < kMostNamed; ++i) {
    const std::string kind = ascii_upper(foreign[i].type);
    names += (i == 0 ? "" : ", ") + foreign[i].type + ' ' + foreign[i].name;
    drops += (i == 0 ? "" : "; ") + ("DROP " + kind + ' ' + in_marks(foreign[i].name, '"'));
  }
  if (foreign.size() > kMostNamed) {
    names += " and " + std::to_string(foreign.size() - kMostNamed) + " more";
  }
  return names + ": drop with sqlite3 " + in_marks(file, '\'') + ' ' + in_marks(drops, '\'');
}

}  // namespace sojourn
