// What happened in the stretch of time that the clock showed twice: on which side of its setting
// back a record lies.
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "correlator/correlate.h"
#include "tests/support/stories.h"
#include "tests/support/timeline.h"

namespace sojourn {
namespace {

// From noon back to 11:00. Security and System tell of it.
constexpr const char* kSetBackAtNoon =
    "11:00:00.0 Security 4616 PreviousTime=2024-03-01T12:00:00.0Z\n"
    "11:00:00.0 KernelGeneral 1 OldTime=2024-03-01T12:00:00.0Z NewTime=2024-03-01T11:00:00.0Z "
    "Reason=1\n";

// The machine runs since the morning.
constexpr const char* kMorning =
    "08:00:00.0 KernelGeneral 12 StartTime=2024-03-01T08:00:00.0Z\n"
    "08:00:01.0 Security 4608\n"
    "08:00:02.0 LSM 32\n";

std::string logon(const std::string& minute, const std::string& logon_id, int session,
                  const std::string& user = "alice") {
  const std::string number = std::to_string(session);
  return minute + ":10.0 Security 4624 TargetUserName=" + user +
         " TargetDomainName=CORP TargetLogonId=" + logon_id +
         " LogonType=2 LogonProcessName=User32\n" + minute + ":10.2 Winlogon 7001 TSId=" + number +
         " UserSid=S-1-5-21-1-2-3-1001\n" + minute + ":10.3 LSM 21 User=CORP\\" + user +
         " SessionID=" + number + " Address=LOCAL ActivityID=console\n";
}

std::string logoff(const std::string& minute, const std::string& logon_id, int session,
                   const std::string& user = "alice") {
  const std::string number = std::to_string(session);
  return minute + ":20.0 Security 4647 TargetUserName=" + user +
         " TargetDomainName=CORP TargetLogonId=" + logon_id + "\n" + minute +
         ":20.1 LSM 23 User=CORP\\" + user + " SessionID=" + number + " ActivityID=console\n" +
         minute + ":20.2 Winlogon 7002 TSId=" + number + " UserSid=S-1-5-21-1-2-3-1001\n";
}

std::string evening_logoff(const std::string& logon_id, int session) {
  return logoff("18:00", logon_id, session);
}

TEST(RepeatedTime, AConsoleLogonJustAfterTheSettingBackIsWhereItsSecurityRecordsAre) {
  EXPECT_EQ("local success CORP\\alice 11:05:10.0 logon - 18:00:20.1 logoff\n",
            story(std::string(kMorning) + kSetBackAtNoon + logon("11:05", "0x51", 1) +
                  evening_logoff("0x51", 1)));
}

TEST(RepeatedTime, AConsoleLogonJustBeforeTheSettingBackIsWhereItsSecurityRecordsAre) {
  EXPECT_EQ("local success CORP\\alice 11:05:10.0 logon - 18:00:20.1 logoff [clock_step]\n",
            story(std::string(kMorning) + logon("11:05", "0x51", 1) + kSetBackAtNoon +
                  evening_logoff("0x51", 1)));
}

// LSM's records rise in time throughout, as if the clock had never been set.
TEST(RepeatedTime, SessionsBeforeAndAfterTheSettingBackAreTwo) {
  EXPECT_EQ(
      "local success CORP\\alice 11:05:10.0 logon - 11:10:20.1 logoff\n"
      "local success CORP\\alice 11:30:10.0 logon - 18:00:20.1 logoff\n",
      story(std::string(kMorning) + logon("11:05", "0x51", 1) + logoff("11:10", "0x51", 1) +
            kSetBackAtNoon + logon("11:30", "0x61", 2) + evening_logoff("0x61", 2)));
}

// By the clock the later session comes first.
TEST(RepeatedTime, WhereTimeFallsTheClockWasSetBack) {
  EXPECT_EQ(
      "local success CORP\\alice 11:30:10.0 logon - 11:40:20.1 logoff\n"
      "local success CORP\\alice 11:05:10.0 logon - 11:10:20.1 logoff\n",
      story(std::string(kMorning) + logon("11:30", "0x51", 1) + logoff("11:40", "0x51", 1) +
            kSetBackAtNoon + logon("11:05", "0x61", 2) + logoff("11:10", "0x61", 2)));
}

// The Security log rolled over: before the step it holds less than LSM's, whose time falls.
TEST(RepeatedTime, ALogMayReachFurtherBackThanTheOneThatTellsOfTheStep) {
  EXPECT_EQ(
      "local success CORP\\alice 11:30:10.3 logon - 11:40:20.1 logoff\n"
      "local success CORP\\alice 11:05:10.0 logon - 11:10:20.1 logoff\n",
      story("11:30:10.3 LSM 21 User=CORP\\alice SessionID=1 Address=LOCAL ActivityID=console\n"
            "11:40:20.1 LSM 23 User=CORP\\alice SessionID=1 ActivityID=console\n"
            "11:50:00.0 Security 4634 TargetUserName=carol TargetLogonId=0x99 LogonType=3\n" +
            std::string(kSetBackAtNoon) + logon("11:05", "0x61", 2) + logoff("11:10", "0x61", 2)));
}

// Of the System log nothing is left between the morning and the restart: Security tells of the
// step, and by which clock the machine started.
TEST(RepeatedTime, WhatIsWrittenLateIsOfTheStartThatOtherLogsTellOf) {
  EXPECT_EQ(
      "local success CORP\\alice 09:00:10.0 logon - 11:30:20.1 logoff [shutdown clock_step gap]\n",
      story_by_ids(
          "08:00:00.0 KernelGeneral 12 RecordID=1 StartTime=2024-03-01T08:00:00.0Z\n"
          "08:00:01.0 Security 4608\n"
          "08:00:02.0 LSM 32\n"
          "09:00:10.0 Security 4624 TargetUserName=alice TargetDomainName=CORP TargetLogonId=0x51 "
          "LogonType=2 LogonProcessName=User32\n"
          "09:00:10.3 LSM 21 User=CORP\\alice SessionID=1 Address=LOCAL ActivityID=console\n"
          "11:00:00.0 Security 4616 PreviousTime=2024-03-01T12:00:00.0Z\n"
          "11:30:19.0 LSM 54\n"
          "11:30:20.0 Security 4647 TargetUserName=alice TargetDomainName=CORP "
          "TargetLogonId=0x51\n"
          "11:30:20.1 LSM 23 User=CORP\\alice SessionID=1 ActivityID=console\n"
          "11:30:21.0 Eventlog 1100\n"
          "11:31:00.0 EventLog 6005 RecordID=18\n"
          "11:30:22.0 KernelGeneral 13 RecordID=19 StopTime=2024-03-01T11:30:22.0Z\n"
          "11:30:59.0 Security 4608\n"
          "11:31:02.0 LSM 32\n"));
}

TEST(RepeatedTime, ASessionAcrossTheSettingBackMayEndBeforeItBegan) {
  EXPECT_EQ("local success CORP\\alice 11:30:10.0 logon - 11:10:20.1 logoff [clock_step]\n",
            story(std::string(kMorning) + logon("11:30", "0x51", 1) + kSetBackAtNoon +
                  logoff("11:10", "0x51", 1)));
}

// RdpCoreTS knows no user and RemoteConnectionManager's 261 nothing but the ActivityID: the 1149
// lies beside the Security log's 4624, and they lie where it does.
TEST(RepeatedTime, AReconnectIsWhereTheLogonBesideItIs) {
  const std::string reconnect =
      "11:20:00.0 RdpCore 131 ConnType=TCP ClientIP=10.0.0.9:50200 ActivityID=rdp2\n"
      "11:20:00.0 RCM 261 listenerName=RDP-Tcp ActivityID=rdp2\n"
      "11:20:02.0 Security 4624 TargetUserName=bob TargetDomainName=CORP TargetLogonId=0x771 "
      "LogonType=3 LogonProcessName=NtLmSsp WorkstationName=DESKTOP IpAddress=10.0.0.9\n"
      "11:20:02.1 RCM 1149 Param1=bob Param3=10.0.0.9 ActivityID=rdp2\n"
      "11:20:03.0 LSM 25 User=CORP\\bob SessionID=2 Address=10.0.0.9 ActivityID=rdp2\n";
  const std::string disconnect =
      "10:30:00.0 LSM 40 Session=2 Reason=0 ActivityID=rdp1\n"
      "10:30:00.1 LSM 24 User=CORP\\bob SessionID=2 Address=10.0.0.5 ActivityID=rdp1\n"
      "10:30:00.2 RdpCore 102 ActivityID=rdp1\n";
  const std::string end =
      "18:00:00.0 LSM 24 User=CORP\\bob SessionID=2 Address=10.0.0.9 "
      "ActivityID=rdp2\n";
  const std::string before =
      std::string(kMorning) + rdp_logon("10:00", "rdp1", "10.0.0.5", 2, "0x70") + disconnect;
  EXPECT_EQ(
      "remote success CORP\\bob from 10.0.0.5/LAPTOP 10:00:00.0 logon - 10:30:00.0 disconnect\n"
      "remote success CORP\\bob from 10.0.0.9/DESKTOP 11:20:00.0 reconnect - 18:00:00.0 "
      "disconnect\n",
      story(before + kSetBackAtNoon + reconnect + end));
  EXPECT_EQ(
      "remote success CORP\\bob from 10.0.0.5/LAPTOP 10:00:00.0 logon - 10:30:00.0 disconnect\n"
      "remote success CORP\\bob from 10.0.0.9/DESKTOP 11:20:00.0 reconnect - 18:00:00.0 "
      "disconnect [clock_step]\n",
      story(before + reconnect + kSetBackAtNoon + end));
}

// The User Profile Service's log holds nothing from before and nothing from later.
TEST(RepeatedTime, AStrandThatLiesWithinItAltogetherIsWhereItsNeighboursAre) {
  const auto order_of = [](const std::string& text) {
    Strings strings;
    std::string times;
    for (const Event& event : correlate(timeline(text, strings), strings).events) {
      const bool counts = event.kind == EventKind::profile_logon_received ||
                          event.kind == EventKind::security_clock_changed;
      if (counts)
        times += event.kind == EventKind::security_clock_changed ? "set back " : "profile ";
    }
    return times;
  };
  const std::string profile = "11:05:10.2 Profile 1 Session=1\n11:05:10.4 Profile 2 Session=1\n";
  EXPECT_EQ("set back profile ",
            order_of(std::string(kMorning) + kSetBackAtNoon + logon("11:05", "0x51", 1) + profile +
                     evening_logoff("0x51", 1)));
  EXPECT_EQ("profile set back ", order_of(std::string(kMorning) + logon("11:05", "0x51", 1) +
                                          profile + kSetBackAtNoon + evening_logoff("0x51", 1)));
}

// The events of a story, those of `channel` from record `first` on in a file of their own.
std::vector<Event> archived(const std::string& text, std::string_view channel, std::uint64_t first,
                            Strings& strings) {
  std::vector<Event> events = timeline(text, strings);
  for (Event& event : events) {
    if (strings[event.channel].find(channel) != std::string_view::npos && event.record >= first)
      event.file = 1;
  }
  return events;
}

// The record of the step is the last of the archive. By itself the live log is one that begins at
// 11:05 and may lie before the step as well as behind it.
TEST(RepeatedTime, AnArchivedLogCarriesTheStepOverIntoTheLiveOne) {
  Strings strings;
  const std::string text = std::string(kMorning) + logon("11:30", "0x51", 1) +
                           logoff("11:40", "0x51", 1) + kSetBackAtNoon + logon("11:05", "0x61", 2) +
                           logoff("11:10", "0x61", 2);
  const std::string expected =
      "local success CORP\\alice 11:30:10.0 logon - 11:40:20.1 logoff\n"
      "local success CORP\\alice 11:05:10.0 logon - 11:10:20.1 logoff\n";
  for (const char* channel : {"Security", "System", "LocalSessionManager"}) {
    for (std::uint64_t first = 2; first < 8; ++first) {
      EXPECT_EQ(expected,
                story(correlate(archived(text, channel, first, strings), strings), strings))
          << channel << " from record " << first;
    }
  }
}

// Its numbers begin anew: the log that was cleared in between lies in an archive, too.
TEST(RepeatedTime, ALogThatWasClearedIsAStrandOfItsOwn) {
  Strings strings;
  EXPECT_EQ(
      "local success CORP\\alice 11:30:10.0 logon - 11:40:20.1 logoff\n"
      "local success CORP\\alice 11:05:10.0 logon - 11:10:20.1 logoff\n",
      story(correlate(archived(std::string(kMorning) + logon("11:30", "0x51", 1) +
                                   logoff("11:40", "0x51", 1) + kSetBackAtNoon +
                                   "11:01:00.0 Eventlog 1102 SubjectUserName=root RecordID=1\n" +
                                   logon("11:05", "0x61", 2) + logoff("11:10", "0x61", 2),
                               "Security", 0, strings),
                      strings),
            strings));
}

// No other log tells of who failed there.
TEST(RepeatedTime, TheOpenSshServerStartsWithTheMachine) {
  EXPECT_EQ("network failure oracle from 203.0.113.9 12:00:00.0 attempt\n",
            story("08:00:00.0 KernelGeneral 12 StartTime=2024-03-01T08:00:00.0Z\n"
                  "08:00:01.0 Security 4608\n"
                  "14:00:00.0 Eventlog 1100\n"
                  "14:00:01.0 EventLog 6006\n"
                  "11:00:00.0 KernelGeneral 12 StartTime=2024-03-01T11:00:00.0Z\n"
                  "11:00:01.0 Security 4608\n"
                  "11:00:02.0 SSH 4 process=sshd payload=\"Server listening on 0.0.0.0 port 22.\"\n"
                  "12:00:00.0 SSH 4 process=sshd payload=\"Failed password for invalid user oracle "
                  "from 203.0.113.9 port 50122 ssh2\"\n"));
}

// The clock was weeks ahead. The OpenSSH server's log ends then, and by the clock that was set
// right the machine has not come to that day.
TEST(RepeatedTime, ADayThatTheClockSetRightHasNotComeToWasOfTheOneThatWasAhead) {
  EXPECT_EQ(
      "network success bob from 10.0.0.5(inferred) 20T12:00:00.0 logon - 20T12:20:00.0 disconnect "
      "[clock_wrong]\n",
      story("10:00:00.0 Security 4624 LogonType=5 TargetUserName=SYSTEM TargetUserSid=S-1-5-18 "
            "TargetLogonId=0x3e7\n"
            "20T11:00:00.0 Security 4616 PreviousTime=2024-03-01T11:00:00.0Z\n"
            "20T12:00:00.0 Security 4624 TargetUserName=bob TargetLogonId=0x51 LogonType=8 "
            "ProcessName=C:\\Windows\\System32\\OpenSSH\\sshd.exe\n"
            "20T12:00:00.2 SSH 4 process=sshd payload=\"Accepted password for bob from 10.0.0.5 "
            "port 50122 ssh2\"\n"
            "20T12:20:00.0 SSH 4 process=sshd payload=\"Disconnected from user bob 10.0.0.5 port "
            "50122\"\n"
            "12:40:00.0 Security 4616 PreviousTime=2024-03-20T12:40:00.0Z\n"
            "2T08:00:00.0 Security 4624 LogonType=5 TargetUserName=SYSTEM TargetUserSid=S-1-5-18 "
            "TargetLogonId=0x3e7\n"));
}

// The machine was renamed while its clock went back, and no record tells of that. RdpCoreTS, which
// notes no start, had written the old name.
TEST(RepeatedTime, WhatBearsTheOldNameWasWrittenBeforeTheMachineGotTheNew) {
  EXPECT_EQ("remote failure ? from 203.0.113.66 11:20:05.0 attempt\n",
            story("08:00:00.0 KernelGeneral 12 Computer=A StartTime=2024-03-01T08:00:00.0Z\n"
                  "08:00:01.0 Security 4608 Computer=A\n"
                  "11:20:00.0 RdpCore 131 Computer=A ConnType=TCP ClientIP=203.0.113.66:50000 "
                  "ActivityID=0001\n"
                  "11:20:05.0 RdpCore 140 Computer=a.corp IPString=203.0.113.66 ActivityID=0001\n"
                  "12:00:00.0 Eventlog 1100 Computer=A\n"
                  "12:00:01.0 EventLog 6006 Computer=A\n"
                  "11:10:00.0 KernelGeneral 12 Computer=B StartTime=2024-03-01T11:10:00.0Z\n"
                  "11:10:01.0 Security 4608 Computer=B\n"
                  "14:00:00.0 Security 4624 Computer=B LogonType=5 TargetUserName=SYSTEM "
                  "TargetUserSid=S-1-5-18 TargetLogonId=0x3e7\n"));
}

// Nothing beside LSM's own log: which of the two users was there before the step cannot be told,
// but neither gets the other's session or source. How long they lasted is as uncertain: the clock
// may have been set back within either.
TEST(RepeatedTime, WhatNothingDecidesIsNeverAnotherUsersSession) {
  EXPECT_EQ(
      "remote success CORP\\alice from 10.0.0.5 11:05:00.0 logon - 11:10:00.0 disconnect "
      "[clock_step]\n"
      "remote success CORP\\bob from 10.0.0.9 11:20:00.0 logon - 11:30:00.0 disconnect "
      "[clock_step]\n",
      story(std::string(kMorning) + kSetBackAtNoon +
            "11:05:00.0 LSM 21 User=CORP\\alice SessionID=2 Address=10.0.0.5 ActivityID=rdp1\n"
            "11:10:00.0 LSM 24 User=CORP\\alice SessionID=2 Address=10.0.0.5 ActivityID=rdp1\n"
            "11:20:00.0 LSM 21 User=CORP\\bob SessionID=3 Address=10.0.0.9 ActivityID=rdp2\n"
            "11:30:00.0 LSM 24 User=CORP\\bob SessionID=3 Address=10.0.0.9 ActivityID=rdp2\n"));
}

}  // namespace
}  // namespace sojourn
