// The tables, views and indexes that sojourn's own schema makes, and how those of a case differ.
#pragma once

#include <string>
#include <vector>

#include "engine/case/database.h"

namespace sojourn {

struct SchemaObject {
  std::string type;  // table, view, index, trigger
  std::string name;
  std::string sql;  // as SQLite keeps it; empty for the indexes that it makes by itself

  auto operator<=>(const SchemaObject&) const = default;
};

// In the order in which the schema makes them.
const std::vector<SchemaObject>& own_schema();

struct SchemaDifference {
  std::vector<SchemaObject> foreign;  // what sojourn does not make
  std::vector<SchemaObject> lacking;  // what it makes and the case lacks, or has in other words
};

// What SQLite keeps for its planner is no difference. Reads names and texts and runs nothing.
SchemaDifference schema_difference(const Database& database);

// "VIEW evil, TRIGGER worse", and the command that drops them.
std::string drop_advice(const std::vector<SchemaObject>& foreign, const std::string& file);

}  // namespace sojourn
