#include "cli/wording.h"

#include <gtest/gtest.h>

namespace sojourn {
namespace {

TEST(Wording, DurationsAreReadAsPeopleSayThem) {
  EXPECT_EQ("0 s", duration_words(0));
  EXPECT_EQ("0.25 s", duration_words(0.25));
  EXPECT_EQ("59.94 s", duration_words(59.941));
  EXPECT_EQ("1 min", duration_words(60.4));
  EXPECT_EQ("1 d 3 h 5 s", duration_words(86'400 + 3 * 3'600 + 5));
}

TEST(Wording, LargeNumbersAreGrouped) {
  EXPECT_EQ("0", grouped(0));
  EXPECT_EQ("999", grouped(999));
  EXPECT_EQ("1,000", grouped(1'000));
  EXPECT_EQ("18,446,744,073,709,551,615", grouped(18'446'744'073'709'551'615U));
}

TEST(Wording, SizesHaveTheUnitThatKeepsThemShort) {
  EXPECT_EQ("999 B", size_words(999));
  EXPECT_EQ("1 kB", size_words(1'000));
  EXPECT_EQ("69.7 kB", size_words(69'700));
  EXPECT_EQ("1 MB", size_words(999'999));
  EXPECT_EQ("18.4 EB", size_words(18'446'744'073'709'551'615U));
}

TEST(Wording, ChannelsGoByTheNameAnalystsUse) {
  EXPECT_EQ("Security", short_channel("Security"));
  EXPECT_EQ("LocalSessionManager",
            short_channel("Microsoft-Windows-TerminalServices-LocalSessionManager/Operational"));
  EXPECT_EQ("RemoteConnectionManager/Admin",
            short_channel("Microsoft-Windows-TerminalServices-RemoteConnectionManager/Admin"));
  EXPECT_EQ("RdpCoreTS",
            short_channel("Microsoft-Windows-RemoteDesktopServices-RdpCoreTS/Operational"));
}

TEST(Wording, ACodeWithoutWordsIsShownAsItIs) {
  EXPECT_EQ("teleport", end_words("teleport", true));
}

TEST(Wording, ADesktopThatWasNeverGivenDidNotStay) {
  EXPECT_EQ("disconnected; the desktop stayed", end_words("disconnect", true));
  EXPECT_EQ("disconnected", end_words("disconnect", false));
}

TEST(Wording, AColumnHasShortDurationsHostsAndTimes) {
  EXPECT_EQ("1d 02h 03m", brief_duration(93'784.9));
  EXPECT_EQ("02h 03m", brief_duration(7'384));
  EXPECT_EQ("03m 04s", brief_duration(184));
  EXPECT_EQ("0s", brief_duration(0.4));
  EXPECT_EQ("-5s", brief_duration(-5));
  EXPECT_EQ("PC01", short_host("PC01.corp.example"));
  EXPECT_EQ("PC01 (2)", short_host("PC01.corp.example (2)"));
  EXPECT_EQ("10.1.2.3", short_host("10.1.2.3"));
  EXPECT_EQ("2026-03-04 23:05", minute_time("2026-03-04T23:05:01.0000000Z", Zone::utc()));
  EXPECT_EQ("2026-03-04", day_time("2026-03-04T23:05:01.0000000Z", Zone::utc()));
  EXPECT_EQ("whenever it was", day_time("whenever it was", Zone::utc()));
}

}  // namespace
}  // namespace sojourn
