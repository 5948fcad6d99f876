// The sessions of real logs, line by line, against lists that were written by reading the records:
// golden/*.txt, in the form of support/session_list.h.
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
using testing::corpus;
using testing::run_in;
using testing::Scratch;
using testing::SessionList;

class GoldenSessions : public ::testing::TestWithParam<fs::path> {};

TEST_P(GoldenSessions, AreWhatTheRecordsSay) {
  SKIP_WITHOUT_CORPUS("");
  const SessionList golden = testing::read_session_list(GetParam());
  ASSERT_TRUE(golden.sessions.has_value());
  const fs::path logs = fs::absolute(corpus() / golden.logs);
  ASSERT_TRUE(fs::exists(logs)) << logs;

  const Scratch folder;
  // Status 3 says that a file is damaged; what can be read of it still counts.
  EXPECT_THAT(
      (std::vector{0, 3}),
      ::testing::Contains(
          run_in(folder, "sojourn analyze --quiet '" + logs.string() + "' -o case.db").status));
  EXPECT_EQ(
      run_in(folder, "sqlite3 case.db 'PRAGMA integrity_check; PRAGMA foreign_key_check'").out,
      "ok\n");
  EXPECT_EQ(testing::sessions_in(folder), *golden.sessions);
}

INSTANTIATE_TEST_SUITE_P(Corpus, GoldenSessions,
                         ::testing::ValuesIn(testing::session_lists("tests/golden")),
                         testing::name_of_list);

}  // namespace
}  // namespace sojourn
