#include "cli/time_span.h"

#include <gtest/gtest.h>

namespace sojourn {
namespace {

std::string span(const std::string& text, const char* zone = "UTC") {
  const auto found = parse_span(text, Zone::find(zone).value());
  return found ? format_time(found->first) + " " + format_time(found->last) : "none";
}

TEST(TimeSpan, ADayLastsUntilItsLastTick) {
  EXPECT_EQ("2020-09-19T00:00:00.0000000Z 2020-09-19T23:59:59.9999999Z", span("2020-09-19"));
}

TEST(TimeSpan, AMinuteAndASecondDoToo) {
  EXPECT_EQ("2020-09-19T03:21:00.0000000Z 2020-09-19T03:21:59.9999999Z", span("2020-09-19T03:21"));
  EXPECT_EQ("2020-09-19T03:21:00.0000000Z 2020-09-19T03:21:59.9999999Z", span("2020-09-19 03:21Z"));
  EXPECT_EQ("2020-09-19T03:21:48.0000000Z 2020-09-19T03:21:48.9999999Z",
            span("2020-09-19T03:21:48Z"));
}

TEST(TimeSpan, ATimeAsTheCaseHoldsItIsOneInstant) {
  EXPECT_EQ("2020-09-19T03:21:48.8910000Z 2020-09-19T03:21:48.8910000Z",
            span("2020-09-19T03:21:48.8910000Z"));
}

TEST(TimeSpan, AnOffsetCountsWhateverTheZone) {
  for (const char* zone : {"UTC", "America/New_York"}) {
    EXPECT_EQ("2020-09-19T01:21:00.0000000Z 2020-09-19T01:21:59.9999999Z",
              span("2020-09-19T03:21+02:00", zone));
    EXPECT_EQ("2020-09-19T06:21:48.0000000Z 2020-09-19T06:21:48.9999999Z",
              span("2020-09-19 03:21:48-03:00", zone));
    EXPECT_EQ("2020-09-18T18:30:00.0000000Z 2020-09-19T18:29:59.9999999Z",
              span("2020-09-19+05:30", zone));
    EXPECT_EQ("2020-09-19T03:21:48.0000000Z 2020-09-19T03:21:48.9999999Z",
              span("2020-09-19 03:21:48 UTC", zone));
  }
}

TEST(TimeSpan, ADayIsTheZonesAndHas23Or25HoursWhereClocksAreChanged) {
  EXPECT_EQ("2020-09-18T22:00:00.0000000Z 2020-09-19T21:59:59.9999999Z",
            span("2020-09-19", "Europe/Berlin"));
  EXPECT_EQ("2020-03-28T23:00:00.0000000Z 2020-03-29T21:59:59.9999999Z",
            span("2020-03-29", "Europe/Berlin"));
  EXPECT_EQ("2020-10-24T22:00:00.0000000Z 2020-10-25T22:59:59.9999999Z",
            span("2020-10-25", "Europe/Berlin"));
  EXPECT_EQ("2020-03-29T01:00:00.0000000Z 2020-03-29T01:00:59.9999999Z",
            span("2020-03-29T02:30", "Europe/Berlin"))
      << "which no clock showed";
}

TEST(TimeSpan, OtherTextIsNoTime) {
  for (const char* text : {"", "yesterday", "2020-13-01", "2020-02-30", "2020-09-19T",
                           "2020-09-19T25:00", "19.09.2020"}) {
    EXPECT_EQ("none", span(text)) << text;
  }
}

}  // namespace
}  // namespace sojourn
