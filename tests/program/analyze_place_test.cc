// What the machine does to `sojourn analyze`, and what -o may name: nothing but a case is written.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/simulation/evidence_folder.h"
#include "tests/support/case_of_rows.h"

namespace sojourn {
namespace {

using testing::contents;
using ::testing::HasSubstr;
using testing::Outcome;
using testing::run_in;
using testing::Scratch;
using ::testing::StartsWith;

class AnalyzePlace : public ::testing::Test {
 protected:
  AnalyzePlace() { simulation::write_evidence(simulation::demo_scenario(), folder_ / "demo"); }

  std::string files() const {
    return run_in(folder_, "find . -type f | xargs -d '\\n' sha256sum | sort").out;
  }

  void expect_one_line(const Outcome& outcome, int status, const std::string& what) const {
    EXPECT_EQ(outcome.status, status);
    EXPECT_THAT(outcome.err, StartsWith("sojourn: "));
    EXPECT_THAT(outcome.err, HasSubstr(what));
    EXPECT_EQ(std::ranges::count(outcome.err, '\n'), 1) << outcome.err;
  }

  Scratch folder_;
};

TEST_F(AnalyzePlace, EvidenceIsNeverTheOutput) {
  testing::write_file(folder_ / "demo/empty.evtx", "");
  run_in(folder_, "ln -s demo/empty.evtx link.db");
  const std::string before = files();
  for (const char* name : {"demo/empty.evtx", "link.db", "demo/./empty.evtx"}) {
    expect_one_line(run_in(folder_, std::string("sojourn analyze demo -o ") + name), 1,
                    "is evidence of this run");
  }
  EXPECT_EQ(files(), before);
}

TEST_F(AnalyzePlace, AHyphenIsNoNameOfACase) {
  expect_one_line(run_in(folder_, "sojourn analyze demo -o -"), 2, "name one, as in -o case.db");
  EXPECT_FALSE(std::filesystem::exists(folder_ / "-"));
}

TEST_F(AnalyzePlace, WhereTheDiskIsFullTheFileIsNamedAndTheCaseStaysAsItIs) {
  run_in(folder_, "sojourn analyze demo/WKS-0142 -o case.db");
  const std::string before = files();
  expect_one_line(run_in(folder_, "ulimit -f 100; sojourn analyze demo -o case.db --quiet"), 1,
                  "case.db.unfinished: ");
  expect_one_line(run_in(folder_, "ulimit -f 100; sojourn analyze demo -o new.db --quiet"), 1,
                  "new.db.unfinished: ");
  EXPECT_EQ(files(), before);
}

TEST_F(AnalyzePlace, ASecondRunIsTurnedAwayWhenItHasWaitedLongEnough) {
  const Outcome outcome =
      run_in(folder_, "flock case.db.unfinished sojourn analyze demo -o case.db --wait 1 --quiet");
  EXPECT_EQ(outcome.status, 1);
  EXPECT_THAT(outcome.err, HasSubstr("another program uses case.db: waiting up to 1 s"));
  EXPECT_THAT(outcome.err, HasSubstr("case.db is being written by another run"));
}

// The sanitizers need more addresses than any of these limits allows.
#ifndef __SANITIZE_ADDRESS__
TEST_F(AnalyzePlace, WhereMemoryAndThreadsAreShortOneLineSaysSo) {
  int failed = 0, in_a_row = 0;
  for (int mebibytes = 20; mebibytes < 400 && in_a_row < 10; mebibytes += 2) {
    const Outcome outcome = run_in(folder_, "ulimit -v " + std::to_string(mebibytes * 1024) +
                                                "; sojourn analyze demo -o case.db --quiet");
    if (outcome.err.find("shared librar") != std::string::npos) continue;  // not even started
    if (outcome.status != 0) {
      expect_one_line(outcome, 1, "");
      ++failed;
    }
    in_a_row = outcome.status == 0 ? in_a_row + 1 : 0;
    EXPECT_EQ(outcome.status == 0, std::filesystem::exists(folder_ / "case.db")) << mebibytes;
    EXPECT_FALSE(std::filesystem::exists(folder_ / "case.db.unfinished")) << mebibytes;
    std::filesystem::remove(folder_ / "case.db");
  }
  EXPECT_GT(failed, 3);
  EXPECT_EQ(in_a_row, 10);
}
#endif

}  // namespace
}  // namespace sojourn
