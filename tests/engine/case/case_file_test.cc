#include "engine/case/case_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <future>

#include "engine/case/case_format.h"
#include "engine/case/case_reader.h"
#include "tests/support/case_of_rows.h"

namespace sojourn {
namespace {

using testing::Scratch;
using testing::write_file;

std::string refusal(const std::filesystem::path& path) {
  try {
    CaseFile file(path);
  } catch (const std::runtime_error& error) {
    return error.what();
  }
  return "";
}

TEST(CaseFile, ANewCaseIsMarkedAsOneAndHasItsTables) {
  const Scratch folder;
  {
    CaseFile made(folder / "case.db");
    EXPECT_TRUE(made.is_new());
    made.commit();
  }
  CaseFile again(folder / "case.db");
  EXPECT_FALSE(again.is_new());
  EXPECT_EQ(again.previous().number("PRAGMA application_id"), kApplicationId);
  EXPECT_EQ(again.previous().number("PRAGMA user_version"), kSchemaVersion);
  EXPECT_EQ(again.previous().number("SELECT count(*) FROM session"), 0);
}

TEST(CaseFile, ARunThatDidNotFinishLeavesNoNewFile) {
  const Scratch folder;
  { CaseFile abandoned(folder / "case.db"); }
  EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

TEST(CaseFile, ARunThatDidNotFinishLeavesAnOldCaseAsItWas) {
  const Scratch folder;
  CaseFile(folder / "case.db").commit();
  const std::string before = testing::contents(folder / "case.db");
  {
    CaseFile abandoned(folder / "case.db");
    abandoned.next().execute("INSERT INTO host (host_id, name) VALUES (1, 'pc01')");
  }
  EXPECT_EQ(testing::contents(folder / "case.db"), before);
}

TEST(CaseFile, WhatIsNoCaseIsRefusedAndStaysAsItIs) {
  const Scratch folder;
  write_file(folder / "notes.txt",
             "a text of more bytes than the header of a database would have, so that "
             "nobody could take it for one that has just been created.");
  const std::string notes = testing::contents(folder / "notes.txt");
  EXPECT_EQ(refusal(folder / "notes.txt"), (folder / "notes.txt").string() +
                                               " is not a sojourn case and stays as it is: name "
                                               "another file with -o");
  EXPECT_EQ(testing::contents(folder / "notes.txt"), notes);

  testing::write_database(folder / "other.db", "CREATE TABLE t(a)");
  const std::string other = testing::contents(folder / "other.db");
  EXPECT_NE(refusal(folder / "other.db").find("is not a sojourn case"), std::string::npos);
  EXPECT_EQ(testing::contents(folder / "other.db"), other);
}

TEST(CaseFile, ACaseOfAnotherSchemaIsRefused) {
  const Scratch folder;
  CaseFile(folder / "case.db").commit();
  testing::write_database(folder / "case.db", "PRAGMA user_version = 99");
  EXPECT_NE(refusal(folder / "case.db").find("has schema version 99"), std::string::npos);
}

TEST(CaseFile, APlaceThatCannotBeWrittenIsNamed) {
  const Scratch folder;
  EXPECT_NE(refusal(folder / "no/such/folder/case.db").find("cannot be written"),
            std::string::npos);
  EXPECT_NE(refusal(folder.path()).find("is a folder"), std::string::npos);
}

TEST(CaseFile, ASecondRunOnTheSameCaseIsTurnedAway) {
  const Scratch folder;
  CaseFile(folder / "case.db").commit();
  const CaseFile first(folder / "case.db");
  EXPECT_NE(refusal(folder / "case.db").find("is being written by another run"), std::string::npos);
}

TEST(CaseFile, WhatSojournDoesNotMakeIsNamedWithTheCommandThatDropsIt) {
  const Scratch folder;
  testing::write_case(
      folder / "case.db",
      "CREATE VIEW \"e'vil\" AS SELECT 1; CREATE TRIGGER worse AFTER INSERT ON host "
      "BEGIN DELETE FROM host; END; ANALYZE");
  const std::string before = testing::contents(folder / "case.db");
  const std::string message = refusal(folder / "case.db");
  EXPECT_THAT(message, ::testing::HasSubstr("trigger worse, view e'vil: drop with sqlite3 "));
  EXPECT_EQ(testing::contents(folder / "case.db"), before);

  const std::string command = message.substr(message.find("sqlite3 "));
  EXPECT_EQ(testing::run_in(folder, command).status, 0) << command;
  EXPECT_EQ(refusal(folder / "case.db"), "") << "what the planner counted is no foreign table";
}

// Names and definitions of a case's indexes were once run as they stood there.
TEST(CaseFile, NoSqlOfACaseIsRun) {
  const Scratch folder;
  const std::string victim = (folder / "victim").string();
  testing::write_case(folder / "name.db", "CREATE INDEX \"x\"\"; ATTACH '" + victim +
                                              "' AS v; CREATE TABLE v.t (a); --\" ON host (name)");
  testing::write_case(
      folder / "text.db",
      "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = sql || '; ATTACH ''" + victim +
          "'' AS v; CREATE TABLE v.t (a)' WHERE name = 'event_time'");
  EXPECT_NE(refusal(folder / "name.db"), "");
  EXPECT_NE(refusal(folder / "text.db"), "");
  EXPECT_FALSE(std::filesystem::exists(victim));
}

TEST(CaseFile, AnAlteredTableOfACaseIsNotTakenForSojourns) {
  const Scratch folder;
  testing::write_case(folder / "case.db", "ALTER TABLE host ADD COLUMN owner TEXT");
  EXPECT_THAT(refusal(folder / "case.db"),
              ::testing::HasSubstr("does not have the table host as sojourn makes it"));
}

TEST(CaseFile, AReaderReadsOnInTheOldCaseAndCostsTheRunNothing) {
  const Scratch folder;
  CaseFile(folder / "case.db").commit();
  const CaseReader reader(folder / "case.db");
  Query query = reader.query("SELECT logon_type FROM logon_type ORDER BY 1");
  ASSERT_TRUE(query.next());  // holds its lock
  {
    CaseFile file(folder / "case.db");
    file.next().execute("INSERT INTO host (host_id, name) VALUES (1, 'PC01')");
    file.commit();
  }
  while (query.next()) {
  }
  EXPECT_EQ(CaseFile(folder / "case.db").previous().number("SELECT count(*) FROM host"), 1);
}

TEST(CaseFile, ARunWaitsForTheOneBeforeIt) {
  const Scratch folder;
  auto first = std::make_unique<CaseFile>(folder / "case.db");
  first->next().execute("INSERT INTO host (host_id, name) VALUES (1, 'PC01')");
  std::promise<void> waiting;
  auto second = std::async(std::launch::async, [&] {
    const Wait wait{std::chrono::seconds{60}, [&] { waiting.set_value(); }};
    return CaseFile(folder / "case.db", wait).previous().number("SELECT count(*) FROM host");
  });
  waiting.get_future().wait();
  first->commit();
  first.reset();
  EXPECT_EQ(second.get(), 1) << "it adds to what the first one made";
}

TEST(CaseFile, AFileThatCameThereMeanwhileStays) {
  const Scratch folder;
  CaseFile file(folder / "case.db");
  file.next();
  write_file(folder / "case.db", "somebody's notes");
  EXPECT_THROW(file.commit(), std::runtime_error);
  EXPECT_EQ(testing::contents(folder / "case.db"), "somebody's notes");
}

TEST(CaseFile, WhatAKilledRunLeftIsEmptiedAndAForeignFileOfThatNameIsNot) {
  const Scratch folder;
  const pid_t child = fork();
  if (child == 0) {
    CaseFile file(folder / "case.db");
    file.next().execute("INSERT INTO host (host_id, name) VALUES (1, 'PC01')");
    kill(getpid(), SIGKILL);
  }
  waitpid(child, nullptr, 0);
  EXPECT_FALSE(std::filesystem::exists(folder / "case.db"));
  EXPECT_TRUE(std::filesystem::exists(folder / "case.db.unfinished"));
  CaseFile(folder / "case.db").commit();
  EXPECT_FALSE(std::filesystem::exists(folder / "case.db.unfinished"));
  EXPECT_EQ(CaseFile(folder / "case.db").previous().number("SELECT count(*) FROM host"), 0);

  write_file(folder / "case.db.unfinished", "somebody's notes");
  EXPECT_THAT(refusal(folder / "case.db"), ::testing::HasSubstr("is not a file of sojourn's"));
  EXPECT_EQ(testing::contents(folder / "case.db.unfinished"), "somebody's notes");
  std::filesystem::remove(folder / "case.db.unfinished");
  write_file(folder / "precious", "x");
  std::filesystem::create_symlink(folder / "precious", folder / "case.db.unfinished");
  EXPECT_THAT(refusal(folder / "case.db"), ::testing::HasSubstr("is a link"));
  EXPECT_EQ(testing::contents(folder / "precious"), "x");
}

TEST(CaseFile, AJournalWithoutItsCaseIsNotLaidToANewOne) {
  const Scratch folder;
  write_file(folder / "case.db-journal",
             std::string("\xd9\xd5\x05\xf9\x20\xa1\x63\xd7", 8) + std::string(1000, 'x'));
  EXPECT_THAT(refusal(folder / "case.db"), ::testing::HasSubstr("its journal is there"));
  EXPECT_TRUE(std::filesystem::exists(folder / "case.db-journal"));
}

TEST(CaseFile, AnEmptyFileBecomesACaseAndKeepsItsMode) {
  const Scratch folder;
  write_file(folder / "case.db", "");
  std::filesystem::permissions(folder / "case.db", std::filesystem::perms{0640});
  CaseFile(folder / "case.db").commit();
  EXPECT_EQ(std::filesystem::status(folder / "case.db").permissions(),
            std::filesystem::perms{0640});
  EXPECT_FALSE(CaseFile(folder / "case.db").is_new());
}

}  // namespace
}  // namespace sojourn
