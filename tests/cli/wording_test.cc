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

}  // namespace
}  // namespace sojourn
