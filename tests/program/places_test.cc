// The same record in several files, and the same file in several places: one event, and where it
// stands.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "tests/simulation/evtx_writer.h"
#include "tests/support/archive_file.h"
#include "tests/support/sample_logs.h"
#include "tests/support/scratch.h"

namespace sojourn {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using testing::Outcome;
using testing::run_in;
using testing::Scratch;

class Places : public ::testing::Test {
 protected:
  // A log in use, and what of it was archived before: its first three records.
  Places() {
    std::vector<simulation::LogRecord> records;
    for (std::uint64_t id = 1; id <= 6; ++id) records.push_back(testing::logon(id));
    fs::create_directories(folder_ / "in/old");
    simulation::write_evtx(folder_ / "in/Security.evtx", records);
    records.resize(3);
    archived_ = simulation::evtx_bytes(records);
    testing::write_file(folder_ / "in/old/Archive-Security.evtx", archived_);
  }

  Outcome analyze(const std::string& arguments) const {
    return run_in(folder_, "sojourn analyze " + arguments);
  }
  std::string query(const std::string& name, const std::string& sql) const {
    return run_in(folder_, "sqlite3 " + name + " \"" + sql + '"').out;
  }
  // Each record's files, however many.
  std::string places(const std::string& name) const {
    return query(name,
                 "SELECT record_id, evidence_path, recovered FROM v_event_source ORDER BY 1, 2");
  }
  std::string sessions(const std::string& name) const {
    return run_in(folder_, "sojourn sessions " + name + " --all --format csv").out;
  }

