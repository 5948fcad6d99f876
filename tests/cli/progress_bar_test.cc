#include "cli/progress_bar.h"

#include <gtest/gtest.h>

namespace sojourn {
namespace {

Progress halfway() {
  Progress progress;
  progress.files = 3;
  progress.files_total = 12;
  progress.bytes = 2'400'000'000;
  progress.bytes_total = 4'800'000'000;
  progress.records = 812'345;
  return progress;
}

TEST(ProgressLine, TellsFilesBytesRecordsAndTimeSpent) {
  EXPECT_EQ("[##########----------] 3/12 files  2.4 GB of 4.8 GB  812,345 records  1:05",
            progress_line(halfway(), std::chrono::seconds{65}, 100));
}

TEST(ProgressLine, NeverWrapsOnANarrowTerminal) {
  EXPECT_EQ("[##########----------] 3/12", progress_line(halfway(), std::chrono::seconds{65}, 27));
}

TEST(ProgressLine, EvidenceWithoutBytesIsDoneAtOnce) {
  EXPECT_EQ("[####################] 0/0 files  0 B of 0 B  0 records  0:00",
            progress_line(Progress{}, std::chrono::seconds{0}, 100));
}

}  // namespace
}  // namespace sojourn
