// What a case says of where it comes from: of each file and of each run.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <string>

#include "tests/simulation/evtx_writer.h"
#include "tests/support/archive_file.h"
#include "tests/support/sample_logs.h"
#include "tests/support/scratch.h"

namespace sojourn {
namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
using ::testing::HasSubstr;
using testing::Outcome;
using testing::run_in;
using testing::Scratch;

class Custody : public ::testing::Test {
 protected:
  Custody() {
    const std::string log = simulation::evtx_bytes({testing::logon(1), testing::logon(2)});
    const std::string other = simulation::evtx_bytes({testing::logon(3)});
    testing::write_file(folder_ / "in/a.evtx", log);
    run_in(folder_, "touch -d 2021-02-03T04:05:06.7Z in/a.evtx");
    testing::write_archive(folder_ / "in/b.zip", {"zip"}, {{"C/b.evtx", other, 1'600'000'000}});
  }

  std::string query(const std::string& sql) const {
    return run_in(folder_, "sqlite3 case.db \"" + sql + '"').out;
  }

  Scratch folder_;
};

TEST_F(Custody, OfEachFileItsTimesAndItsContainerAreKept) {
  ASSERT_EQ(run_in(folder_, "sojourn analyze in -o case.db").status, 0);
  EXPECT_EQ(query("SELECT path, container, container_sha256, modified_time, first_time, last_time "
                  "FROM evidence ORDER BY path"),
            "in/a.evtx|||2021-02-03T04:05:06.7000000Z|2020-09-19T03:21:48.8912346Z|"
            "2020-09-19T03:21:48.8912347Z\n"
            "in/b.zip!/C/b.evtx|in/b.zip||2020-09-13T12:26:40.0000000Z|"
            "2020-09-19T03:21:48.8912348Z|2020-09-19T03:21:48.8912348Z\n");
}

TEST_F(Custody, AContainerIsHashedWhereThatIsAskedFor) {
  ASSERT_EQ(run_in(folder_, "sojourn analyze in -o case.db --hash-containers").status, 0);
  EXPECT_EQ(query("SELECT container_sha256 FROM evidence WHERE container IS NOT NULL"),
            run_in(folder_, "sha256sum in/b.zip | cut -d' ' -f1").out);
}

TEST_F(Custody, AContainerThatIsNotHashedIsCalledSo) {
  ASSERT_EQ(run_in(folder_, "sojourn analyze in -o case.db").status, 0);
  EXPECT_EQ(query("SELECT path, container_hash FROM evidence ORDER BY 1"),
            "in/a.evtx|\nin/b.zip!/C/b.evtx|not hashed\n");
  ASSERT_EQ(run_in(folder_, "sojourn analyze in -o hashed.db --hash-containers").status, 0);
  EXPECT_EQ(run_in(folder_, "sqlite3 hashed.db 'SELECT count(container_hash) FROM evidence'").out,
            "0\n");
}

TEST_F(Custody, HashingAContainerCanBeInterruptedAndLeavesNoCase) {
  run_in(folder_,
         "truncate -s 40G in/disk.raw && printf 'NTFS    ' | dd of=in/disk.raw bs=1 seek=3 "
         "conv=notrunc");
  const Outcome outcome =
      run_in(folder_, "timeout -s INT 1 sojourn analyze in -o case.db --hash-containers; ls");
  EXPECT_EQ(outcome.out, "in\n");
}

TEST_F(Custody, OfEachRunItIsKeptWhoRanItWhenWhereAndWithWhat) {
  run_in(folder_,
         "LOGNAME=ann SOURCE_DATE_EPOCH=1600000000 sojourn analyze in -o case.db --password "
         "hunter2 --password=x --network-gap 20");
  EXPECT_EQ(query("SELECT started, ended, user, arguments FROM run"),
            "2020-09-13T12:26:40.0000000Z|2020-09-13T12:26:40.0000000Z|ann (" +
                std::to_string(geteuid()) +
                ")|sojourn analyze in -o case.db --password *** --password=*** --network-gap 20\n");
  EXPECT_EQ(query("SELECT machine FROM run"), run_in(folder_, "uname -n").out);
  EXPECT_THAT(query("SELECT libraries FROM run"),
              AllOf(HasSubstr("libarchive 3."), HasSubstr("SQLite 3.")));
  EXPECT_EQ(run_in(folder_, "grep -c hunter2 case.db").out, "0\n");
}

TEST_F(Custody, TheTimesOfARunAreThoseOfTheClock) {
  run_in(folder_, "sojourn analyze in -o case.db");
  EXPECT_EQ(query("SELECT count(*) FROM run WHERE started <= ended AND julianday('now') - "
                  "julianday(started) BETWEEN 0 AND 0.01"),
            "1\n");
}

TEST_F(Custody, TheSameRunOnTheSameEvidenceMakesTheSameBytes) {
  const std::string run = "SOURCE_DATE_EPOCH=1600000000 sojourn analyze in -o case.db; ";
  run_in(folder_, run + "mv case.db once.db; " + run);
  EXPECT_TRUE(testing::contents(folder_ / "case.db") == testing::contents(folder_ / "once.db"));
}

TEST_F(Custody, TheAccessTimeOfEvidenceStaysAsItIs) {
  run_in(folder_, "touch -a -d 2001-02-03T04:05:06Z in/a.evtx in/b.zip");
  const std::string times = run_in(folder_, "stat -c %x in/a.evtx in/b.zip").out;
  ASSERT_EQ(run_in(folder_, "sojourn analyze in -o case.db").status, 0);
  EXPECT_EQ(run_in(folder_, "stat -c %x in/a.evtx in/b.zip").out, times);
}

TEST_F(Custody, EvidenceListsTheFilesWithTheirHashes) {
  run_in(folder_, "sojourn analyze in -o case.db");
  const std::string hash = run_in(folder_, "sha256sum in/a.evtx | cut -d' ' -f1").out;
  const Outcome list = run_in(folder_, "sojourn evidence case.db");
  EXPECT_THAT(list.out, AllOf(HasSubstr("in/b.zip!/C/b.evtx"), HasSubstr(hash)));
  const Outcome csv = run_in(folder_, "sojourn evidence case.db --format csv --host WS-1");
  EXPECT_THAT(csv.out, AllOf(HasSubstr("container_sha256,container_hash,modified_time"),
                             HasSubstr(hash.substr(0, 64))));
  EXPECT_EQ(run_in(folder_, "sojourn evidence case.db --from 2021-01-01 --format csv | wc -l").out,
            "1\n");
}

TEST_F(Custody, VerifyCaseSaysThatNothingChanged) {
  run_in(folder_, "sojourn analyze in -o case.db");
  const Outcome outcome = run_in(folder_, "sojourn verify-case case.db");
  EXPECT_EQ(outcome.status, 0) << outcome.err;
  EXPECT_EQ(outcome.err, "2 of 2 files are as they were\n");
}

TEST_F(Custody, VerifyCaseNamesWhatChangedAndWhatIsGone) {
  run_in(folder_, "sojourn analyze in -o case.db");
  run_in(folder_, "printf x >> in/a.evtx; rm in/b.zip");
  const Outcome outcome = run_in(folder_, "sojourn verify-case case.db --format csv");
  EXPECT_EQ(outcome.status, 3);
  EXPECT_THAT(outcome.out,
              AllOf(HasSubstr("in/a.evtx,changed,"), HasSubstr("in/b.zip!/C/b.evtx,missing,")));
  EXPECT_EQ(outcome.err, "0 of 2 files are as they were\n");
}

TEST_F(Custody, VerifyCaseHashesContainersThatWereHashed) {
  run_in(folder_, "sojourn analyze in -o case.db --hash-containers");
  EXPECT_EQ(run_in(folder_, "sojourn verify-case case.db").err, "3 of 3 files are as they were\n");
  run_in(folder_, "printf x >> in/b.zip");
  EXPECT_THAT(run_in(folder_, "sojourn verify-case case.db --format csv").out,
              HasSubstr("in/b.zip,changed,"));
}

TEST_F(Custody, VerifyCaseLooksIntoArchives) {
  run_in(folder_, "sojourn analyze in -o case.db");
  testing::write_archive(folder_ / "in/b.zip", {"zip"},
                         {{"C/b.evtx", simulation::evtx_bytes({testing::logon(9)})}});
  const Outcome changed = run_in(folder_, "sojourn verify-case case.db --format csv");
  EXPECT_EQ(changed.status, 3);
  EXPECT_THAT(changed.out,
              AllOf(HasSubstr("in/a.evtx,same,"), HasSubstr("in/b.zip!/C/b.evtx,changed,")));
  testing::write_archive(folder_ / "in/b.zip", {"zip"}, {{"readme.txt", "x"}});
  EXPECT_THAT(run_in(folder_, "sojourn verify-case case.db --format csv").out,
              HasSubstr("in/b.zip!/C/b.evtx,missing,"));
}

TEST_F(Custody, VerifyCaseOpensLockedArchivesWithTheirPassword) {
  testing::write_archive(folder_ / "in/b.zip", {"zip", "", "zip:encryption=aes256", "infected"},
                         {{"b.evtx", simulation::evtx_bytes({testing::logon(3)})}});
  run_in(folder_, "sojourn analyze in -o case.db --password infected");
  EXPECT_EQ(run_in(folder_, "sojourn verify-case case.db --password infected").status, 0);
  const Outcome locked = run_in(folder_, "sojourn verify-case case.db --format csv");
  EXPECT_EQ(locked.status, 3);
  EXPECT_THAT(locked.out, AllOf(HasSubstr("in/b.zip!/b.evtx,unreadable,"),
                                HasSubstr("name the password with --password")));
}

TEST_F(Custody, ADryRunNamesWhatWouldBeReadAndWhyEachOtherFileWouldNot) {
  run_in(folder_, "cp in/a.evtx in/copy.evtx; printf hello > in/notes.txt; printf x > in/c.evtx");
  const Outcome dry = run_in(folder_, "sojourn analyze in -o case.db --dry-run | tr -s ' '");
  EXPECT_THAT(dry.out, AllOf(HasSubstr("in/a.evtx read 69632 log\n"),
                             HasSubstr("in/b.zip!/C/b.evtx read 69632 log\n"),
                             HasSubstr("in/copy.evtx copy - has the bytes of another file\n"),
                             HasSubstr("in/c.evtx unreadable - other content\n"),
                             HasSubstr("in/notes.txt passed over - begins like no event log")));
  EXPECT_EQ(dry.err, "2 of 5 files would be read\n");
  EXPECT_FALSE(fs::exists(folder_ / "case.db"));
  EXPECT_EQ(run_in(folder_, "sojourn analyze in --dry-run").status, 3);

  ASSERT_EQ(run_in(folder_, "sojourn analyze in/a.evtx -o case.db").status, 0);
  const std::string before = testing::contents(folder_ / "case.db");
  EXPECT_EQ(run_in(folder_, "sojourn analyze in -o case.db --dry-run").err,
            "1 of 5 files would be read\n");
  EXPECT_TRUE(testing::contents(folder_ / "case.db") == before);
}

}  // namespace
}  // namespace sojourn
