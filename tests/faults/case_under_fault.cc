#include "tests/faults/case_under_fault.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>

#include "tests/simulation/evidence_folder.h"

namespace sojourn::testing {
namespace {

namespace fs = std::filesystem;

constexpr int kSomeEvidenceUnread = 3;
const std::string kFirstLog = "logs/Windows/System32/winevt/Logs/Security.evtx";

const std::vector<std::string> kAnalyze = {"analyze", "logs", "-o", "case.db", "--quiet"};

}  // namespace

std::map<std::string, std::string> files_in(const fs::path& folder) {
  std::map<std::string, std::string> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file()) {
      files[entry.path().lexically_relative(folder).string()] = contents(entry.path());
    }
  }
  return files;
}

void expect_one_line(const std::string& message) {
  EXPECT_THAT(message, ::testing::StartsWith("sojourn: "));
  EXPECT_EQ(std::ranges::count(message, '\n'), 1) << message;
}

CaseUnderFault::CaseUnderFault(Start start) {
  // A run is then known by what it read, not by when.
  setenv("SOURCE_DATE_EPOCH", "1600000000", 1);  // NOLINT(concurrency-mt-unsafe): one thread
  simulation::write_evidence(simulation::demo_scenario(), folder_ / "demo");
  fs::rename(folder_ / "demo/WKS-0142", folder_ / "logs");
  fs::remove_all(folder_ / "demo");
  evidence_ = files_in(folder_ / "logs");
  if (start == Start::a_case) {
    run_forked(folder_.path(), {"analyze", kFirstLog, "-o", "case.db", "--quiet"});
    before_ = contents(folder_ / "case.db");
    EXPECT_NE(before_, "");
  }
  undisturbed_ = run_forked(folder_.path(), kAnalyze);
  EXPECT_EQ(undisturbed_.status, 0) << undisturbed_.err;
  right_ = contents(folder_ / "case.db");
  right_rows_ = rows(right_);
  EXPECT_THAT(right_rows_, ::testing::HasSubstr("INSERT INTO session "));
}

ForkedOutcome CaseUnderFault::analyze(const Fault& fault) {
  put_back();
  ForkedOutcome outcome = run_forked(folder_.path(), kAnalyze, fault);
  EXPECT_EQ(outcome.signal, fault.kind == Fault::Kind::kill && outcome.struck ? SIGKILL : 0);
  expect_sound(outcome);
  return outcome;
}

ForkedOutcome CaseUnderFault::analyze_and_kill_after(std::chrono::microseconds time) {
  put_back();
  ForkedRun run(folder_.path(), kAnalyze);
  run.kill_after(time);
  ForkedOutcome outcome = run.wait();
  EXPECT_THAT(outcome.signal, ::testing::AnyOf(0, SIGKILL));
  expect_sound(outcome);
  return outcome;
}

void CaseUnderFault::put_back() const {
  fs::remove(folder_ / "case.db");
  if (!before_.empty()) write_file(folder_ / "case.db", before_);
}

void CaseUnderFault::expect_sound(const ForkedOutcome& outcome) const {
  if (outcome.signal == 0) {
    EXPECT_THAT(outcome.status, ::testing::AnyOf(0, 1, kSomeEvidenceUnread));
  }
  if (outcome.status == 1) expect_one_line(outcome.err);

  EXPECT_TRUE(files_in(folder_ / "logs") == evidence_);
  bool is_left = false;
  for (const auto& entry : fs::directory_iterator(folder_.path())) {
    const std::string name = entry.path().filename();
    // The next run takes it away: from one that was killed, or could not learn whose it is.
    if (name == "case.db.unfinished" && (outcome.signal == SIGKILL || entry.file_size() == 0)) {
      is_left = true;
      continue;
    }
    EXPECT_THAT(name, ::testing::AnyOf("logs", "case.db"));
  }
  const std::string found = contents(folder_ / "case.db");
  if (outcome.status == 0) {
    EXPECT_TRUE(found == right_ || rows(found) == right_rows_) << "a success with another case";
  } else if (outcome.status != kSomeEvidenceUnread) {
    EXPECT_TRUE(found == before_ || found == right_) << "neither as it was nor whole";
  }
  // Of a folder that is as it was, the undisturbed run has shown what the next one makes.
  if (is_left || (found != right_ && found != before_)) expect_next_run_is_right();
}

void CaseUnderFault::expect_next_run_is_right() const {
  const ForkedOutcome next = run_forked(folder_.path(), kAnalyze);
  EXPECT_EQ(next.status, 0) << next.err;
  expect_right();
  EXPECT_FALSE(fs::exists(folder_ / "case.db.unfinished"));
}

void CaseUnderFault::expect_right() const {
  const std::string found = contents(folder_ / "case.db");
  EXPECT_TRUE(found == right_ || rows(found) == right_rows_);
}

// All but in how many runs it was made, and what was typed for them.
std::string CaseUnderFault::rows(const std::string& bytes) const {
  const Scratch apart;
  write_file(apart / "case.db", bytes);
  return run_in(apart,
                "sqlite3 case.db 'UPDATE evidence SET run_id = 1; DELETE FROM run WHERE run_id > "
                "1; UPDATE run SET arguments = NULL' .dump")
      .out;
}

}  // namespace sojourn::testing
