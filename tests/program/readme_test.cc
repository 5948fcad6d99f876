// What README.md and the manual show is what happens: every command in their console blocks is run,
// on a terminal of a hundred columns, and must print what stands below it. With SOJOURN_UPDATE=1 in
// the environment the outputs are written into the documents instead.
#include <gtest/gtest.h>

#include <cstdlib>
#include <sstream>
#include <string>
#include <vector>

#include "tests/support/places.h"
#include "tests/support/scratch.h"

namespace sojourn {
namespace {

using testing::run_in;
using testing::Scratch;

// The README line by line, each console command followed by what `output_of` says it prints instead
// of what stands there.
template <class OutputOf>
std::string with_outputs(const std::string& readme, const OutputOf& output_of) {
  std::istringstream lines(readme);
  std::string written;
  bool in_console = false;
  for (std::string line; std::getline(lines, line);) {
    const bool delimiter = line.starts_with("```");
    const bool is_command = in_console && line.starts_with("$ ");
    if (!in_console || delimiter || is_command) written += line + '\n';
    if (is_command) written += output_of(line.substr(2));
    if (delimiter) in_console = line == "```console";
  }
  return written;
}

class Documents : public ::testing::Test {
 protected:
  Documents() {
    const std::filesystem::path program = testing::program();
    const std::string make_evidence = (program.parent_path() / "tests" / "make_evidence").string();
    std::filesystem::create_directories(folder_ / "demo");
    std::filesystem::create_symlink(testing::sources() / "testdata", folder_ / "testdata");
    const testing::Outcome made = run_in(folder_, "'" + make_evidence + "' demo/evidence");
    EXPECT_EQ(0, made.status) << made.err;
    EXPECT_EQ(0, run_in(folder_, "'" + make_evidence + "' demo/company company").status);
  }

  // Runs the commands of the document and compares what they print.
  void expect_true(const std::filesystem::path& document) {
    std::size_t commands = 0;
    const std::string shown = testing::contents(document);
    const std::string actual = with_outputs(shown, [&](const std::string& command) {
      testing::Outcome outcome = run_in(folder_, "export COLUMNS=100\n{ " + command + "\n} 2>&1");
      EXPECT_EQ(0, outcome.status) << command << '\n' << outcome.out;
      ++commands;
      std::erase(outcome.out, '\r');  // CSV has them, and documents have not
      return outcome.out;
    });
    EXPECT_GE(commands, 5U);
    if (std::getenv("SOJOURN_UPDATE") != nullptr) {
      testing::write_file(document, actual);
    } else {
      EXPECT_EQ(shown, actual);
    }
  }

  Scratch folder_;
};

TEST_F(Documents, TheReadmeShowsWhatItsCommandsPrint) {
  expect_true(testing::sources() / "README.md");
}

TEST_F(Documents, TheManualShowsWhatItsCommandsPrint) {
  ASSERT_EQ(0, run_in(folder_, "sojourn analyze demo/evidence -o demo.db --quiet").status);
  expect_true(testing::sources() / "docs/manual.md");
}

// Who has a package has no sources, and a folder `demo` beside the README.
TEST_F(Documents, TheReadmeOfAPackageAsksForNothingOfTheSources) {
  const std::string readme =
      testing::contents(testing::program().parent_path() / "package/README.md");
  EXPECT_NE(readme.find("$ sojourn attribute demo.db demo/timeline.csv"), std::string::npos);
  for (const char* of_sources : {"./dev", "testdata", "build/", "cli/", "ARCHITECTURE"})
    EXPECT_EQ(readme.find(of_sources), std::string::npos) << of_sources;
}

}  // namespace
}  // namespace sojourn
