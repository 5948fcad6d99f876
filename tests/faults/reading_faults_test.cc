// The commands that read a case while the system's calls fail: they say all, or in one line why
// not, and change nothing.
#include <gtest/gtest.h>

#include "tests/faults/case_under_fault.h"
#include "tests/faults/toll.h"
#include "tests/support/seeds.h"

namespace sojourn {
namespace {

using testing::Call;
using testing::CaseUnderFault;
using testing::Fault;
using testing::files_in;
using testing::ForkedOutcome;
using testing::run_forked;
using testing::Toll;

class ReadingFaults : public ::testing::Test {
 protected:
  // Fails these calls of that kind, each in a run of its own.
  void fail_each(const std::vector<std::string>& command, Call call,
                 const std::vector<std::uint64_t>& numbers) {
    const auto& folder = made_.folder().path();
    const ForkedOutcome right = run_forked(folder, command);
    ASSERT_EQ(right.status, 0) << right.err;
    const auto files = files_in(folder);
    Toll toll;
    for (const std::uint64_t n : numbers) {
      SCOPED_TRACE(std::string(name_of(call)) + " fails at its call " + std::to_string(n));
      const ForkedOutcome outcome = run_forked(folder, command, {Fault::Kind::failure, call, n});
      if (!outcome.struck) break;
      toll.add(outcome);
      EXPECT_EQ(outcome.signal, 0);
      EXPECT_TRUE(outcome.status == 0 || outcome.status == 1) << outcome.status;
      if (outcome.status == 0) {
        EXPECT_EQ(outcome.out, right.out);
        EXPECT_EQ(outcome.err, right.err);
      } else {
        testing::expect_one_line(outcome.err);
      }
      EXPECT_TRUE(files_in(folder) == files);
      if (HasFailure()) break;
    }
    toll.print(command.front(), name_of(call));
  }

  void fail_each(const std::vector<std::string>& command) {
    for (const Call call : {Call::pread, Call::open, Call::stat}) {
      fail_each(command, call, testing::calls_to_fail());
    }
    fail_each(
        command, Call::allocation,
        allocations_to_refuse(run_forked(made_.folder().path(), command, {Fault::Kind::ways})));
  }

  CaseUnderFault made_{CaseUnderFault::Start::no_case};
};

TEST_F(ReadingFaults, Sessions) { fail_each({"sessions", "case.db", "--all"}); }

TEST_F(ReadingFaults, SessionsOfOneUserFromOneNetwork) {
  fail_each({"sessions", "case.db", "--user", "CORP\\maria.lindqvist", "--ip", "10.0.0.0/8",
             "--format", "jsonl"});
}

TEST_F(ReadingFaults, Sources) { fail_each({"sources", "case.db"}); }

TEST_F(ReadingFaults, Export) { fail_each({"export", "case.db", "--to", "ecs"}); }

TEST_F(ReadingFaults, Attribute) {
  testing::write_file(made_.folder() / "timeline.jsonl",
                      R"({"time":"2026-03-03T12:00:00Z","host":"wks-0142","SessionId":2})");
  fail_each({"attribute", "case.db", "timeline.jsonl"});
}

TEST_F(ReadingFaults, Show) { fail_each({"show", "case.db", "1"}); }

TEST_F(ReadingFaults, Report) { fail_each({"report", "case.db", "--format", "markdown"}); }

TEST_F(ReadingFaults, Sql) {
  fail_each({"sql", "case.db", "SELECT * FROM v_event ORDER BY data LIMIT 50", "--format", "csv"});
}

}  // namespace
}  // namespace sojourn
