#include "engine/case/case_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <functional>

#include "engine/case/case_file.h"
#include "tests/support/case_of_rows.h"

namespace sojourn {
namespace {

using testing::Scratch;
using testing::write_case;
using testing::write_database;
using testing::write_file;

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

TEST(CaseReader, BehindTheLastRowOfAQueryThereIsNothingHoweverOftenOneAsks) {
  const Scratch folder;
  write_case(folder / "case.db", "INSERT INTO host (host_id, name) VALUES (1, 'PC01');");
  const CaseReader reader(folder / "case.db");
  Query query = reader.query("SELECT name FROM host");
  EXPECT_TRUE(query.next());
  EXPECT_FALSE(query.next());
  EXPECT_FALSE(query.next());
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
  write_case(folder / "old.db", "PRAGMA user_version = 999");
  EXPECT_NE(std::string::npos,
            refusal([&] { CaseReader reader(folder / "old.db"); }).find("has schema version 999"));
}

TEST(CaseReader, ValuesKeepTheirTypes) {
  const Scratch folder;
  write_case(folder / "case.db", "INSERT INTO host (host_id, name) VALUES (7, 'PC07')");
  const CaseReader reader(folder / "case.db");
  Query query = reader.query(
      "SELECT host_id AS a, 0.5 AS half, 'x' AS text, NULL AS missing, '' AS empty FROM host "
      "WHERE host_id = ?",
      {std::int64_t{7}});
  EXPECT_EQ((std::vector<std::string>{"a", "half", "text", "missing", "empty"}), query.columns());
  EXPECT_EQ((std::vector<Cell>{std::int64_t{7}, 0.5, "x", std::monostate{}, ""}),
            query.next().value());
  EXPECT_FALSE(query.next().has_value());
}

TEST(CaseReader, ParametersAreValuesNotSql) {
  const Scratch folder;
  write_case(folder / "case.db", "INSERT INTO host (host_id, name) VALUES (1, 'x')");
  const CaseReader reader(folder / "case.db");
  Query query = reader.query("SELECT count(*) FROM host WHERE name = ?", {"' OR 1 --"});
  EXPECT_EQ((std::vector<Cell>{std::int64_t{0}}), query.next().value());
}

TEST(CaseReader, StatementsThatWriteAreRefusedAndWriteNothing) {
  const Scratch folder;
  write_case(folder / "case.db", "INSERT INTO host (host_id, name) VALUES (1, 'x')");
  const std::string before = testing::contents(folder / "case.db");
  const CaseReader reader(folder / "case.db");
  const std::string other = (folder / "other.db").string();
  for (const std::string& sql :
       {std::string("DELETE FROM host"), std::string("CREATE TABLE u(a)"),
        std::string("CREATE TEMP TABLE u(a)"), std::string("DROP TABLE host"),
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
  write_case(folder / "case.db");
  const CaseReader reader(folder / "case.db");
  EXPECT_EQ("one statement at a time", refusal_of(reader, "SELECT 1; SELECT 2"));
  EXPECT_EQ("one statement at a time", refusal_of(reader, "SELECT 1;; SELECT 2"));
  EXPECT_EQ("one statement at a time", refusal_of(reader, "SELECT 1; nonsense"));
  EXPECT_EQ("a statement has no NUL in it", refusal_of(reader, std::string("SELECT 1\0;", 10)));
  EXPECT_EQ("there is no statement", refusal_of(reader, " -- nothing"));
  EXPECT_EQ("near \"SELEC\": syntax error", refusal_of(reader, "SELEC"));
  EXPECT_EQ("", refusal_of(reader, "SELECT 1; -- one"));
}

TEST(CaseReader, JsonCanBeTakenApartAndTheTablesBeLookedUp) {
  const Scratch folder;
  write_case(folder / "case.db");
  const CaseReader reader(folder / "case.db");
  EXPECT_EQ("", refusal_of(reader, "SELECT value FROM json_each('[1,2]')"));
  EXPECT_EQ("", refusal_of(reader, "SELECT name FROM pragma_table_info('host')"));
  EXPECT_EQ("", refusal_of(reader, "PRAGMA table_info(host)"));
}

// Ends like a program that is killed while it writes: pages of the case are overwritten, and what
// they held stands in the journal.
void die_while_writing(const std::filesystem::path& path) {
  const pid_t child = fork();
  if (child == 0) {
    sqlite3* database = nullptr;
    sqlite3_open(path.c_str(), &database);
    sqlite3_exec(database,
                 "PRAGMA cache_size = 2; BEGIN; UPDATE host SET name = hex(zeroblob(2000))",
                 nullptr, nullptr, nullptr);
    kill(getpid(), SIGKILL);
  }
  waitpid(child, nullptr, 0);
}

const std::string kManyHosts =
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 1000) "
    "INSERT INTO host (host_id, name) SELECT i, hex(randomblob(500)) FROM n";

TEST(CaseReader, ACaseThatAKilledProgramLeftIsNotTouchedAndAnalyzeBringsItBack) {
  const Scratch folder;
  write_case(folder / "case.db", kManyHosts);
  const std::string before = testing::contents(folder / "case.db");
  die_while_writing(folder / "case.db");
  const std::string left = testing::contents(folder / "case.db");
  const std::string journal = testing::contents(folder / "case.db-journal");
  ASSERT_NE(left, before) << "the program has not begun to write";

  EXPECT_NE(refusal([&] {
              CaseReader reader(folder / "case.db");
            }).find("was being written by a program that died: sojourn analyze EVIDENCE -o "),
            std::string::npos);
  EXPECT_EQ(testing::contents(folder / "case.db"), left);
  EXPECT_EQ(testing::contents(folder / "case.db-journal"), journal);

  { CaseFile restored(folder / "case.db"); }
  EXPECT_EQ(testing::contents(folder / "case.db"), before);
  EXPECT_FALSE(std::filesystem::exists(folder / "case.db-journal"));
  EXPECT_NO_THROW(CaseReader(folder / "case.db"));
}

// As SQLite ends the journal of a transaction over several databases: page number, name, its
// length, its sum, and the mark. Who rolls that journal back deletes the file of the name.
void name_super_journal(const std::filesystem::path& journal, const std::string& name) {
  std::string tail;
  const auto add = [&tail](std::uint32_t number) {
    for (const int shift : {24, 16, 8, 0}) tail += static_cast<char>(number >> shift);
  };
  std::uint32_t sum = 0;
  for (const char c : name) sum += static_cast<std::uint32_t>(static_cast<unsigned char>(c));
  add(262145);  // the page that holds the lock bytes, of 4,096 bytes each
  tail += name;
  add(static_cast<std::uint32_t>(name.size()));
  add(sum);
  tail += "\xd9\xd5\x05\xf9\x20\xa1\x63\xd7";
  std::ofstream(journal, std::ios::binary | std::ios::app) << tail;
}

TEST(CaseReader, AJournalThatNamesAnotherFileIsNotPlayedBack) {
  const Scratch folder;
  write_case(folder / "case.db", kManyHosts);
  die_while_writing(folder / "case.db");
  // A super-journal that no journal is named in is over, and SQLite deletes it.
  const std::filesystem::path precious = folder / "precious";
  write_file(precious, std::string("/nowhere\0", 9));
  name_super_journal(folder / "case.db-journal", precious.string());
  const std::string left = testing::contents(folder / "case.db");
  for (const auto& open : std::vector<std::function<void()>>{
           [&] { CaseReader reader(folder / "case.db"); },
           [&] { CaseFile file(folder / "case.db"); },
       }) {
    EXPECT_NE(refusal(open).find("names another journal"), std::string::npos);
    EXPECT_TRUE(std::filesystem::exists(precious));
    EXPECT_EQ(testing::contents(folder / "case.db"), left);
  }
}

TEST(CaseReader, AJournalThatIsALinkOrAPipeIsNotFollowed) {
  const Scratch folder;
  write_case(folder / "case.db");
  write_file(folder / "precious", "x");
  std::filesystem::create_symlink(folder / "precious", folder / "case.db-journal");
  EXPECT_NE(refusal([&] { CaseReader reader(folder / "case.db"); }).find("no journal"),
            std::string::npos);
  EXPECT_NE(refusal([&] { CaseFile file(folder / "case.db"); }).find("no journal"),
            std::string::npos);
  std::filesystem::remove(folder / "case.db-journal");
  ASSERT_EQ(mkfifo((folder / "case.db-journal").c_str(), 0600), 0);
  EXPECT_NE(refusal([&] { CaseReader reader(folder / "case.db"); }).find("no journal"),
            std::string::npos);
  EXPECT_EQ(testing::contents(folder / "precious"), "x");
}

// SQLite would make a log and its index beside the file, for a reader, too.
TEST(CaseReader, ACaseThatWantsAWriteAheadLogIsNotOpened) {
  const Scratch folder;
  write_case(folder / "case.db");
  testing::run_in(folder, "sqlite3 case.db 'PRAGMA journal_mode = WAL'");
  EXPECT_NE(refusal([&] { CaseReader reader(folder / "case.db"); }).find("write-ahead log"),
            std::string::npos);
  EXPECT_NE(refusal([&] { CaseFile file(folder / "case.db"); }).find("write-ahead log"),
            std::string::npos);
  EXPECT_FALSE(std::filesystem::exists(folder / "case.db-wal"));
  EXPECT_FALSE(std::filesystem::exists(folder / "case.db.unfinished"));
}

TEST(CaseReader, LinksOnTheWayToACaseAreFollowedAndOneToNothingIsNamed) {
  const Scratch folder;
  write_case(folder / "real/case.db", "INSERT INTO host (host_id, name) VALUES (1, 'PC01')");
  std::filesystem::create_directory_symlink(folder / "real", folder / "parent");
  std::filesystem::create_symlink(folder / "real/case.db", folder / "link.db");
  std::filesystem::create_symlink(folder / "gone.db", folder / "dangling.db");
  for (const char* name : {"parent/case.db", "link.db"}) {
    const CaseReader reader(folder / name);
    EXPECT_EQ(std::get<std::int64_t>(reader.query("SELECT count(*) FROM logon_type").next()->at(0)),
              13);
    EXPECT_NO_THROW(CaseFile(folder / name).commit());
  }
  EXPECT_TRUE(std::filesystem::is_symlink(folder / "link.db"));
  EXPECT_NE(refusal([&] { CaseReader reader(folder / "dangling.db"); }).find("a link to a file"),
            std::string::npos);
  EXPECT_NE(refusal([&] { CaseFile file(folder / "dangling.db"); }).find("a link to a file"),
            std::string::npos);
}

TEST(CaseReader, APipeIsNoCaseAndHoldsNobodyUp) {
  const Scratch folder;
  ASSERT_EQ(mkfifo((folder / "pipe").c_str(), 0600), 0);
  EXPECT_NE(refusal([&] { CaseReader reader(folder / "pipe"); }).find("is not a file"),
            std::string::npos);
  EXPECT_NE(refusal([&] { CaseFile file(folder / "pipe"); }).find("is not a file"),
            std::string::npos);
}

// The views of a case that somebody else sends are his SQL; those that are read are the program's.
TEST(CaseReader, ViewsAreReadAsThisProgramHasThemNotAsTheCaseDoes) {
  const Scratch folder;
  write_case(folder / "case.db",
             "INSERT INTO host (host_id, name) VALUES (1, 'PC01'); DROP VIEW v_session; "
             "CREATE VIEW v_session AS SELECT 'forged' AS session_id; "
             "CREATE VIEW evil AS SELECT name FROM host; "
             "CREATE TABLE note (a, b AS (upper(a))); INSERT INTO note VALUES ('x')");
  const CaseReader reader(folder / "case.db");
  EXPECT_FALSE(reader.query("SELECT session_id FROM v_session").next());
  EXPECT_FALSE(reader.query("SELECT * FROM v_open_session").next()) << "a view of that view";
  for (const char* sql :
       {"SELECT * FROM evil", "SELECT count(*) FROM evil", "SELECT 1 FROM evil",
        "SELECT * FROM main.v_session", "SELECT * FROM host, evil", "SELECT b FROM note",
        "SELECT count(*) FROM note", "SELECT (SELECT name FROM evil)"}) {
    EXPECT_THAT(refusal_of(reader, sql), ::testing::AnyOf(::testing::HasSubstr("prohibited"),
                                                          ::testing::HasSubstr("only read")))
        << sql;
  }
}

TEST(CaseReader, ACaseWithoutATableAsSojournMakesItIsRefused) {
  const Scratch folder;
  write_case(folder / "view.db",
             "DROP TABLE session_logon; CREATE VIEW session_logon AS SELECT 1 AS session_id, 2 AS "
             "logon_session_id");
  write_case(folder / "lack.db", "DROP TABLE session_logon");
  for (const char* name : {"view.db", "lack.db"}) {
    EXPECT_THAT(refusal([&] { CaseReader reader(folder / name); }),
                ::testing::HasSubstr("does not have the table session_logon as sojourn makes it"));
  }
}

TEST(CaseReader, AQueryWithoutEndEnds) {
  const Scratch folder;
  write_case(folder / "case.db");
  const CaseReader reader(folder / "case.db", {.wait = {}, .time_limit = std::chrono::seconds{1}});
  EXPECT_EQ("the query took longer than --time-limit allows",
            refusal_of(reader,
                       "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) "
                       "SELECT max(i) FROM n"));
}

TEST(CaseReader, AQueryForAllMemoryEnds) {
  const Scratch folder;
  write_case(folder / "case.db");
  const CaseReader reader(folder / "case.db");
  EXPECT_THAT(refusal_of(reader, "SELECT length(zeroblob(1000000000))"),
              ::testing::HasSubstr("too big"));
}

}  // namespace
}  // namespace sojourn
