#include "cli/zone.h"

#include <gtest/gtest.h>

namespace sojourn {
namespace {

const Timestamp kWinter = parse_time("2020-01-19T03:21:48.8910000Z").value();
const Timestamp kSummer = parse_time("2020-07-19T23:21:48.8910000Z").value();

TEST(Zone, UtcIsTheStoredTextItself) {
  EXPECT_EQ("2020-01-19T03:21:48.8910000Z", Zone::utc().exact(kWinter));
  EXPECT_EQ("2020-01-19 03:21:48Z", Zone::utc().brief(kWinter));
}

TEST(Zone, EveryTimeCarriesItsOwnOffset) {
  const Zone berlin = Zone::find("Europe/Berlin").value();
  EXPECT_EQ("2020-01-19T04:21:48.8910000+01:00", berlin.exact(kWinter));
  EXPECT_EQ("2020-07-20 01:21:48+02:00", berlin.brief(kSummer));
}

TEST(Zone, OffsetsWestOfGreenwichAndOfHalfHoursAreWritten) {
  EXPECT_EQ("2020-01-18 23:51:48-03:30", Zone::find("America/St_Johns").value().brief(kWinter));
}

TEST(Zone, AFixedOffsetNeedsNoNameAndHoldsAllYear) {
  const Zone delhi = Zone::find("+05:30").value();
  EXPECT_EQ("2020-01-19T08:51:48.8910000+05:30", delhi.exact(kWinter));
  EXPECT_EQ("2020-07-20 04:51:48+05:30", delhi.brief(kSummer));
  EXPECT_EQ(kWinter, delhi.instant(parse_time("2020-01-19T08:51:48.8910000Z").value()));
  EXPECT_EQ("2020-01-18 22:21:48-05:00", Zone::find("-05:00").value().brief(kWinter));
  EXPECT_EQ("2020-01-19 03:21:48Z", Zone::find("+00:00").value().brief(kWinter));
  for (const char* wrong :
       {"+5:30", "+24:00", "+05:60", "05:30", "+0530 ", "+ab:cd", "+", "+05:3x"})
    EXPECT_FALSE(Zone::find(wrong)) << wrong;
}

TEST(Zone, AnUnknownNameIsNoZone) {
  EXPECT_TRUE(Zone::names_are_known());
  EXPECT_FALSE(Zone::find("Europe/Atlantis").has_value());
  EXPECT_FALSE(Zone::find("").has_value());
}

TEST(Zone, AnHourIsThatOfItsOwnClock) {
  const auto time = parse_time("2026-03-04T23:30:00Z");
  ASSERT_TRUE(time);
  EXPECT_EQ(23U, Zone::utc().hour(*time));
  EXPECT_EQ(2U, Zone::find("Europe/Istanbul")->hour(*time));
  EXPECT_EQ(23U, Zone::utc().hour(*parse_time("1601-01-01T23:59:59.9999999Z")));
}

}  // namespace
}  // namespace sojourn
