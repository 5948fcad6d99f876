// The case's tables and views as other programs see them.
#include "schema/schema_sql.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "engine/case/database.h"
#include "schema/session.h"

namespace sojourn {
namespace {

class SchemaSql : public ::testing::Test {
 protected:
  SchemaSql() { database_.execute(kSchemaSql); }

  std::vector<std::string> column(const std::string& sql) {
    std::vector<std::string> values;
    Statement select(database_, sql.c_str());
    while (select.step()) values.emplace_back(select.text(0));
    return values;
  }

  Database database_{":memory:"};
};

// A program that follows a key without a column's name has to guess it (Datasette answers with an
// error page).
TEST_F(SchemaSql, EveryForeignKeyNamesTheColumnOfItsParent) {
  EXPECT_LT(20U,
            column("SELECT k.\"table\" FROM sqlite_schema s, pragma_foreign_key_list(s.name) k "
                   "WHERE s.type = 'table'")
                .size());
  EXPECT_EQ(
      (std::vector<std::string>{}),
      column("SELECT s.name || '.' || k.\"from\" FROM sqlite_schema s, "
             "pragma_foreign_key_list(s.name) k WHERE s.type = 'table' AND k.\"to\" IS NULL"));
}

TEST_F(SchemaSql, EveryViewCanBeRead) {
  const auto views = column("SELECT name FROM sqlite_schema WHERE type = 'view'");
  EXPECT_LT(10U, views.size());
  for (const std::string& view : views)
    EXPECT_TRUE(column("SELECT * FROM " + view).empty()) << view;
}

// A run writes a case without having SQLite check the words of each row: the schema and the types
// that the words come from must have the same.
TEST_F(SchemaSql, ListsTheWordsThatTheTypesHave) {
  const auto expect_word = [&](const std::string& table, const std::string& column_name,
                               std::string_view word) {
    const std::string sql =
        column("SELECT sql FROM sqlite_schema WHERE name = '" + table + "'").front();
    const std::size_t check = sql.find("CHECK (" + column_name + " IN (");
    ASSERT_NE(check, std::string::npos) << table << '.' << column_name;
    const std::string words = sql.substr(check, sql.find("))", check) - check);
    EXPECT_NE(words.find("'" + std::string(word) + "'"), std::string::npos) << word;
  };
  const auto expect_words = [&](const std::string& column_name, auto last) {
    for (int value = 0; value <= static_cast<int>(last); ++value)
      expect_word("session", column_name, name_of(static_cast<decltype(last)>(value)));
  };
  expect_words("kind", SessionKind::service);
  expect_words("outcome", Outcome::unknown);
  expect_words("start_reason", StartReason::unknown);
  expect_words("end_reason", EndReason::unknown);
  for (int reason = 1; reason <= static_cast<int>(ClockChange::unknown); ++reason)
    expect_word("clock_epoch", "reason", name_of(static_cast<ClockChange>(reason)));
}

// The status words that Win32_LogonSession documents have none for a session that has ended.
TEST_F(SchemaSql, WmisStatusIsOkWhileALogonSessionStandsElseUnknown) {
  database_.execute(
      "INSERT INTO host VALUES (1, 'PC', NULL); INSERT INTO boot VALUES (1, 1, NULL, NULL, "
      "'running', NULL, NULL, NULL, 1, 1);"
      "INSERT INTO logon_session_row (host_id, boot_id, logon_id, wmi_logon_id, account_class, "
      "role, "
      "elevated, end_reason) VALUES (1, 1, '0x1', '1', 'user', 'network', 0, 'open'),"
      "(1, 1, '0x2', '2', 'user', 'network', 0, 'logoff')");
  EXPECT_EQ((std::vector<std::string>{"OK", "Unknown"}),
            column("SELECT Status FROM win32_logon_session ORDER BY LogonId"));
}

TEST_F(SchemaSql, ADesktopTakenUpFromTheConsoleInHyperVsWindowHasAnotherSource) {
  database_.execute(
      "INSERT INTO host VALUES (1, 'PC', NULL); INSERT INTO boot VALUES (1, 1, NULL, NULL, "
      "'running', NULL, NULL, NULL, 1, 1)");
  const auto session = [&](const char* id, const char* previous, const char* scope) {
    database_.execute(std::string("INSERT INTO session (session_id, uid, host_id, boot_id, "
                                  "account_class, kind, outcome, start_reason, end_reason, "
                                  "end_exact, src_scope, src_inferred, elevated, failures_before, "
                                  "previous_session_id, confidence) VALUES (") +
                      id + ", '" + id + "', 1, 1, 'user', 'local', 'success', 'reconnect', " +
                      "'disconnect', 1, '" + scope + "', 0, 0, 0, " + previous + ", 1)");
  };
  session("1", "NULL", "local");
  session("2", "1", "vmbus");
  session("3", "2", "vmbus");
  session("4", "3", "unknown");
  EXPECT_EQ((std::vector<std::string>{"2"}),
            column("SELECT session_id FROM v_reconnect WHERE source_changed"));
}

}  // namespace
}  // namespace sojourn
