#include "cli/explain_word.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>
#include <stdexcept>

#include "cli/source_history.h"
#include "schema/schema_sql.h"
#include "schema/session.h"

namespace sojourn {
namespace {

using ::testing::HasSubstr;

std::string explained(const std::string& word) {
  std::ostringstream out, err;
  explain_word({word}, {out, err});
  return out.str();
}

TEST(ExplainWord, EachMeaningIsALine) {
  EXPECT_EQ(explained("unlock"),
            "what it is  word    meaning\n"
            "flag        unlock  a failed attempt to unlock\n"
            "role        unlock  the desktop was unlocked\n");
}

TEST(ExplainWord, AWordThatIsNotThereIsSaidWithOneLikeIt) {
  try {
    explained("disconect");
    FAIL();
  } catch (const std::runtime_error& error) {
    EXPECT_STREQ("no table has the word \"disconect\"; did you mean disconnect?", error.what());
  }
  EXPECT_THROW(explained("\x1b[31m"), std::runtime_error);
}

// What can stand in a column: the lists of the schema, and of the types behind it.
TEST(ExplainWord, EveryWordOfTheTablesHasAMeaning) {
  const std::string sql = kSchemaSql;
  const std::string all = explained("");
  int words = 0;
  for (const char* column : {"kind", "outcome", "start_reason", "end_reason"}) {
    const std::size_t begin =
        sql.find(std::string("CHECK (") + column + " IN (", sql.find("CREATE TABLE session ("));
    ASSERT_NE(begin, std::string::npos) << column;
    const std::string list = sql.substr(begin, sql.find("))", begin) - begin);
    for (std::size_t at = list.find('\''); at != std::string::npos; at = list.find('\'', at)) {
      const std::size_t end = list.find('\'', at + 1);
      EXPECT_NO_THROW(explained(list.substr(at + 1, end - at - 1)));
      ++words;
      at = end + 1;
    }
  }
  EXPECT_GT(words, 20);
  for (int role = 0; name_of(static_cast<Role>(role)) != name_of(Role::context); ++role)
    EXPECT_NO_THROW(explained(std::string(name_of(static_cast<Role>(role)))));
  for (std::size_t oddity = 0; oddity < kOddities; ++oddity)
    EXPECT_NO_THROW(explained(name_of(static_cast<Oddity>(oddity))));
  // A comment of several lines, each behind its "--".
  std::istringstream lines(sql.substr(sql.find("words: ") + std::string("words: ").size()));
  int flag_words = 0;
  for (std::string line; std::getline(lines, line);) {
    if (flag_words > 0 && line.find_first_not_of(' ') != line.find("--")) break;
    std::istringstream flags(line);
    for (std::string flag; flags >> flag;) {
      if (flag == "--") continue;
      EXPECT_THAT(explained(flag), HasSubstr("flag ")) << flag;
      ++flag_words;
    }
  }
  EXPECT_GT(flag_words, 10);
}

}  // namespace
}  // namespace sojourn
