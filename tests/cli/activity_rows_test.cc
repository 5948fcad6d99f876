#include "cli/activity_rows.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/scratch.h"

namespace sojourn {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class ActivityRowsTest : public ::testing::Test {
 protected:
  ActivityRows rows(const std::string& text) {
    testing::write_file(folder_ / "timeline", text);
    return ActivityRows(folder_ / "timeline");
  }
  std::string refusal(const std::string& text) {
    try {
      rows(text);
    } catch (const std::runtime_error& error) {
      return error.what();
    }
    return {};
  }
  testing::Scratch folder_;
};

TEST_F(ActivityRowsTest, ACellInQuotesMayHoldCommasQuotesAndLines) {
  ActivityRows csv = rows("Time,Note\r\n1,\"a, \"\"b\"\"\r\nc\"\r\n\r\n2,d\n");
  EXPECT_THAT(csv.titles(), ElementsAre("Time", "Note"));
  const auto first = csv.next();
  ASSERT_TRUE(first);
  EXPECT_THAT(*first->names, ElementsAre("time", "note"));
  EXPECT_THAT(first->values, ElementsAre("1", "a, \"b\"\nc"));
  EXPECT_EQ(csv.line(), 2U);
  const auto second = csv.next();
  ASSERT_TRUE(second);
  EXPECT_THAT(second->values, ElementsAre("2", "d"));
  EXPECT_EQ(csv.line(), 5U);
  EXPECT_FALSE(csv.next());
  EXPECT_EQ(csv.unreadable(), 0U);
}

TEST_F(ActivityRowsTest, AByteOrderMarkIsNoPartOfATitle) {
  EXPECT_THAT(rows("\xEF\xBB\xBFTime,Note\n1,2\n").titles(), ElementsAre("Time", "Note"));
}

TEST_F(ActivityRowsTest, ARowOfFewerCellsHasEmptyOnesAndOneOfMoreCannotBeRead) {
  ActivityRows csv = rows("Time,Note\n1\n1,2,3\n4,5\n");
  EXPECT_THAT(csv.next()->values, ElementsAre("1", ""));
  EXPECT_THAT(csv.next()->values, ElementsAre("4", "5"));
  EXPECT_FALSE(csv.next());
  EXPECT_EQ(csv.unreadable(), 1U);
  EXPECT_EQ(csv.first_unreadable_line(), 3U);
}

TEST_F(ActivityRowsTest, AQuoteThatIsNeverClosedEndsWithTheFile) {
  ActivityRows csv = rows("Time,Note\n1,\"2\n3,4\n");
  EXPECT_FALSE(csv.next());
  EXPECT_EQ(csv.unreadable(), 1U);
}

TEST_F(ActivityRowsTest, MembersOfMembersHaveNamesWithDots) {
  ActivityRows json = rows("{\"A\":{\"B\":1,\"C\":{\"D\":\"x\"}},\"E\":[{\"F\":2}],\"G\":true}\n");
  ASSERT_TRUE(json.is_json());
  const auto row = json.next();
  ASSERT_TRUE(row);
  EXPECT_THAT(*row->names, ElementsAre("a.b", "a.c.d", "g"));
  EXPECT_THAT(row->values, ElementsAre("1", "x", "true"));
}

TEST_F(ActivityRowsTest, WhatIsNoJsonIsCountedAndTheNextLineIsRead) {
  ActivityRows json = rows("{\"a\":1}\nnonsense\n\n[1]\n{\"a\":\"\xFF\"}\n{\"a\":2}\n");
  EXPECT_THAT(json.next()->values, ElementsAre("1"));
  EXPECT_THAT(json.next()->values, ElementsAre("2"));
  EXPECT_EQ(json.line(), 6U);
  EXPECT_FALSE(json.next());
  EXPECT_EQ(json.unreadable(), 3U);
  EXPECT_EQ(json.first_unreadable_line(), 2U);
}

// Each value would repeat the names of all the objects around it.
TEST_F(ActivityRowsTest, ObjectsInObjectsInObjectsTakeNoMemory) {
  constexpr int kDepth = 100'000;
  std::string deep;
  for (int i = 0; i < kDepth; ++i) deep += "{\"v\":1,\"long name of a member\":";
  deep += "{}" + std::string(kDepth, '}');
  ActivityRows json = rows(deep + '\n' + "{\"" + std::string(100'000, 'n') + "\":1}\n");
  EXPECT_LE(json.next()->names->size(), 8U);
  EXPECT_THAT(*json.next()->names, IsEmpty());
}

TEST_F(ActivityRowsTest, WhatIsNoTimelineIsRefused) {
  EXPECT_THAT(refusal(""), HasSubstr("is empty"));
  EXPECT_THAT(refusal("only one column\n"), HasSubstr("wanted CSV with a line of titles"));
  EXPECT_THROW(ActivityRows{folder_.path()}, std::runtime_error);
  EXPECT_THROW(ActivityRows{folder_ / "absent"}, std::runtime_error);
}

}  // namespace
}  // namespace sojourn
