#include "cli/output_file.h"

#include <gtest/gtest.h>

#include <sstream>
#include <stdexcept>

#include "tests/support/scratch.h"

namespace sojourn {
namespace {

using testing::Scratch;

TEST(OutputFile, WithoutAPathIsStandardOutput) {
  std::ostringstream standard;
  OutputFile output({}, standard);
  output.stream() << "x";
  output.finish();
  EXPECT_EQ("x", standard.str());
}

TEST(OutputFile, OverwritesNothing) {
  const Scratch folder;
  std::ostringstream standard;
  testing::write_file(folder / "case.db", "evidence");
  testing::run_in(folder, "ln -s nowhere link; touch empty; mkdir dir");
  for (const char* there : {"case.db", "link", "empty", "dir"}) {
    EXPECT_THROW(OutputFile(folder / there, standard), std::runtime_error) << there;
  }
  EXPECT_EQ("evidence", testing::contents(folder / "case.db"));
  EXPECT_FALSE(std::filesystem::exists(folder / "nowhere"));
}

TEST(OutputFile, StaysOnlyWhenItIsWhole) {
  const Scratch folder;
  std::ostringstream standard;
  {
    OutputFile output(folder / "list.csv", standard);
    output.stream() << "half";
  }
  EXPECT_FALSE(std::filesystem::exists(folder / "list.csv"));
  {
    OutputFile output(folder / "list.csv", standard);
    output.stream() << "whole";
    output.finish();
  }
  EXPECT_EQ("whole", testing::contents(folder / "list.csv"));
  EXPECT_EQ("", standard.str());
}

}  // namespace
}  // namespace sojourn
