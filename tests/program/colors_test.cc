// What stands out on a terminal, and that nothing does elsewhere.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "tests/support/case_of_rows.h"
#include "tests/support/demo_case.h"

namespace sojourn {
namespace {

using testing::DemoCase;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::run_in;

class Colors : public ::testing::Test {
 protected:
  static void SetUpTestSuite() { made_ = std::make_unique<DemoCase>(); }
  static void TearDownTestSuite() { made_.reset(); }

  // As a terminal of two hundred columns shows it.
  static std::string on_terminal(const std::string& command) {
    return run_in(*made_, "export COLUMNS=200; script -qec '" + command + "' /dev/null").out;
  }
  static std::string in_pipe(const std::string& command) { return run_in(*made_, command).out; }

  static inline std::unique_ptr<DemoCase> made_;
};

TEST_F(Colors, OnATerminalFailuresOutsidersAndGuessingThatSucceededStandOut) {
  const std::string sessions = on_terminal("TERM=xterm sojourn sessions case.db");
  EXPECT_THAT(sessions, HasSubstr("\x1b[33m175  SRV-FILE01.corp.example  CORP\\svc_backup  "));
  EXPECT_THAT(sessions, HasSubstr("\x1b[31m"));
  EXPECT_THAT(sessions, HasSubstr("\n  2  SRV-FILE01"));  // what is neither has none
  EXPECT_THAT(on_terminal("TERM=xterm sojourn failures case.db"),
              HasSubstr("\x1b[1;31m    1  SRV-FILE01  203.0.113.66"));
  EXPECT_THAT(on_terminal("TERM=xterm sojourn sources case.db"),
              HasSubstr("\x1b[33mCORP\\svc_backup       203.0.113.66"));
}

TEST_F(Colors, InPipesAndFilesThereAreNoneUnlessAskedFor) {
  EXPECT_THAT(in_pipe("sojourn sessions case.db"), Not(HasSubstr("\x1b")));
  EXPECT_THAT(in_pipe("sojourn sessions case.db --color auto"), Not(HasSubstr("\x1b")));
  EXPECT_THAT(in_pipe("sojourn sessions case.db --color always"), HasSubstr("\x1b[33m175"));
  on_terminal("TERM=xterm sojourn sessions case.db -o plain.txt");
  EXPECT_THAT(testing::contents(*made_ / "plain.txt"), Not(HasSubstr("\x1b")));
  for (const char* format : {"csv", "jsonl", "markdown"}) {
    EXPECT_THAT(in_pipe(std::string("sojourn sessions case.db --color always --format ") + format),
                Not(HasSubstr("\x1b")));
  }
}

TEST_F(Colors, WhoeverWantsNoneHasNone) {
  EXPECT_THAT(on_terminal("TERM=xterm NO_COLOR=1 sojourn sessions case.db"),
              Not(HasSubstr("\x1b")));
  EXPECT_THAT(on_terminal("TERM=dumb sojourn sessions case.db"), Not(HasSubstr("\x1b")));
  EXPECT_THAT(on_terminal("TERM=xterm sojourn sessions case.db --color never"),
              Not(HasSubstr("\x1b")));
  EXPECT_THAT(in_pipe("NO_COLOR=1 sojourn sessions case.db --color always"),
              HasSubstr("\x1b[33m175"));
  EXPECT_EQ(run_in(*made_, "sojourn sessions case.db --color sometimes").status, 2);
}

TEST_F(Colors, ANameCannotBringItsOwn) {
  run_in(*made_,
         "cp case.db hostile.db; sqlite3 hostile.db \"UPDATE session SET user_name = "
         "char(27) || '[32mroot' || char(27) || '[0m'\"");
  const std::string sessions = in_pipe("sojourn sessions hostile.db --color always");
  EXPECT_THAT(sessions, HasSubstr("\\u{1b}[32mroot\\u{1b}[0m"));
  EXPECT_THAT(sessions, Not(HasSubstr("\x1b[32m")));
}

}  // namespace
}  // namespace sojourn
