#include "schema/time.h"

#include <gtest/gtest.h>

namespace sojourn {
namespace {

TEST(Time, IsShownToTheTick) {
  const auto time = from_filetime(132'449'053'088'910'001);
  ASSERT_TRUE(time);
  EXPECT_EQ(format_time(*time), "2020-09-18T12:21:48.8910001Z");
}

TEST(Time, ReadsWhatItShows) {
  for (const char* text : {"1601-01-01T00:00:00.0000000Z", "1969-12-31T23:59:59.9999999Z",
                           "2020-02-29T12:00:00.0000001Z", "9999-12-31T23:59:59.9999999Z"}) {
    const auto time = parse_time(text);
    ASSERT_TRUE(time) << text;
    EXPECT_EQ(format_time(*time), text);
  }
}

TEST(Time, ReadsTheSpellingsOfOtherTools) {
  const auto expected = parse_time("2020-09-19T03:21:48.8910000Z");
  EXPECT_EQ(parse_time("2020-09-19 03:21:48.891"), expected);
  EXPECT_EQ(parse_time("2020-09-19T03:21:48.891Z"), expected);
  EXPECT_EQ(parse_time("2020-09-19T03:21:48.891000099Z"), expected) << "below the tick";
}

TEST(Time, AnOffsetFromUtcIsHonoured) {
  const auto expected = parse_time("2020-09-19T03:21:48.8910000Z");
  EXPECT_EQ(parse_time("2020-09-19 03:21:48.891 UTC"), expected);
  EXPECT_EQ(parse_time("2020-09-19T05:21:48.891+02:00"), expected);
  EXPECT_EQ(parse_time("2020-09-18T23:51:48.891-03:30"), expected);
  for (const char* text :
       {"2020-09-19T05:21:48+15:00", "2020-09-19T05:21:48+02:60", "2020-09-19T05:21:48+02",
        "2020-09-19T05:21:48 CEST", "1601-01-01T00:00:00+01:00", "9999-12-31T23:30:00-01:00"}) {
    EXPECT_FALSE(parse_time(text)) << text;
  }
}

TEST(Time, RefusesDatesThatDoNotExist) {
  for (const char* text :
       {"", "2021-02-29T00:00:00Z", "2021-13-01T00:00:00Z", "2021-00-10T00:00:00Z",
        "2021-01-01T24:00:00Z", "2021-01-01T00:60:00Z", "2021-01-01",
        "2021-01-01T00:00:00.1234567890Z", "2021-01-01T00:00:00.Z+", "03/01/2021 10:00:00",
        "-001-01-01T00:00:00Z"}) {
    EXPECT_FALSE(parse_time(text)) << text;
  }
}

TEST(Time, RefusesFiletimesPastTheYear9999) {
  EXPECT_TRUE(from_filetime(0));
  EXPECT_EQ(format_time(*from_filetime(2'650'467'743'999'999'999)), "9999-12-31T23:59:59.9999999Z");
  EXPECT_FALSE(from_filetime(2'650'467'744'000'000'000));
  EXPECT_FALSE(from_filetime(0xFFFF'FFFF'FFFF'FFFF));
}

}  // namespace
}  // namespace sojourn
