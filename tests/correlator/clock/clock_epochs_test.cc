// Where a host's clock was set, why, and what it showed between: the rows of clock_epoch.
#include <gtest/gtest.h>

#include <string>

#include "correlator/correlate.h"
#include "tests/support/stories.h"
#include "tests/support/timeline.h"

namespace sojourn {
namespace {

// "first - last reason" of each epoch, times without the date of the first day.
std::string epochs(const std::string& text) {
  Strings strings;
  std::string result;
  const auto shown = [](Timestamp time) { return format_time(time).substr(8, 11); };
  for (const ClockEpoch& epoch : correlate(timeline(text, strings), strings).clock_epochs.rows) {
    result += shown(epoch.first) + " - " + shown(epoch.last);
    if (epoch.step_event != kNone) result += ' ' + std::string(name_of(epoch.reason));
    result += '\n';
  }
  return result;
}

std::string boot_at(const std::string& minute) {
  return minute + ":32.0 KernelGeneral 12 StartTime=2024-03-01T" + minute + ":32.0Z\n" + minute +
         ":33.0 Security 4608\n" + minute + ":34.0 LSM 32\n";
}

constexpr const char* kShutdown =
    "20:14:43.0 LSM 54\n"
    "20:14:43.5 Eventlog 1100\n"
    "20:14:44.0 User32 1074 param5=restart\n"
    "20:14:44.5 KernelGeneral 13 StopTime=2024-03-01T20:14:44.5Z\n";

std::string evening() {
  return "19:51:10.0 Security 4624 TargetUserName=alice TargetDomainName=CORP "
         "TargetLogonId=0x51 LogonType=2 LogonProcessName=User32\n"
         "19:51:10.3 LSM 21 User=CORP\\alice SessionID=1 Address=LOCAL ActivityID=console\n"
         "20:30:20.0 Security 4647 TargetUserName=alice TargetDomainName=CORP TargetLogonId=0x51\n"
         "20:30:20.1 LSM 23 User=CORP\\alice SessionID=1 ActivityID=console\n";
}

// Observed: System record 1521 (shutdown, 20:14:44) is followed by 1522 (start, 19:50:32), and no
// record tells of a step. By time the second boot would come first, and the one that was shut down
// would have crashed.
TEST(ClockEpochs, AStartEarlierThanTheShutdownBeforeItShowsAStepThatNoRecordTells) {
  const std::string text =
      boot_at("08:00") + kConsoleLogon + kShutdown + boot_at("19:50") + evening();
  EXPECT_EQ(
      "local success CORP\\alice 09:00:00.0 logon - ?20:14:43.0 shutdown [shutdown]\n"
      "local success CORP\\alice 19:51:10.0 logon - 20:30:20.1 logoff\n",
      story(text));
  EXPECT_EQ("01T08:00:32 - 01T20:14:44\n01T19:50:32 - 01T20:30:20 unrecorded\n", epochs(text));
  Strings strings;
  const Correlation found = correlate(timeline(text, strings), strings);
  ASSERT_EQ(2u, found.boots.size());
  EXPECT_EQ(Boot::Stop::shutdown, found.boots[0].stop_kind);
}

// Hours later the clock is set back once more, and that is told: by more, so that it would account
// for the start as well, did its record not stand behind it.
TEST(ClockEpochs, AStepThatIsToldLaterIsNotTheOneThatAStartShows) {
  const std::string text = boot_at("08:00") + kConsoleLogon + kShutdown + boot_at("19:50") +
                           evening() +
                           "19:00:00.0 Security 4616 PreviousTime=2024-03-01T21:00:00.0Z\n"
                           "19:00:00.0 KernelGeneral 1 OldTime=2024-03-01T21:00:00.0Z "
                           "NewTime=2024-03-01T19:00:00.0Z Reason=1\n"
                           "23:00:00.0 Security 4634 TargetUserName=carol TargetLogonId=0x99 "
                           "LogonType=3\n";
  EXPECT_EQ(
      "local success CORP\\alice 09:00:00.0 logon - ?20:14:43.0 shutdown [shutdown]\n"
      "local success CORP\\alice 19:51:10.0 logon - 20:30:20.1 logoff\n",
      story(text));
  EXPECT_EQ(
      "01T08:00:32 - 01T20:14:44\n01T19:50:32 - 01T20:30:20 unrecorded\n"
      "01T19:00:00 - 01T23:00:00 unknown\n",
      epochs(text));
}

TEST(ClockEpochs, AnUnrecordedStepAfterACrashShowsAsWell) {
  EXPECT_EQ(
      "local success CORP\\alice 09:00:00.0 logon - ?20:10:00.0 crash\n"
      "local success CORP\\alice 19:51:10.0 logon - 20:30:20.1 logoff\n",
      story(boot_at("08:00") + kConsoleLogon +
            "20:10:00.0 Security 4634 TargetUserName=carol TargetLogonId=0x99 LogonType=3\n" +
            boot_at("19:50") + evening()));
}

TEST(ClockEpochs, AnUnrecordedStepShowsInAnyLogThatHoldsBothBoots) {
  const std::string security =
      "08:00:33.0 Security 4608\n20:14:43.5 Eventlog 1100\n19:50:33.0 Security 4608\n";
  const std::string lsm = "08:00:34.0 LSM 32\n20:14:43.0 LSM 54\n19:50:34.0 LSM 32\n";
  EXPECT_EQ("01T08:00:33 - 01T20:14:43\n01T19:50:33 - 01T19:50:33 unrecorded\n", epochs(security));
  EXPECT_EQ("01T08:00:34 - 01T20:14:43\n01T19:50:34 - 01T19:50:34 unrecorded\n", epochs(lsm));
}

// LocalSessionManager was quiet for an hour before the stop, the Security log was not.
TEST(ClockEpochs, AStepThatTwoLogsShowIsOneHoweverQuietOneOfThemWas) {
  EXPECT_EQ("01T08:00:33 - 01T20:14:43\n01T19:05:33 - 01T19:05:34 unrecorded\n",
            epochs("08:00:33.0 Security 4608\n08:00:34.0 LSM 32\n"
                   "19:10:00.0 LSM 21 User=CORP\\alice SessionID=1 Address=LOCAL\n"
                   "20:14:43.5 Eventlog 1100\n19:05:33.0 Security 4608\n19:05:34.0 LSM 32\n"));
}

// The start writes the 13 of the stop before it, whose time is beyond all that came before.
// Security shows both, LocalSessionManager, quiet before the first, the second only.
TEST(ClockEpochs, OfTwoStepsToNearlyOneTimeEachLogShowsItsOwn) {
  EXPECT_EQ(
      "01T08:00:32 - 01T15:01:20\n01T12:26:32 - 01T20:14:44 unrecorded\n"
      "01T12:24:32 - 01T12:24:34 unrecorded\n",
      epochs(boot_at("08:00") +
             "15:01:20.0 Security 4634 TargetUserName=carol TargetLogonId=0x99 LogonType=3\n" +
             boot_at("12:26") + kShutdown + boot_at("12:24")));
}

TEST(ClockEpochs, TheStopThatTheNextStartTellsLiesBeforeTheStep) {
  EXPECT_EQ("01T08:00:32 - 01T20:14:47\n01T19:05:32 - 01T19:30:00 unrecorded\n",
            epochs("08:00:32.0 KernelGeneral 12 StartTime=2024-03-01T08:00:32.0Z\n"
                   "20:14:44.0 EventLog 6006\n"
                   "19:05:32.0 KernelGeneral 12 StartTime=2024-03-01T19:05:32.0Z\n"
                   "20:14:47.0 KernelGeneral 13 StopTime=2024-03-01T20:14:47.0Z\n"
                   "19:30:00.0 User32 1074 param5=restart\n"));
}

TEST(ClockEpochs, SecondsOutOfTurnAtARestartAreNoStep) {
  EXPECT_EQ("01T08:00:32 - 01T20:14:44\n",
            epochs(boot_at("08:00") + kShutdown +
                   "20:14:40.0 KernelGeneral 12 StartTime=2024-03-01T20:14:40.0Z\n"));
}

// Record ids begin anew on a machine that was installed again: the records of two generations lie
// side by side, and the boots of the older one do not show that the clock was set.
TEST(ClockEpochs, TheBootsOfALogOfOtherNumbersShowNoStep) {
  EXPECT_EQ("01T08:00:32 - 05T09:00:33\n",
            epochs("5T08:00:32.0 Security 4608 RecordID=100\n5T08:00:33.0 Security 4634 "
                   "TargetUserName=carol TargetLogonId=0x99 LogonType=3\n"
                   "5T09:00:33.0 Security 4608 RecordID=104\n"
                   "08:00:32.0 Security 4608 RecordID=99\n08:10:00.0 Security 4634 "
                   "TargetUserName=carol TargetLogonId=0x99 LogonType=3\n"
                   "08:20:33.0 Security 4608 RecordID=103\n"));
}

// EventLog notes the uptime at noon, and the record reaches the log behind that of the step.
TEST(ClockEpochs, ARecordWrittenLateStretchesNoEpoch) {
  EXPECT_EQ(
      "01T08:00:32 - 20T12:00:00\n02T09:00:00 - 02T18:00:00 unknown\n",
      epochs(boot_at("08:00") + "2T09:00:00.0 KernelGeneral 1 OldTime=2024-03-20T12:00:00.2Z "
                                "NewTime=2024-03-02T09:00:00.0Z Reason=1\n"
                                "20T12:00:00.5 EventLog 6013\n"
                                "2T18:00:00.0 KernelGeneral 13 StopTime=2024-03-02T18:00:00.0Z\n"));
}

TEST(ClockEpochs, SayWhoSetTheClock) {
  const auto by = [](const std::string& fields) {
    return epochs(
        "09:00:00.0 Security 4608\n10:00:00.0 Security 4616 PreviousTime=2024-03-01T"
        "09:30:00.0Z " +
        fields + "\n");
  };
  const std::string before = "01T09:00:00 - 01T09:00:00\n01T10:00:00 - 01T10:00:00 ";
  EXPECT_EQ(before + "user\n", by("SubjectUserSid=S-1-5-21-1-2-3-1001"));
  EXPECT_EQ(before + "time_service\n", by("SubjectUserSid=S-1-5-19"));
  EXPECT_EQ(before + "system\n", by("SubjectUserSid=S-1-5-18"));
  EXPECT_EQ(before + "unknown\n", by(""));
}

TEST(ClockEpochs, SayThatTheMachineHadSlept) {
  EXPECT_EQ("01T09:00:00 - 01T12:00:00\n01T17:00:00 - 01T17:00:00 resume_from_sleep\n",
            epochs("09:00:00.0 Security 4608\n12:00:00.0 KernelPower 42\n"
                   "17:00:00.0 KernelGeneral 1 OldTime=2024-03-01T12:00:02.0Z "
                   "NewTime=2024-03-01T17:00:00.0Z Reason=2\n"));
}

}  // namespace
}  // namespace sojourn
