// Names that were given up because the field has better ones: former_words.txt lists them, each a
// pattern of grep -E with what to say instead.
#include <gtest/gtest.h>

#include <string>

#include "tests/support/places.h"
#include "tests/support/scratch.h"

namespace sojourn {
namespace {

using testing::run_in;
using testing::Scratch;

TEST(Words, ThatWereGivenUpAreGone) {
  const Scratch folder;
  const std::string sources = testing::sources().string();
  const std::string patterns = "grep ' -> ' '" + sources + "/tests/program/former_words.txt' | " +
                               "sed 's/ -> .*//' >patterns && test $(wc -l <patterns) -gt 20";
  ASSERT_EQ(0, run_in(folder, patterns).status);
  const std::string all = "cd '" + sources +
                          "' && find schema parsers correlator engine cli tests *.md "
                          "CMakeLists.txt -type f ! -name former_words.txt ! -name CHANGELOG.md";
  // grep says 1 where it finds nothing.
  const auto names = run_in(folder, "(" + all + ") | grep -nEf patterns");
  EXPECT_EQ(1, names.status);
  EXPECT_EQ("", names.out);
  const auto lines = run_in(folder, "p=$PWD/patterns; (" + all + ") >files; cd '" + sources +
                                        "' && xargs grep -nIEf \"$p\" <\"${p%patterns}files\"");
  EXPECT_EQ(123, lines.status);  // of xargs, when each grep said 1
  EXPECT_EQ("", lines.out);
}

}  // namespace
}  // namespace sojourn
