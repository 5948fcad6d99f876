// Machines that sleep: whoever is at them stays logged on, and the clock makes up for the time when
// they wake.
#include <gtest/gtest.h>

#include <string>

#include "tests/support/timeline.h"

namespace sojourn {
namespace {

constexpr const char* kMorning =
    "09:00:00.0 LSM 21 User=CORP\\alice SessionID=2 Address=LOCAL ActivityID=console\n"
    "12:00:00.0 KernelPower 42\n";
constexpr const char* kEvening =
    "17:00:00.0 LSM 23 User=CORP\\alice SessionID=2 ActivityID=console\n";

TEST(CorrelateSleep, TheClockThatIsRightAfterASleepWasNotSet) {
  EXPECT_EQ("local success CORP\\alice 09:00:00.0 logon - 17:00:00.0 logoff\n",
            story(std::string(kMorning) +
                  "13:00:00.0 KernelPower 107\n"
                  "13:00:00.0 KernelGeneral 1 OldTime=2024-03-01T12:00:02Z "
                  "NewTime=2024-03-01T13:00:00Z Reason=2\n" +
                  kEvening));
}

TEST(CorrelateSleep, AClockSetLongAfterTheMachineSleptIsAStep) {
  EXPECT_EQ("local success CORP\\alice 09:00:00.0 logon - 17:00:00.0 logoff [clock_step]\n",
            story(std::string(kMorning) +
                  "12:30:00.0 KernelPower 107\n"
                  "14:00:00.0 KernelGeneral 1 OldTime=2024-03-01T13:00:00Z "
                  "NewTime=2024-03-01T14:00:00Z Reason=2\n" +
                  kEvening));
}

}  // namespace
}  // namespace sojourn
