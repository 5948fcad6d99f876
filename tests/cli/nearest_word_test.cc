#include "cli/nearest_word.h"

#include <gtest/gtest.h>

namespace sojourn {
namespace {

const std::vector<std::string> kWords = {"sessions", "sources", "show", "sql"};

TEST(NearestWord, IsTheOneWithTheFewestLettersAmiss) {
  for (const char* typed : {"sesions", "session", "sessoins", "sexsions", "sessionss"})
    EXPECT_EQ("sessions", nearest_word(typed, kWords)) << typed;
  EXPECT_EQ("sources", nearest_word("suorces", kWords));
  EXPECT_EQ("sql", nearest_word("sgl", kWords));
}

TEST(NearestWord, IsNoneWhereMoreThanAThirdIsAmiss) {
  for (const std::string& typed :
       {std::string("frobnicate"), std::string("x"), std::string(), std::string(100'000, 's')}) {
    EXPECT_EQ("", nearest_word(typed, kWords)) << typed.size();
  }
  EXPECT_EQ("", nearest_word("sessions", {}));
}

TEST(NearestWord, MakesAQuestion) {
  EXPECT_EQ("; did you mean show?", did_you_mean("shwo", kWords));
  EXPECT_EQ("", did_you_mean("frobnicate", kWords));
}

}  // namespace
}  // namespace sojourn
