#include "cli/activity_time.h"

#include <gtest/gtest.h>

namespace sojourn {
namespace {

std::string first_of(const ActivityTime& time) {
  return time.span ? format_time(time.span->first) : "none";
}
std::string utc(const std::string& text) { return first_of(activity_time(text, Zone::utc())); }

TEST(ActivityTimeTest, TextsWithAnOffsetNeedNoZone) {
  for (const char* text :
       {"2020-09-19T05:21:48+02:00", "2020-09-19 05:21:48 +02:00", "2020-09-19 05:21:48.000 +0200",
        "2020-09-19T03:21:48Z", "2020-09-19T03:21:48.000000+00:00", "2020-09-19 03:21:48 UTC"}) {
    const ActivityTime time = activity_time(text, {});
    EXPECT_EQ(first_of(time), "2020-09-19T03:21:48.0000000Z") << text;
    EXPECT_FALSE(time.lacks_zone) << text;
  }
}

TEST(ActivityTimeTest, TextsWithoutOneNeedAZone) {
  EXPECT_TRUE(activity_time("2020-09-19 03:21:48", {}).lacks_zone);
  EXPECT_FALSE(activity_time("2020-09-19 03:21:48", Zone::utc()).lacks_zone);
  EXPECT_EQ(first_of(activity_time("2020-09-19 06:21:48", Zone::find("Europe/Istanbul"))),
            "2020-09-19T03:21:48.0000000Z");
}

TEST(ActivityTimeTest, NumbersCountSince1970InTheUnitThatTheirSizeTells) {
  EXPECT_EQ(utc("1600485708"), "2020-09-19T03:21:48.0000000Z");
  EXPECT_EQ(utc("1600485708.891"), "2020-09-19T03:21:48.8910000Z");
  EXPECT_EQ(utc("1600485708891"), "2020-09-19T03:21:48.8910000Z");
  EXPECT_EQ(utc("1600485708891123"), "2020-09-19T03:21:48.8911230Z");
  EXPECT_EQ(utc("1600485708891123400"), "2020-09-19T03:21:48.8911234Z");
  EXPECT_FALSE(activity_time("1600485708", {}).lacks_zone);
}

TEST(ActivityTimeTest, ASecondWithoutAFractionIsAllOfIt) {
  const auto time = activity_time("2020-09-19T03:21:48Z", {});
  ASSERT_TRUE(time.span);
  EXPECT_EQ(format_time(time.span->last), "2020-09-19T03:21:48.9999999Z");
}

TEST(ActivityTimeTest, WhatIsNoTimeIsNone) {
  for (const char* text : {"", "-", "2020", "never", "99999999999999999999", "1e300", "0x5f6577cc",
                           "1600485708891.5", "2020-13-45 00:00:00", "+", "2020-09-19 03:21:48 -"})
    EXPECT_EQ(utc(text), "none") << text;
}

TEST(ActivityTimeTest, PlasoHasThreeColumns) {
  EXPECT_EQ(first_of(l2t_time({"09/19/2020", "03:21:48", "UTC"})), "2020-09-19T03:21:48.0000000Z");
  EXPECT_EQ(first_of(l2t_time({"09/19/2020", "06:21:48", "Europe/Istanbul"})),
            "2020-09-19T03:21:48.0000000Z");
  EXPECT_EQ(first_of(l2t_time({"19.09.2020", "03:21:48", "UTC"})), "none");
  EXPECT_EQ(first_of(l2t_time({"09/19/2020", "03:21:48", "nowhere"})), "none");
}

}  // namespace
}  // namespace sojourn
