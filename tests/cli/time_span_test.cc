#include "cli/time_span.h"

#include <gtest/gtest.h>

namespace sojourn {
namespace {

std::string span(const std::string& text) {
  const auto found = parse_span(text);
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

TEST(TimeSpan, OtherTextIsNoTime) {
  for (const char* text : {"", "yesterday", "2020-13-01", "2020-02-30", "2020-09-19T",
                           "2020-09-19T25:00", "19.09.2020"}) {
    EXPECT_EQ("none", span(text)) << text;
  }
}

}  // namespace
}  // namespace sojourn