  Scratch folder_;
  std::string archived_;
};

TEST_F(Places, ARecordInSeveralLogsIsOneEventWithAllOfThem) {
  const Outcome outcome = analyze("in -o case.db");
  EXPECT_EQ(outcome.status, 0) << outcome.err;
  EXPECT_THAT(outcome.err, HasSubstr("records of the case in several files: 3\n"));
  EXPECT_EQ(query("case.db", "SELECT count(*) FROM event"), "6\n");
  EXPECT_EQ(query("case.db", "SELECT count(*) FROM event_source"), "3\n");
  EXPECT_EQ(places("case.db"),
            "1|in/Security.evtx|0\n1|in/old/Archive-Security.evtx|0\n"
            "2|in/Security.evtx|0\n2|in/old/Archive-Security.evtx|0\n"
            "3|in/Security.evtx|0\n3|in/old/Archive-Security.evtx|0\n"
            "4|in/Security.evtx|0\n5|in/Security.evtx|0\n6|in/Security.evtx|0\n");
}

TEST_F(Places, AnExportThatCutsTimesIsAPlaceOfItsRecords) {
  run_in(folder_,
         "evtxexport -f xml in/Security.evtx | sed '1,/^$/d; "
         "s/\\(\\.[0-9][0-9][0-9]\\)[0-9]*Z/\\1Z/' > in/export.xml");
  ASSERT_EQ(analyze("in -o case.db").status, 0);
  EXPECT_EQ(query("case.db", "SELECT count(*) FROM event"), "6\n");
  EXPECT_EQ(query("case.db",
                  "SELECT count(*), min(s.time) FROM event_source s JOIN evidence USING "
                  "(evidence_id) WHERE path LIKE '%.xml'"),
            "6|2020-09-19T03:21:48.8910000Z\n");
}

TEST_F(Places, WhatComesInTwoRunsHasThePlacesOfOne) {
  run_in(folder_, "evtxexport -f xml in/Security.evtx | sed '1,/^$/d' > in/export.xml");
  ASSERT_EQ(analyze("in -o once.db").status, 0);
  for (const char* first : {"in/old", "in/Security.evtx", "in/export.xml"}) {
    fs::remove(folder_ / "case.db");
    ASSERT_EQ(analyze(std::string(first) + " -o case.db").status, 0);
    ASSERT_EQ(analyze("in -o case.db").status, 0);
    EXPECT_EQ(places("case.db"), places("once.db")) << first;
    const std::string rows = "SELECT * FROM event_source";
    EXPECT_EQ(query("case.db", rows), query("once.db", rows)) << first;
    EXPECT_EQ(sessions("case.db"), sessions("once.db")) << first;
  }
}

TEST_F(Places, WhatIsReadAgainKeepsItsPlaces) {
  ASSERT_EQ(analyze("in -o case.db").status, 0);
  const std::string once = places("case.db");
  ASSERT_EQ(analyze("in/old -o case.db --recover").status, 0);
  ASSERT_EQ(analyze("in/Security.evtx -o case.db --recover").status, 0);
  EXPECT_EQ(places("case.db"), once);
}

TEST_F(Places, EachCopyOfAFileIsNamed) {
  testing::write_archive(folder_ / "in/b.zip", {"zip"}, {{"C/Windows/a.evtx", archived_}});
  const Outcome outcome = analyze("in -o case.db");
  EXPECT_THAT(outcome.err, HasSubstr("1 left out as copies"));
  EXPECT_EQ(query("case.db", "SELECT path, container FROM evidence_copy"),
            "in/old/Archive-Security.evtx|\n");
  EXPECT_THAT(places("case.db"), HasSubstr("1|in/Security.evtx|0\n1|in/b.zip!/C/Windows/a.evtx|0\n"
                                           "1|in/old/Archive-Security.evtx|0\n"));
}

TEST_F(Places, ACopyThatIsGivenLaterIsNamedAndChangesNoSession) {
  ASSERT_EQ(analyze("in -o case.db").status, 0);
  const std::string before = sessions("case.db");
  run_in(folder_, "mkdir more && cp in/old/Archive-Security.evtx more/b.evtx");
  ASSERT_EQ(analyze("more -o case.db").status, 0);
  EXPECT_EQ(query("case.db", "SELECT path, run_id FROM evidence_copy"), "more/b.evtx|2\n");
  EXPECT_EQ(sessions("case.db"), before);
  const std::string bytes = testing::contents(folder_ / "case.db");
  ASSERT_EQ(analyze("in more -o case.db").status, 0);
  ASSERT_EQ(run_in(folder_, "cd more && sojourn analyze b.evtx -o ../case.db").status, 0);
  EXPECT_TRUE(testing::contents(folder_ / "case.db") == bytes);
}

TEST_F(Places, WhatLiesInACopyOfAContainerIsNamedThere) {
  const std::string inner = testing::archive_of({"zip"}, {{"a.evtx", archived_}});
  const std::string middle = testing::archive_of({"zip"}, {{"x/inner.zip", inner}});
  testing::write_archive(
      folder_ / "in/outer.zip", {"zip"},
      {{"1.zip", inner}, {"2.zip", inner}, {"3.zip", middle}, {"4.zip", middle}});
  ASSERT_EQ(analyze("in -o case.db").status, 0);
  EXPECT_EQ(query("case.db", "SELECT path FROM evidence_copy ORDER BY 1"),
            "in/outer.zip!/1.zip!/a.evtx\nin/outer.zip!/2.zip!/a.evtx\n"
            "in/outer.zip!/3.zip!/x/inner.zip!/a.evtx\n"
            "in/outer.zip!/4.zip!/x/inner.zip!/a.evtx\n");
}

TEST_F(Places, VerifyCaseFindsThemFromAnywhere) {
  testing::write_archive(folder_ / "in/b.zip", {"zip"}, {{"a.evtx", archived_}});
  ASSERT_EQ(analyze("in -o case.db").status, 0);
  const Outcome elsewhere = run_in(folder_, "mkdir x && cd x && sojourn verify-case ../case.db");
  EXPECT_EQ(elsewhere.status, 0);
  EXPECT_EQ(elsewhere.err, "3 of 3 files are as they were\n");
  run_in(folder_, "rm in/b.zip");
  EXPECT_EQ(run_in(folder_, "cd x && sojourn verify-case ../case.db").status, 3);
}

}  // namespace
}  // namespace sojourn
