// Evidence that a disk, or another program, does not give whole.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "engine/analyze.h"
#include "engine/evidence.h"
#include "engine/reading.h"
#include "tests/simulation/evtx_writer.h"
#include "tests/support/faults.h"
#include "tests/support/sample_logs.h"
#include "tests/support/scratch.h"

namespace sojourn {
namespace {

using testing::ChangeWhileRead;
using testing::FailingRead;
using ::testing::HasSubstr;
using testing::run_in;
using testing::Scratch;
using testing::write_file;

class IncompleteEvidence : public ::testing::Test {
 protected:
  IncompleteEvidence() {
    write_file(folder_ / "logs/a.evtx", simulation::evtx_bytes(testing::long_log(3000)));
    write_file(folder_ / "logs/b.evtx", simulation::evtx_bytes(testing::long_log(20)));
  }

  AnalyzeSummary analyze() const {
    AnalyzeOptions options;
    options.evidence = {folder_ / "logs"};
    options.output = folder_ / "case.db";
    options.version = "test";
    return sojourn::analyze(options);
  }

  std::string rows(const std::string& sql) const {
    return run_in(folder_, "sqlite3 case.db \"" + sql + '"').out;
  }

  const Scratch folder_;
};

constexpr std::size_t kTwoThreads = 2;

// The file was hashed without an error; that comes when it is read.
std::vector<Reading> read_with_error(const std::filesystem::path& folder, std::uint64_t offset) {
  const Evidence evidence = find_evidence({folder});
  const FailingRead failing(folder / "a.evtx", offset);
  std::vector<Reading> readings;
  read_in_parallel(evidence.files, kTwoThreads,
                   [&](Reading&& reading) { readings.push_back(std::move(reading)); });
  return readings;
}

TEST_F(IncompleteEvidence, AReadErrorLeavesAFileThatIsNotWhole) {
  std::size_t not_whole = 0;
  for (const Reading& reading : read_with_error(folder_ / "logs", 100'000)) {
    if (reading.is_whole) continue;
    ++not_whole;
    // What the error cut in two is named, too.
    EXPECT_TRUE(std::ranges::any_of(reading.issues, [](const CountedIssue& counted) {
      return counted.issue.found == "Input/output error" && counted.issue.offset == 100'000;
    }));
    EXPECT_GT(reading.events.size(), 0U);
  }
  EXPECT_EQ(not_whole, 1U);
}

TEST_F(IncompleteEvidence, AFileThatCouldNotBeOpenedIsReadNextTimeAndItsIssueGoes) {
  {
    const FailingRead failing(folder_ / "logs/a.evtx", 5000);
    EXPECT_EQ(analyze().unreadable, 1U);
    EXPECT_THAT(rows("SELECT path, found FROM issue"), HasSubstr("a.evtx|Input/output error\n"));
  }
  const AnalyzeSummary summary = analyze();
  EXPECT_EQ(summary.files, 1U);
  EXPECT_EQ(summary.issues, 0U);
  EXPECT_EQ(rows("SELECT count(*) FROM issue"), "0\n");
}

TEST_F(IncompleteEvidence, AFileThatWasNotReadWholeIsReadAgainWhenItIsGivenAgain) {
  analyze();
  const std::string whole = rows("SELECT count(*) FROM event");
  // As a run leaves it that met an error in the midst of the file.
  rows(
      "UPDATE evidence SET whole = 0, events = 1 WHERE path LIKE '%a.evtx'; "
      "INSERT INTO issue SELECT 1, evidence_id, path, 5000, NULL, 'file', 'more', "
      "'Input/output error', 1 FROM evidence WHERE whole = 0");
  const AnalyzeSummary summary = analyze();
  EXPECT_EQ(summary.files, 1U);
  EXPECT_EQ(summary.known, 1U);
  EXPECT_EQ(summary.issues, 0U);
  EXPECT_EQ(rows("SELECT count(*) FROM event"), whole);
  EXPECT_EQ(rows("SELECT sum(whole) FROM evidence; SELECT count(*) FROM issue"), "2\n0\n");
  EXPECT_EQ(analyze().known, 2U);
}

TEST_F(IncompleteEvidence, AFileThatChangedAfterItWasHashedIsSaidToHaveChanged) {
  const Evidence evidence = find_evidence({folder_ / "logs"});
  std::string bytes = testing::contents(folder_ / "logs/b.evtx");
  bytes[5000] ^= 1;
  write_file(folder_ / "logs/b.evtx", bytes);
  std::string changed;
  read_in_parallel(evidence.files, kTwoThreads, [&](Reading&& reading) {
    for (const CountedIssue& counted : reading.issues) {
      if (counted.issue.wanted != "the bytes that sha256 is of") continue;
      EXPECT_FALSE(reading.is_whole);
      changed += evidence.files[reading.file].path.filename().string();
    }
  });
  EXPECT_EQ(changed, "b.evtx");
}

// The clock of a file system ticks every few milliseconds.
void wait_for_file_clock() { std::this_thread::sleep_for(std::chrono::milliseconds{50}); }

TEST_F(IncompleteEvidence,
       AFileThatChangedWhileItWasReadIsSaidToHaveChangedThoughItsTimeWasSetBack) {
  const Evidence evidence = find_evidence({folder_ / "logs"});
  const auto modified = std::filesystem::last_write_time(folder_ / "logs/a.evtx");
  wait_for_file_clock();
  const ChangeWhileRead changing(folder_ / "logs/a.evtx", 65536);
  std::string changed;
  read_in_parallel(evidence.files, kTwoThreads, [&](Reading&& reading) {
    for (const CountedIssue& counted : reading.issues) {
      EXPECT_EQ(counted.issue.wanted, "the bytes that sha256 is of");
      EXPECT_FALSE(reading.is_whole);
      changed += evidence.files[reading.file].path.filename().string();
    }
  });
  EXPECT_EQ(changed, "a.evtx");
  EXPECT_EQ(std::filesystem::last_write_time(folder_ / "logs/a.evtx"), modified);
}

TEST_F(IncompleteEvidence, AFileThatChangedWhileItWasReadIsReadAgainWhenItIsGivenAgain) {
  const std::string right = (analyze(), rows("SELECT count(*) FROM event"));
  std::filesystem::remove(folder_ / "case.db");
  wait_for_file_clock();
  {
    // The reading that hashes it has no such place to begin at: its blocks are of 256 KiB.
    const ChangeWhileRead changing(folder_ / "logs/a.evtx", 4096);
    EXPECT_EQ(analyze().issues, 1U);
  }
  EXPECT_EQ(rows("SELECT sum(whole), count(*) FROM evidence"), "1|2\n");
  EXPECT_EQ(analyze().issues, 0U);
  EXPECT_EQ(rows("SELECT sum(whole), count(*) FROM evidence; SELECT count(*) FROM event"),
            "2|2\n" + right);
}

TEST_F(IncompleteEvidence, NamesThatEvidenceMakesUpAreNoKindsOfIssues) {
  std::string xml = "<Events>";
  for (int i = 0; i < 20'000; ++i) {
    const std::string number = std::to_string(i);
    std::ostringstream event;
    event << "<Event><System><Provider Name='Microsoft-Windows-Security-Auditing'/>"
          << "<EventID>4624</EventID><TimeCreated SystemTime='2024-01-01T00:00:00Z'/>"
          << "<EventRecordID>1</EventRecordID><Channel>Security</Channel></System><EventData>"
          << "<Data Name='F" << number << "'>x</Data><Data Name='LogonType'>x" << number
          << "</Data></EventData></Event><Event><F" << number << "/></Event>";
    xml += event.str();
  }
  write_file(folder_ / "logs/c.xml", xml + "</Events>");
  EXPECT_EQ(analyze().issues, 40'000U);
  EXPECT_EQ(rows("SELECT count(*), sum(occurrences), count(DISTINCT what) FROM issue"),
            "2002|40000|2\n");
}

TEST_F(IncompleteEvidence, ThatALogWasReplacedIsAChange) {
  const Evidence evidence = find_evidence({folder_ / "logs"});
  std::filesystem::copy(folder_ / "logs/b.evtx", folder_ / "new");
  std::filesystem::rename(folder_ / "new", folder_ / "logs/b.evtx");
  std::size_t changed = 0;
  read_in_parallel(evidence.files, kTwoThreads,
                   [&](Reading&& reading) { changed += reading.is_whole ? 0 : 1; });
  EXPECT_EQ(changed, 1U);
}

TEST_F(IncompleteEvidence, AMillionBrokenEventsAreAThousandRowsAndTheirNumber) {
  std::string xml = "<Events>";
  for (int i = 0; i < 1'000'000; ++i) xml += "<Event/>";
  write_file(folder_ / "logs/c.xml", xml + "</Events>");
  const AnalyzeSummary summary = analyze();
  EXPECT_EQ(summary.issues, 1'000'000U);
  EXPECT_EQ(rows("SELECT count(*), sum(occurrences) FROM issue; "
                 "SELECT issues FROM evidence WHERE path LIKE '%c.xml'"),
            "1001|1000000\n1000000\n");
}

TEST_F(IncompleteEvidence, ManyBrokenFilesAreAHundredThousandRowsAndTheirNumbers) {
  std::string broken;
  for (int i = 0; i < 1'500; ++i) broken += "<Event/>";
  for (int i = 0; i < 150; ++i) {
    const std::string name = std::to_string(i);
    std::ofstream(folder_ / ("logs/" + name + ".xml"))
        << "<Events>" << broken << name << "</Events>";
  }
  EXPECT_EQ(analyze().issues, 150U * 1'500U);
  EXPECT_EQ(rows("SELECT count(*), sum(occurrences), count(DISTINCT evidence_id) FROM issue"),
            "100200|225000|150\n");
}

TEST_F(IncompleteEvidence, IssuesStandInOneOrderWhicheverRunMetThem) {
  for (int i = 0; i < 5; ++i) {
    std::ofstream(folder_ / ("logs/" + std::to_string(i) + ".xml"))
        << "<Events><Event/>" << i << "<Event/></Events>";
  }
  std::filesystem::create_symlink("nowhere", folder_ / "logs/6.evtx");
  const std::string kAll =
      "SELECT issue_id, evidence_id, path, byte_offset, what, wanted, found FROM issue ORDER BY 1";
  EXPECT_EQ(analyze().issues, 11U);
  const std::string at_once = rows(kAll);
  for (const char* last : {"0", "1", "2", "3", "4", "6"}) {
    std::filesystem::remove(folder_ / "case.db");
    const std::string name = std::string(last) + (*last == '6' ? ".evtx" : ".xml");
    std::filesystem::rename(folder_ / "logs" / name, folder_ / name);
    analyze();
    std::filesystem::rename(folder_ / name, folder_ / "logs" / name);
    EXPECT_EQ(analyze().issues, 11U);
    EXPECT_EQ(rows(kAll), at_once);
  }
}

TEST_F(IncompleteEvidence, NamesOfFilesThatAreNoTextBecomeText) {
  std::filesystem::rename(folder_ / "logs/b.evtx", folder_ / "logs/b\xFF.evtx");
  analyze();
  EXPECT_THAT(rows("SELECT path FROM evidence"), HasSubstr("/logs/b\uFFFD.evtx\n"));
}

}  // namespace
}  // namespace sojourn
