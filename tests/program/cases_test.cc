// Small inputs, each of a shape that is easy to get wrong, against what is right of them:
// cases/*.txt, in the form of support/session_list.h, a list for each folder of inputs and of its
// name.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "tests/support/corpus.h"
#include "tests/support/scratch.h"
#include "tests/support/session_list.h"

namespace sojourn {
namespace {

namespace fs = std::filesystem;
using testing::cases;
using testing::run_in;
using testing::Scratch;
using testing::SessionList;

class Cases : public ::testing::TestWithParam<fs::path> {};

TEST_P(Cases, GiveTheAnswerThatIsRight) {
  const std::string name = GetParam().stem().string();
  SKIP_WITHOUT_CASES(name);
  const SessionList right = testing::read_session_list(GetParam());
  ASSERT_TRUE(right.sessions.has_value() || !right.asks.empty());
  const fs::path input = fs::absolute(cases() / name);

  const Scratch folder;
  const auto analysis =
      run_in(folder, "sojourn analyze --quiet '" + input.string() + "' -o case.db");
  // Where a list names no status, all of the input can be read.
  EXPECT_THAT(right.statuses.empty() ? std::vector{0} : right.statuses,
              ::testing::Contains(analysis.status))
      << analysis.err;
  EXPECT_EQ(
      run_in(folder, "sqlite3 case.db 'PRAGMA integrity_check; PRAGMA foreign_key_check'").out,
      "ok\n");
  if (right.sessions) {
    EXPECT_EQ(testing::sessions_in(folder), *right.sessions);
  }
  for (const SessionList::Ask& ask : right.asks) {
    EXPECT_EQ(testing::answer_in(folder, ask.query), ask.rows) << ask.query;
  }
}

TEST(CasesOfAFolder, EveryInputHasAListOfWhatIsRightOfIt) {
  SKIP_WITHOUT_CASES("");
  for (const auto& input : fs::directory_iterator(cases())) {
    if (!input.is_directory()) continue;
    const std::string name = input.path().filename().string();
    EXPECT_TRUE(fs::exists(testing::sources() / "tests/cases" / (name + ".txt"))) << name;
  }
}

INSTANTIATE_TEST_SUITE_P(Inputs, Cases, ::testing::ValuesIn(testing::session_lists("tests/cases")),
                         testing::name_of_list);

}  // namespace
}  // namespace sojourn
