// `sojourn analyze` while the system's calls fail: the case is as it was or whole, one line says
// why, and the next run makes it as if nothing had been.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/faults/case_under_fault.h"
#include "tests/faults/toll.h"
#include "tests/support/seeds.h"

namespace sojourn {
namespace {

using testing::Call;
using testing::CaseUnderFault;
using testing::Fault;
using testing::ForkedOutcome;
using testing::Toll;

constexpr Call kSystemCalls[] = {Call::pread, Call::pwrite,  Call::fsync,
                                 Call::open,  Call::readdir, Call::thread,
                                 Call::stat,  Call::rename,  Call::flock};

void fail_each_call(CaseUnderFault::Start start, const char* job) {
  CaseUnderFault made(start);
  for (const Call call : kSystemCalls) {
    Toll toll;
    for (const std::uint64_t n : testing::calls_to_fail()) {
      SCOPED_TRACE(std::string(name_of(call)) + " fails at its call " + std::to_string(n));
      const ForkedOutcome outcome = made.analyze({Fault::Kind::failure, call, n});
      if (!outcome.struck) break;
      toll.add(outcome);
    }
    EXPECT_GT(toll.struck, 0U) << name_of(call) << " is not called, or not caught";
    toll.print(job, name_of(call));
  }
}

TEST(AnalyzeFaults, ANewCaseIsMadeOrNoneWhicheverCallFails) {
  fail_each_call(CaseUnderFault::Start::no_case, "a new case");
}

TEST(AnalyzeFaults, ACaseStaysOrIsAddedToWhicheverCallFails) {
  fail_each_call(CaseUnderFault::Start::a_case, "adding to a case");
}

void refuse_each_allocation(CaseUnderFault::Start start, const char* job) {
  CaseUnderFault made(start);
  Toll toll;
  for (const std::uint64_t n : allocations_to_refuse(made.analyze({Fault::Kind::ways}))) {
    SCOPED_TRACE("allocation " + std::to_string(n) + " is refused");
    const ForkedOutcome outcome = made.analyze({Fault::Kind::failure, Call::allocation, n});
    if (outcome.struck) toll.add(outcome);
    if (::testing::Test::HasFailure()) break;
  }
  EXPECT_GT(toll.refused, 5U);
  toll.print(job, name_of(Call::allocation));
}

TEST(AnalyzeFaults, ANewCaseIsMadeOrNoneWhicheverAllocationIsRefused) {
  refuse_each_allocation(CaseUnderFault::Start::no_case, "a new case");
}

TEST(AnalyzeFaults, ACaseStaysOrIsAddedToWhicheverAllocationIsRefused) {
  refuse_each_allocation(CaseUnderFault::Start::a_case, "adding to a case");
}

TEST(AnalyzeFaults, ADiskThatIsFullAtAnyByteLeavesTheCaseAsItWas) {
  for (const auto start : {CaseUnderFault::Start::no_case, CaseUnderFault::Start::a_case}) {
    CaseUnderFault made(start);
    const std::uint64_t disks = testing::is_long_run() ? 20 : 5;
    const std::uint64_t bytes = made.undisturbed().written;
    Toll toll;
    for (std::uint64_t i = 0; i < disks; ++i) {
      const Fault fault{Fault::Kind::full_disk, Call::pwrite, bytes * i / disks};
      SCOPED_TRACE("the disk is full after " + std::to_string(fault.n) + " bytes");
      const ForkedOutcome outcome = made.analyze(fault);
      EXPECT_EQ(outcome.status, 1);
      EXPECT_THAT(outcome.err, ::testing::HasSubstr("case.db.unfinished: "));
      toll.add(outcome);
    }
    toll.print(start == CaseUnderFault::Start::no_case ? "a new case" : "adding to a case",
               "full disk");
  }
}

}  // namespace
}  // namespace sojourn
