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

TEST(Zone, AnUnknownNameIsNoZone) {
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
