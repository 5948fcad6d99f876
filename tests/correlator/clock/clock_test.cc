// What the records say of the clock they were stamped by.
#include "correlator/clock/clock.h"

#include <gtest/gtest.h>

#include <string>

#include "correlator/correlate.h"
#include "tests/support/stories.h"
#include "tests/support/timeline.h"

namespace sojourn {
namespace {

// The epochs of a story: where each begins and by how many seconds the clock was set there.
std::string epochs(const std::string& text) {
  Strings strings;
  const Correlation found = correlate(timeline(text, strings), strings);
  std::string result;
  for (const ClockEpoch& epoch : found.clock_epochs.rows) {
    result += format_time(found.events[epoch.first_event].time).substr(11, 8);
    if (epoch.step_event != kNone) {
      EXPECT_EQ(epoch.first_event, epoch.step_event);
      result += ' ' + std::to_string(
                          std::chrono::duration_cast<std::chrono::seconds>(epoch.step).count());
    }
    result += '\n';
  }
  return result;
}

TEST(Clock, ThatWasNeverSetHasOneEpoch) {
  EXPECT_EQ("09:00:00\n", epochs(std::string(kConsoleLogon) + kConsoleLogoff));
}

TEST(Clock, SetBackOrForwardBeginsAnEpoch) {
  EXPECT_EQ("09:00:00\n06:30:00 -10800\n12:00:00 7200\n",
            epochs(std::string(kConsoleLogon) +
                   "06:30:00.0 Security 4616 PreviousTime=2024-03-01T09:30:00.0Z\n"
                   "12:00:00.0 Security 4616 PreviousTime=2024-03-01T10:00:00.0Z\n"
                   "13:00:00.0 LSM 23 User=CORP\\alice SessionID=2\n"));
}

// The desktop was locked at 10:00 and unlocked, by a clock that an hour had been taken from, at
// 09:30: as "half an hour less than none", so that more of it had been unlocked than it lasted.
TEST(Clock, SetWhileADesktopWasLockedLeavesUnknownHowLongItWasNot) {
  Strings strings;
  const std::string locked =
      "10:00:00.0 Security 4800 TargetUserName=alice TargetLogonId=0xa5716 SessionId=2\n";
  const std::string unlocked =
      "09:30:00.0 Security 4801 TargetUserName=alice TargetLogonId=0xa5716 SessionId=2\n";
  const Correlation found =
      correlate(timeline(std::string(kConsoleLogon) + locked +
                             "09:15:00.0 Security 4616 PreviousTime=2024-03-01T10:15:00.0Z\n" +
                             unlocked + kConsoleLogoff,
                         strings),
                strings);
  EXPECT_EQ("local success CORP\\alice 09:00:00.0 logon - 17:00:00.1 logoff [clock_step]\n",
            story(found, strings));
  EXPECT_FALSE(found.sessions[0].active_s.has_value());
}

TEST(Clock, SetByTheFirstRecordThatIsLeftHasNoEpochBefore) {
  EXPECT_EQ("10:00:00 3600\n", epochs("10:00:00.0 KernelGeneral 1 OldTime=2024-03-01T09:00:00.0Z "
                                      "NewTime=2024-03-01T10:00:00.0Z Reason=1\n"));
}

TEST(Clock, AStepThatTwoLogsTellOfBeginsOneEpoch) {
  EXPECT_EQ("09:00:00\n06:30:00 -10800\n",
            epochs(std::string(kConsoleLogon) +
                   "06:30:00.0 Security 4616 PreviousTime=2024-03-01T09:30:00.0Z\n"
                   "06:30:00.1 KernelGeneral 1 OldTime=2024-03-01T09:30:00.1Z "
                   "NewTime=2024-03-01T06:30:00.1Z Reason=1\n"));
}

TEST(Clock, AChangeOfTheZoneAndTheTimeServicesDailyWorkAreNoSteps) {
  EXPECT_EQ("09:00:00\n", epochs(std::string(kConsoleLogon) +
                                 "10:00:00.0 KernelGeneral 1 OldTime=2024-03-01T09:00:00.0Z "
                                 "NewTime=2024-03-01T10:00:00.0Z Reason=3\n"
                                 "11:00:00.0 Security 4616 PreviousTime=2024-03-01T11:00:01.5Z\n"));
}

// Each record of a forged log says that the clock was set back a year. The search for the epoch of
// a record stays short, and the times that are added up stay within what a time can hold.
TEST(Clock, AForgedLogOfNothingButStepsIsReadLikeAnyOther) {
  Strings strings;
  std::vector<Event> events = timeline(
      "09:00:00.0 Security 4616 PreviousTime=2025-03-01T09:00:00.0Z\n"
      "09:00:00.1 LSM 21 User=CORP\\alice SessionID=2 Address=LOCAL\n",
      strings);
  const Event step = events[0], logon = events[1];
  for (std::uint64_t i = 1; i < 50'000; ++i) {
    events.push_back(step);
    events.back().record += i;
    events.push_back(logon);
    events.back().record += i;
    events.back().time += Ticks{i};
  }
  const Correlation found = correlate(std::move(events), strings);
  EXPECT_EQ(100'000u, found.events.size());
}

}  // namespace
}  // namespace sojourn
