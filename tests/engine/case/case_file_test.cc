#include "engine/case/case_file.h"

#include <gtest/gtest.h>

#include <functional>

#include "engine/case/case_format.h"
#include "tests/support/scratch.h"

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
  EXPECT_EQ(again.database().number("PRAGMA application_id"), kApplicationId);
  EXPECT_EQ(again.database().number("PRAGMA user_version"), kSchemaVersion);
  EXPECT_EQ(again.database().number("SELECT count(*) FROM v_session"), 0);
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
    abandoned.database().execute("INSERT INTO host (host_id, name) VALUES (1, 'pc01')");
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

}  // namespace
}  // namespace sojourn
