#include "engine/case/case_reader.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <functional>

#include "engine/case/case_format.h"
#include "tests/support/scratch.h"

namespace sojourn {
namespace {

using testing::Scratch;
using testing::write_database;
using testing::write_file;

// What makes a database a case, before it has any table.
const std::string kCase = "PRAGMA application_id = " + std::to_string(kApplicationId) +
                          "; PRAGMA user_version = " + std::to_string(kSchemaVersion) + ";";

std::string refusal(const std::function<void()>& action) {
  try {
    action();
  } catch (const std::runtime_error& error) {
    return error.what();
  }
  return "";
}

std::string refusal_of(const CaseReader& reader, const std::string& sql) {
  return refusal([&] {
    Query query = reader.query(sql);
    while (query.next()) {
    }
  });
}

TEST(CaseReader, AMissingCaseIsNamedAndNotCreated) {
  const Scratch folder;
  const std::string message = refusal([&] { CaseReader reader(folder / "none.db"); });
  EXPECT_NE(std::string::npos, message.find("no such case: "));
  EXPECT_FALSE(std::filesystem::exists(folder / "none.db"));
}

TEST(CaseReader, OtherFilesAreNoCase) {
  const Scratch folder;
  write_file(folder / "notes.txt", std::string(5000, 'x'));
  write_file(folder / "empty.db", "");
  write_database(folder / "other.db", "CREATE TABLE t(a)");
  for (const char* name : {"notes.txt", "empty.db", "other.db"}) {
    EXPECT_EQ((folder / name).string() + " is not a sojourn case",
              refusal([&] { CaseReader reader(folder / name); }));
  }
  EXPECT_EQ(folder.path().string() + " is a folder, not a sojourn case",
            refusal([&] { CaseReader reader(folder.path()); }));
}

TEST(CaseReader, ACaseOfAnotherVersionIsNotGuessedAt) {
  const Scratch folder;
  write_database(folder / "old.db", kCase + "PRAGMA user_version = 999; CREATE TABLE t(a);");
  EXPECT_NE(std::string::npos,
            refusal([&] { CaseReader reader(folder / "old.db"); }).find("has schema version 999"));
}

TEST(CaseReader, ValuesKeepTheirTypes) {
  const Scratch folder;
  write_database(folder / "case.db", kCase + "CREATE TABLE t(a); INSERT INTO t VALUES(7)");
  const CaseReader reader(folder / "case.db");
  Query query = reader.query(
      "SELECT a, 0.5 AS half, 'x' AS text, NULL AS missing, '' AS empty FROM t WHERE a = ?",
      {std::int64_t{7}});
  EXPECT_EQ((std::vector<std::string>{"a", "half", "text", "missing", "empty"}), query.columns());
  EXPECT_EQ((std::vector<Cell>{std::int64_t{7}, 0.5, "x", std::monostate{}, ""}),
            query.next().value());
  EXPECT_FALSE(query.next().has_value());
}

TEST(CaseReader, ParametersAreValuesNotSql) {
  const Scratch folder;
  write_database(folder / "case.db", kCase + "CREATE TABLE t(a); INSERT INTO t VALUES('x')");
  const CaseReader reader(folder / "case.db");
  Query query = reader.query("SELECT count(*) FROM t WHERE a = ?", {"' OR 1 --"});
  EXPECT_EQ((std::vector<Cell>{std::int64_t{0}}), query.next().value());
}

TEST(CaseReader, StatementsThatWriteAreRefusedAndWriteNothing) {
  const Scratch folder;
  write_database(folder / "case.db", kCase + "CREATE TABLE t(a); INSERT INTO t VALUES(1)");
  const std::string before = testing::contents(folder / "case.db");
  const CaseReader reader(folder / "case.db");
  const std::string other = (folder / "other.db").string();
  for (const std::string& sql :
       {std::string("DELETE FROM t"), std::string("CREATE TABLE u(a)"),
        std::string("CREATE TEMP TABLE u(a)"), std::string("DROP TABLE t"),
        std::string("PRAGMA user_version = 5"), std::string("PRAGMA journal_mode = wal"),
        std::string("BEGIN"), "ATTACH '" + other + "' AS other", "VACUUM INTO '" + other + "'"}) {
    EXPECT_EQ("a case is only read: SELECT, and PRAGMA table_info and table_list",
              refusal_of(reader, sql))
        << sql;
  }
  EXPECT_FALSE(std::filesystem::exists(other));
  EXPECT_EQ(before, testing::contents(folder / "case.db"));
}

TEST(CaseReader, OneStatementAtATime) {
  const Scratch folder;
  write_database(folder / "case.db", kCase + "CREATE TABLE t(a)");
  const CaseReader reader(folder / "case.db");
  EXPECT_EQ("one statement at a time", refusal_of(reader, "SELECT 1; SELECT 2"));
  EXPECT_EQ("there is no statement", refusal_of(reader, " -- nothing"));
  EXPECT_EQ("near \"SELEC\": syntax error", refusal_of(reader, "SELEC"));
  EXPECT_EQ("", refusal_of(reader, "SELECT 1; -- one"));
}

TEST(CaseReader, JsonCanBeTakenApartAndTheTablesBeLookedUp) {
  const Scratch folder;
  write_database(folder / "case.db", kCase + "CREATE TABLE t(a)");
  const CaseReader reader(folder / "case.db");
  EXPECT_EQ("", refusal_of(reader, "SELECT value FROM json_each('[1,2]')"));
  EXPECT_EQ("", refusal_of(reader, "SELECT name FROM pragma_table_info('t')"));
  EXPECT_EQ("", refusal_of(reader, "PRAGMA table_info(t)"));
}

// Ends like a run that is killed while it writes: pages of the case are overwritten, and what they
// held stands in the journal.
void die_while_writing(const std::filesystem::path& path) {
  const pid_t child = fork();
  if (child == 0) {
    sqlite3* database = nullptr;
    sqlite3_open(path.c_str(), &database);
    sqlite3_exec(database, "PRAGMA cache_size = 2; BEGIN; UPDATE t SET a = hex(zeroblob(2000))",
                 nullptr, nullptr, nullptr);
    kill(getpid(), SIGKILL);
  }
  waitpid(child, nullptr, 0);
}

TEST(CaseReader, ReadsTheCaseAsItWasBeforeARunThatWasKilled) {
  const Scratch folder;
  write_database(folder / "case.db",
                 kCase +
                     "CREATE TABLE t(a); WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 "
                     "FROM n LIMIT 1000) INSERT INTO t SELECT hex(randomblob(500)) FROM n");
  const std::string before = testing::contents(folder / "case.db");
  die_while_writing(folder / "case.db");
  ASSERT_NE(testing::contents(folder / "case.db"), before) << "the run has not begun to write";

  const CaseReader reader(folder / "case.db");
  Query query = reader.query("SELECT count(*) FROM t WHERE a LIKE '000000%'");
  EXPECT_EQ(std::get<std::int64_t>(query.next()->at(0)), 0);
  EXPECT_EQ(testing::contents(folder / "case.db"), before);
}

}  // namespace
}  // namespace sojourn
