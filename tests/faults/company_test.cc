// `sojourn analyze` that is killed, and that is not alone: another writer, and readers.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "tests/faults/case_under_fault.h"
#include "tests/faults/toll.h"
#include "tests/support/seeds.h"

namespace sojourn {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::microseconds;
using testing::Call;
using testing::CaseUnderFault;
using testing::Fault;
using testing::ForkedOutcome;
using testing::ForkedRun;
using testing::run_forked;
using testing::Toll;

// Of a killed run nothing is left but the file beside the case, which the next one takes.
void kill_often(CaseUnderFault::Start start, const char* job) {
  CaseUnderFault made(start);
  const std::uint64_t kills = testing::is_long_run() ? 50 : 6;
  Toll at_calls, at_times;
  for (std::uint64_t i = 0; i < kills; ++i) {
    const Fault fault{Fault::Kind::kill, Call::pread, 1 + made.undisturbed().all_calls * i / kills};
    SCOPED_TRACE("killed at its call " + std::to_string(fault.n));
    at_calls.add(made.analyze(fault));
  }
  made.put_back();
  const auto begin = Clock::now();
  run_forked(made.folder().path(), {"analyze", "logs", "-o", "case.db", "--quiet"});
  const auto whole = std::chrono::duration_cast<microseconds>(Clock::now() - begin);
  std::mt19937_64 dice(std::random_device{}());
  for (std::uint64_t i = 0; i < kills; ++i) {
    const microseconds time{dice() % static_cast<std::uint64_t>(whole.count())};
    SCOPED_TRACE("killed after " + std::to_string(time.count()) + " microseconds");
    at_times.add(made.analyze_and_kill_after(time));
  }
  EXPECT_EQ(at_calls.killed, kills);
  at_calls.print(job, "kill at a call");
  at_times.print(job, "kill at a time");
}

TEST(Kills, OfARunThatMakesACaseLeaveNoneOrAWholeOne) {
  kill_often(CaseUnderFault::Start::no_case, "a new case");
}

TEST(Kills, OfARunThatAddsToACaseLeaveItAsItWasOrWhole) {
  kill_often(CaseUnderFault::Start::a_case, "adding to a case");
}

TEST(Company, TwoRunsOnOneCaseMakeTheCaseOfBoth) {
  for (const auto start : {CaseUnderFault::Start::no_case, CaseUnderFault::Start::a_case}) {
    CaseUnderFault made(start);
    const auto& folder = made.folder().path();
    const std::vector<std::string> rest = {"-o", "case.db", "--quiet", "--wait", "60"};
    std::vector<std::string> one = {"analyze"}, other = {"analyze"};
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder / "logs")) {
      if (!entry.is_regular_file()) continue;
      (one.size() < other.size() ? one : other)
          .push_back(entry.path().lexically_relative(folder).string());
    }
    one.insert(one.end(), rest.begin(), rest.end());
    other.insert(other.end(), rest.begin(), rest.end());
    const int rounds = testing::is_long_run() ? 20 : 3;
    for (int i = 0; i < rounds; ++i) {
      made.put_back();
      ForkedRun first(folder, one), second(folder, other);
      for (ForkedRun* run : {&first, &second}) {
        const ForkedOutcome outcome = run->wait();
        EXPECT_EQ(outcome.status, 0) << outcome.err;
        EXPECT_THAT(outcome.err, ::testing::AnyOf("", ::testing::HasSubstr("waiting up to 60 s")));
      }
      made.expect_right();
    }
  }
}

TEST(Company, WhoReadsWhileARunAddsToACaseReadsTheOldOneOrTheNew) {
  CaseUnderFault made(CaseUnderFault::Start::a_case);
  const auto& folder = made.folder().path();
  const std::vector<std::string> sessions = {"sessions", "case.db", "--all"};
  const std::string after = run_forked(folder, sessions).out;
  made.put_back();
  const std::string before = run_forked(folder, sessions).out;
  ASSERT_NE(before, after);
  const int rounds = testing::is_long_run() ? 20 : 3;
  for (int i = 0; i < rounds; ++i) {
    made.put_back();
    ForkedRun writer(folder, {"analyze", "logs", "-o", "case.db", "--quiet"});
    bool is_over = false;
    for (int reads = 0; !is_over && reads < 1000; ++reads) {
      const ForkedOutcome read = run_forked(folder, sessions);
      EXPECT_EQ(read.status, 0) << read.err;
      EXPECT_TRUE(read.out == before || read.out == after) << read.out;
      is_over = read.out == after;
    }
    EXPECT_TRUE(is_over);
    EXPECT_EQ(writer.wait().status, 0);
    made.expect_right();
  }
}

}  // namespace
}  // namespace sojourn
