// A log that does not reach a moment proves nothing of it: what other logs tell of a desktop then
// holds.
#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "tests/support/timeline.h"

namespace sojourn {
namespace {

constexpr std::string_view kLsmOfLastWeek =
    "08:00:00.0 LSM 21 User=CORP\\kim SessionID=1 Address=LOCAL ActivityID=console\n"
    "08:30:00.0 LSM 23 User=CORP\\kim SessionID=1 ActivityID=console\n";
constexpr std::string_view kKim = "local success CORP\\kim 08:00:00.0 logon - 08:30:00.0 logoff\n";

constexpr std::string_view kAliceAtTheConsole =
    "7T09:00:00.0 Security 4624 TargetUserName=alice TargetDomainName=CORP "
    "TargetUserSid=S-1-5-21-1-2-3-1001 TargetLogonId=0x51 LogonType=2 LogonProcessName=User32\n"
    "7T10:00:00.0 Security 4647 TargetUserName=alice TargetDomainName=CORP "
    "TargetUserSid=S-1-5-21-1-2-3-1001 TargetLogonId=0x51\n";

TEST(ReachOfLogs, ARecordOfAnotherWeekProvesNothingOfADesktop) {
  EXPECT_EQ(
      std::string(kKim) + "local success CORP\\alice 7T09:00:00.0 logon - 7T10:00:00.0 logoff\n",
      story(std::string(kLsmOfLastWeek) + std::string(kAliceAtTheConsole)));
}

TEST(ReachOfLogs, ARecordOfAnotherBootProvesNothingOfADesktop) {
  EXPECT_EQ(
      std::string(kKim) + "local success CORP\\alice 7T09:00:00.0 logon - 7T10:00:00.0 logoff\n",
      story(std::string(kLsmOfLastWeek) + "7T08:00:00.0 EventLog 6005\n" +
            std::string(kAliceAtTheConsole) + "8T08:00:00.0 LSM 32\n"));
}

TEST(ReachOfLogs, WinlogonTellsOfWhatStandsInAHole) {
  EXPECT_EQ(
      std::string(kKim) +
          "local success ? 7T09:00:00.0 logon - ?7T10:00:00.0 logoff [gap terminal_assumed]\n" +
          "local success CORP\\kim 9T08:00:00.0 logon - 9T09:00:00.0 logoff\n",
      story_by_ids(std::string(kLsmOfLastWeek) +
                   "7T09:00:00.0 Winlogon 7001 TSId=2 UserSid=S-1-5-21-1-2-3-1001\n"
                   "7T10:00:00.0 Winlogon 7002 TSId=2 UserSid=S-1-5-21-1-2-3-1001\n"
                   "9T08:00:00.0 LSM 21 RecordID=40 User=CORP\\kim SessionID=1 Address=LOCAL "
                   "ActivityID=console\n"
                   "9T09:00:00.0 LSM 23 User=CORP\\kim SessionID=1 ActivityID=console\n"));
}

TEST(ReachOfLogs, WhereNoRecordIsMissingWinlogonAloneProvesNoDesktop) {
  EXPECT_EQ(
      std::string(kKim) + "local success CORP\\kim 9T08:00:00.0 logon - 9T09:00:00.0 logoff\n",
      story_by_ids(std::string(kLsmOfLastWeek) +
                   "7T09:00:00.0 Winlogon 7001 TSId=2 UserSid=S-1-5-21-1-2-3-1001\n"
                   "7T10:00:00.0 Winlogon 7002 TSId=2 UserSid=S-1-5-21-1-2-3-1001\n"
                   "9T08:00:00.0 LSM 21 User=CORP\\kim SessionID=1 Address=LOCAL "
                   "ActivityID=console\n"
                   "9T09:00:00.0 LSM 23 User=CORP\\kim SessionID=1 ActivityID=console\n"));
}

constexpr std::string_view kAliceByRdp =
    "09:00:00.0 Security 4624 TargetUserName=alice TargetDomainName=CORP "
    "TargetUserSid=S-1-5-21-1-2-3-1001 TargetLogonId=0x51 LogonType=10 LogonProcessName=User32 "
    "IpAddress=10.0.0.5\n"
    "09:00:01.0 LSM 41 User=CORP\\alice SessionID=2 ActivityID=0001\n"
    "09:00:02.0 LSM 21 User=CORP\\alice SessionID=2 Address=10.0.0.5 ActivityID=0001\n";

TEST(ReachOfLogs, ADesktopGoesOnAfterTheLastRecordOfLocalSessionManager) {
  EXPECT_EQ(
      "remote success CORP\\alice from 10.0.0.5 09:00:00.0 logon - 12:00:00.0 disconnect\n"
      "remote success CORP\\alice from 10.0.0.9/HOME 13:00:00.0 reconnect - 14:00:00.0 logoff\n",
      story(std::string(kAliceByRdp) +
            "12:00:00.0 Security 4779 AccountName=alice AccountDomain=CORP LogonID=0x51 "
            "SessionName=RDP-Tcp#1 ClientName=WORK ClientAddress=10.0.0.5\n"
            "13:00:00.0 Security 4778 AccountName=alice AccountDomain=CORP LogonID=0x51 "
            "SessionName=RDP-Tcp#2 ClientName=HOME ClientAddress=10.0.0.9\n"
            "14:00:00.0 Security 4647 TargetUserName=alice TargetDomainName=CORP "
            "TargetUserSid=S-1-5-21-1-2-3-1001 TargetLogonId=0x51\n"));
}

TEST(ReachOfLogs, WhereTheLogBeginsWithTheEndOfADesktopItsReturnBeganIt) {
  EXPECT_EQ(
      "remote success CORP\\alice from 10.0.0.5 09:00:00.0 logon - 10:00:00.0 disconnect\n"
      "remote success CORP\\alice from 10.0.0.9/HOME 11:00:00.0 reconnect - 12:00:00.0 "
      "disconnect\n",
      story("09:00:00.0 Security 4624 TargetUserName=alice TargetDomainName=CORP "
            "TargetUserSid=S-1-5-21-1-2-3-1001 TargetLogonId=0x51 LogonType=10 "
            "LogonProcessName=User32 IpAddress=10.0.0.5\n"
            "10:00:00.0 Security 4779 AccountName=alice AccountDomain=CORP LogonID=0x51 "
            "SessionName=RDP-Tcp#1 ClientName=WORK ClientAddress=10.0.0.5\n"
            "11:00:00.0 Security 4778 AccountName=alice AccountDomain=CORP LogonID=0x51 "
            "SessionName=RDP-Tcp#2 ClientName=HOME ClientAddress=10.0.0.9\n"
            "12:00:00.0 LSM 24 User=CORP\\alice SessionID=2 Address=10.0.0.9\n"
            "12:00:00.5 Security 4779 AccountName=alice AccountDomain=CORP LogonID=0x51 "
            "SessionName=RDP-Tcp#2 ClientName=HOME ClientAddress=10.0.0.9\n"));
}

TEST(ReachOfLogs, ALogonBehindTheLastRecordOfLocalSessionManagerMayHaveGotADesktop) {
  EXPECT_EQ(std::string(kKim) +
                "remote success CORP\\alice from 10.0.0.5 09:00:00.0 logon - 09:40:00.0 logoff\n",
            story(std::string(kLsmOfLastWeek) +
                  "09:00:00.0 Security 4624 TargetUserName=alice TargetDomainName=CORP "
                  "TargetUserSid=S-1-5-21-1-2-3-1001 TargetLogonId=0x51 LogonType=10 "
                  "LogonProcessName=User32 IpAddress=10.0.0.5\n"
                  "09:40:00.0 Security 4634 TargetUserName=alice TargetDomainName=CORP "
                  "TargetUserSid=S-1-5-21-1-2-3-1001 TargetLogonId=0x51 LogonType=10\n"));
}

// Synthetic: the records of a setting back of the clock, by an hour, are lost, so that the records
// behind it seem to be older.
TEST(ReachOfLogs, WhatSeemsToEndALogonBeforeItBeganDoesNotEndIt) {
  Strings strings;
  const Correlation found = correlate(
      timeline("09:00:00.0 Security 4634 TargetUserName=bob TargetLogonId=0x1 LogonType=3\n"
               "10:00:00.0 Security 4624 TargetUserName=bob TargetLogonId=0x1 LogonType=3 "
               "IpAddress=10.0.0.5\n",
               strings),
      strings);
  ASSERT_EQ(1U, found.logon_sessions.size());
  EXPECT_EQ(EndReason::open, found.logon_sessions[0].end_reason);
  EXPECT_EQ(1U, found.logon_sessions[0].start_event);
}

}  // namespace
}  // namespace sojourn
