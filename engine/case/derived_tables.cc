#include "engine/case/derived_tables.h"

namespace sojourn {

DerivedTables::DerivedTables(Database& database) : database_(database) {
  std::vector<std::string> drops;
  {
    Statement made(database_,
                   "SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL");
    while (made.step()) {
      drops.push_back("DROP INDEX \"" + std::string(made.text(0)) + '"');
      indexes_.emplace_back(made.text(1));
    }
  }
  for (const std::string& drop : drops) database_.execute(drop);
  for (const char* table :
       {"evidence", "issue", "host", "host_name", "boot", "clock_epoch", "coverage", "record_range",
        "account", "account_name", "event", "logon_session", "local_session", "burst", "session",
        "session_event", "session_logon", "rule", "session_channel"}) {
    database_.execute(std::string("DELETE FROM ") + table);
  }
}

void DerivedTables::finish() {
  for (const std::string& index : indexes_) database_.execute(index);
}

}  // namespace sojourn
