// What README.md shows is what happens: every command in its console blocks is run, and must print
// what stands below it. With SOJOURN_UPDATE=1 in the environment the outputs are written into
// README.md instead.
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

const std::filesystem::path kReadme = testing::sources() / "README.md";

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

TEST(Readme, EveryCommandPrintsWhatIsShown) {
  const Scratch folder;
  const std::filesystem::path program = testing::program();
  const std::string make_evidence = (program.parent_path() / "tests" / "make_evidence").string();
  std::filesystem::create_directories(folder / "demo");
  const testing::Outcome made = run_in(folder, "'" + make_evidence + "' demo/evidence");
  ASSERT_EQ(0, made.status) << made.err;

  std::size_t commands = 0;
  const std::string readme = testing::contents(kReadme);
  const std::string actual = with_outputs(readme, [&](const std::string& command) {
    const testing::Outcome outcome = run_in(folder, "{ " + command + "\n} 2>&1");
    EXPECT_EQ(0, outcome.status) << command << '\n' << outcome.out;
    ++commands;
    return outcome.out;
  });
  EXPECT_GE(commands, 5U);
  if (std::getenv("SOJOURN_UPDATE") != nullptr) {
    testing::write_file(kReadme, actual);
  } else {
    EXPECT_EQ(readme, actual);
  }
}

}  // namespace
}  // namespace sojourn
