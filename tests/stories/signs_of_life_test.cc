// What a crash cut short ends with the last record of the boot, also with one that the catalog does
// not know: the readers note where such a one may be the last.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "correlator/correlate.h"
#include "tests/support/stories.h"
#include "tests/support/timeline.h"

namespace sojourn {
namespace {

constexpr const char* kStart = "2T08:00:00.0 KernelGeneral 12\n2T08:00:01.0 KernelPower 41\n";

// The story where other records stand at these times of March ("01T15:00:00").
std::string story_with(const std::vector<std::string>& signs, const std::string& text) {
  Strings strings;
  std::vector<RecordRange> ranges;
  for (const std::string& at : signs) {
    RecordRange& sign = ranges.emplace_back();
    sign.channel = strings.intern("Application");
    sign.first = sign.last = 7000 + ranges.size();
    sign.first_time = sign.last_time = *parse_time("2024-03-" + at + "Z");
    sign.is_sign = true;
  }
  return story(correlate(timeline(text, strings), strings, {}, ranges), strings);
}

std::string ends(const std::string& end) {
  return "local success CORP\\alice 09:00:00.0 logon - " + end + "\n";
}

TEST(SignsOfLife, TheLastOneBeforeTheStartIsTheEnd) {
  EXPECT_EQ(ends("?09:00:00.3 crash"), story_with({}, std::string(kConsoleLogon) + kStart));
  EXPECT_EQ(ends("?15:00:00.0 crash"),
            story_with({"01T12:00:00", "02T08:00:03", "01T15:00:00", "01T08:00:00"},
                       std::string(kConsoleLogon) + kStart));
}

TEST(SignsOfLife, WhatAStartWroteBeforeItsOwnRecordIsNone) {
  EXPECT_EQ(ends("?12:00:00.0 crash"),
            story_with({"01T12:00:00", "02T07:59:59.5"}, std::string(kConsoleLogon) + kStart));
  EXPECT_EQ(ends("?12:00:00.0 crash"),
            story_with({"01T12:00:00", "02T07:59:40"},
                       std::string(kConsoleLogon) +
                           "2T08:00:00.0 KernelGeneral 12 StartTime=2024-03-02T07:59:30.0Z\n"))
      << "the machine had started before it wrote that it did";
}

TEST(SignsOfLife, AShutdownOrALogThatGoesOnHasNoUseForThem) {
  EXPECT_EQ(ends("?11:00:00.0 shutdown [shutdown]"),
            story_with({"01T15:00:00"},
                       std::string(kConsoleLogon) + "11:00:00.0 EventLog 6006\n" + kStart));
  EXPECT_EQ(ends("… open"), story_with({"01T15:00:00"}, kConsoleLogon));
}

// The clock was set back by a day after the crash: both days show that time.
TEST(SignsOfLife, ATimeThatTwoClocksShowedIsNone) {
  const std::string set_back =
      "2T08:10:00.0 Security 4616 PreviousTime=2024-03-02T08:30:00.0Z\n"
      "1T12:00:00.0 Security 4616 PreviousTime=2024-03-02T08:20:00.0Z\n"
      "1T16:00:00.0 EventLog 6013\n";
  EXPECT_EQ(ends("?09:00:00.3 crash"),
            story_with({"01T15:00:00"}, std::string(kConsoleLogon) + kStart + set_back));
  EXPECT_EQ(ends("?11:00:00.0 crash"), story_with({"01T11:00:00", "01T15:00:00"},
                                                  std::string(kConsoleLogon) + kStart + set_back));
}

}  // namespace
}  // namespace sojourn
