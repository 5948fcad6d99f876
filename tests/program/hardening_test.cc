// The built program as the loader sees it: what makes a fault harder to use.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/support/scratch.h"

namespace sojourn {
namespace {

using ::testing::HasSubstr;
using testing::run_in;
using testing::Scratch;

std::string readelf(const std::string& options) {
  const Scratch folder;
  const auto outcome = run_in(folder, "readelf -W " + options + " \"$(command -v sojourn)\"");
  EXPECT_EQ(outcome.status, 0) << outcome.err;
  return outcome.out;
}

TEST(Hardening, TheProgramIsLoadedAnywhereAndItsTablesAreReadOnlyFromTheStart) {
  EXPECT_THAT(readelf("-h"), HasSubstr("DYN (Position-Independent Executable file)"));
  EXPECT_THAT(readelf("-l"), HasSubstr("GNU_RELRO"));
  const std::string dynamic = readelf("-d");
  EXPECT_THAT(dynamic, HasSubstr("BIND_NOW"));
  EXPECT_THAT(dynamic, HasSubstr("PIE"));
}

TEST(Hardening, NothingThatCanBeWrittenCanBeRun) {
  const std::string segments = readelf("-l");
  const std::size_t stack = segments.find("GNU_STACK");
  ASSERT_NE(stack, std::string::npos);
  EXPECT_THAT(segments.substr(stack, segments.find('\n', stack) - stack), HasSubstr(" RW "));
  EXPECT_EQ(segments.find(" RWE "), std::string::npos);
}

TEST(Hardening, AnOverwrittenStackEndsTheProgram) {
  EXPECT_THAT(readelf("--dyn-syms"), HasSubstr("__stack_chk_fail"));
}

TEST(Hardening, TheContainersOfTheLibraryCheckTheirIndexes) {
  EXPECT_THAT(readelf("--dyn-syms"), HasSubstr("__glibcxx_assert_fail"));
}

// Needs optimisation, and would hide calls from the sanitizers.
#if defined(_FORTIFY_SOURCE)
TEST(Hardening, CallsThatFillBuffersKnowTheirSizes) {
  EXPECT_THAT(readelf("--dyn-syms"), HasSubstr("_chk@GLIBC"));
}
#endif

}  // namespace
}  // namespace sojourn
