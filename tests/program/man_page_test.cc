// The man page is made of the same definitions as --help, and must say of each command all that
// --help says.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <sstream>
#include <string>
#include <vector>

#include "tests/support/scratch.h"

namespace sojourn {
namespace {

using ::testing::HasSubstr;
using testing::Outcome;
using testing::run_in;
using testing::Scratch;

std::string replaced(std::string text, const std::string& what, const std::string& with) {
  for (std::size_t at = text.find(what); at != std::string::npos;
       at = text.find(what, at + with.size()))
    text.replace(at, what.size(), with);
  return text;
}

// As man(1) shows it, but for the layout: one space between words, none behind the last.
std::string shown(std::string page) {
  for (const char* font : {"\\fB", "\\fI", "\\fR", "\\&"}) page = replaced(page, font, "");
  page = replaced(page, "\\-", "-");
  page = replaced(page, "\\(aq", "'");
  page = replaced(page, "\\(dq", "\"");
  page = replaced(page, "\\(rs", "\\");
  std::istringstream words(page);
  std::string all;
  for (std::string word; words >> word;) all += ' ' + word;
  return all;
}

// What a line of --help says of an option, in pieces that must be found in the page.
std::vector<std::string> pieces_of(const std::string& line) {
  if (line.starts_with("   ")) return {shown(line)};  // the meaning, below names that are too long
  std::istringstream words(line);
  std::string names;
  words >> names;
  std::replace(names.begin(), names.end(), ',', ' ');
  std::istringstream each(names);
  std::vector<std::string> pieces;
  for (std::string name; each >> name;) pieces.push_back(' ' + name);
  std::string rest;
  std::getline(words, rest);
  const std::size_t open = rest.find(":{");
  if (open != std::string::npos) {
    std::string choices = rest.substr(open + 2, rest.find('}') - open - 2);
    std::replace(choices.begin(), choices.end(), ',', ' ');
    std::istringstream choice(choices);
    for (std::string word; choice >> word;) pieces.push_back(' ' + word);
  }
  const std::size_t meaning = rest.find("  ");
  if (meaning != std::string::npos) pieces.push_back(shown(rest.substr(meaning)));
  return pieces;
}

class ManPage : public ::testing::Test {
 protected:
  std::string page() const { return run_in(folder_, "sojourn help --as man").out; }

  // From the page's heading of the command to the next one.
  std::string section_of(const std::string& command) const {
    const std::string all = page();
    const std::string heading = "\n.SS " + command + '\n';
    const std::size_t begin = all.find(heading);
    if (begin == std::string::npos) return {};
    return shown(all.substr(begin, all.find("\n.S", begin + heading.size()) - begin));
  }

  std::vector<std::string> commands() const {
    std::istringstream lines(run_in(folder_, "sojourn --help").out);
    std::vector<std::string> names;
    bool here = false;
    for (std::string line; std::getline(lines, line);) {
      if (here && line.empty()) break;
      if (here) names.push_back(line.substr(2, line.find(' ', 2) - 2));
      here = here || line == "Subcommands:";
    }
    return names;
  }

  Scratch folder_;
};

TEST_F(ManPage, SaysOfEachCommandAllThatItsHelpSays) {
  const std::vector<std::string> names = commands();
  EXPECT_GT(names.size(), 15U);
  std::size_t compared = 0;
  for (const std::string& command : names) {
    SCOPED_TRACE(command);
    const std::string section = section_of(command);
    ASSERT_FALSE(section.empty());
    const std::string help = run_in(folder_, "sojourn help " + command).out;
    const std::string options = help.substr(0, help.find("\nExamples:"));
    EXPECT_THAT(section, HasSubstr(options.substr(0, options.find('\n'))));
    std::istringstream lines(options.substr(options.find('\n')));
    for (std::string line; std::getline(lines, line);) {
      if (!line.starts_with("  ")) continue;
      for (const std::string& piece : pieces_of(line)) {
        EXPECT_THAT(section, HasSubstr(piece));
        ++compared;
      }
    }
  }
  EXPECT_GT(compared, 200U);
}

TEST_F(ManPage, SaysWhichWordsAnOptionTakesAndWhatHoldsWithoutIt) {
  EXPECT_THAT(section_of("sessions"),
              HasSubstr(" --outcome OUTCOME With these outcomes: success, failure, no_desktop, "
                        "unknown. Several with commas between them, or repeated."));
  EXPECT_THAT(section_of("analyze"), HasSubstr(" In the range 0 - 1440. Without it, 15."));
  EXPECT_THAT(section_of("at"), HasSubstr(" sojourn at CASE TIME [UNTIL] [options]"));
  EXPECT_THAT(section_of("sessions"), HasSubstr(" DOMAIN\\name,"));
}

TEST_F(ManPage, IsWellFormedForGroff) {
  if (run_in(folder_, "groff --version").status != 0)
    GTEST_SKIP() << "groff is not here (groff-base): nothing shows that man(1) reads the page";
  const Outcome outcome = run_in(folder_, "sojourn help --as man | groff -man -Tutf8 -ww -rF0 -z");
  EXPECT_EQ(0, outcome.status);
  EXPECT_EQ("", outcome.err);
}

}  // namespace
}  // namespace sojourn
