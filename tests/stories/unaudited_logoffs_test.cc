// Hosts whose audit policy leaves out logoffs: no 4634 and no 4647.
#include <gtest/gtest.h>

#include <string>

#include "tests/support/timeline.h"

namespace sojourn {
namespace {

std::string logon(const std::string& time, const std::string& name, const std::string& id,
                  const std::string& type) {
  return time + " Security 4624 TargetUserName=" + name +
         " TargetDomainName=CORP TargetLogonId=" + id + " LogonType=" + type +
         " LogonProcessName=User32 IpAddress=" + (type == "10" ? "10.0.0.5" : "-") + "\n";
}

std::string window_manager(const std::string& time, const std::string& number) {
  return time + " Security 4624 TargetUserName=DWM-" + number +
         " \"TargetDomainName=Window Manager\" TargetUserSid=S-1-5-90-0-" + number +
         " TargetLogonId=0xd0" + number + " LogonType=2\n";
}

TEST(UnauditedLogoffs, ADesktopOfTheConsoleEndsWhenTheConsoleGetsTheNextWindowManager) {
  EXPECT_EQ(
      "local success CORP\\alice 09:00:00.0 logon - ?12:00:00.0 superseded\n"
      "local success CORP\\bob 12:05:00.0 logon - … open\n",
      story(window_manager("08:55:00.0", "1") + logon("09:00:00.0", "alice", "0xa00", "2") +
            window_manager("12:00:00.0", "2") + logon("12:05:00.0", "bob", "0xb00", "2")));
}

TEST(UnauditedLogoffs, AWindowManagerOfALogonOverRdpIsNotTheConsoles) {
  EXPECT_EQ(
      "local success CORP\\alice 09:00:00.0 logon - … open\n"
      "remote success CORP\\bob from 10.0.0.5 12:00:00.5 logon - … open\n",
      story(window_manager("08:55:00.0", "1") + logon("09:00:00.0", "alice", "0xa00", "2") +
            window_manager("12:00:00.0", "2") + logon("12:00:00.5", "bob", "0xb00", "10")));
}

// Without NLA the password is typed there.
TEST(UnauditedLogoffs, AWindowManagerOfASessionThatAConnectionHasIsNotTheConsoles) {
  EXPECT_EQ(
      "local success CORP\\alice 09:00:00.0 logon - … open\n"
      "remote success CORP\\bob from 10.0.0.5 12:00:24.0 logon - … open\n",
      story(window_manager("08:55:00.0", "1") + logon("09:00:00.0", "alice", "0xa00", "2") +
            "11:59:59.8 RdpCore 66 ConnectionName=RDP-Tcp#1 SessionID=2 ActivityID=0001\n" +
            window_manager("12:00:00.0", "2") + logon("12:00:24.0", "bob", "0xb00", "10") +
            logon("13:00:00.0", "alice", "0xa10", "2")));
}

TEST(UnauditedLogoffs, WhereALogoffIsAuditedItsAbsenceIsAnOpenSession) {
  EXPECT_EQ(
      "local success CORP\\alice 09:00:00.0 logon - … open\n"
      "network success CORP\\carol from 10.0.0.5 10:00:00.0 logon - 10:00:01.0 logoff\n",
      story(logon("09:00:00.0", "alice", "0xa00", "2") +
            "10:00:00.0 Security 4624 TargetUserName=carol TargetDomainName=CORP "
            "TargetLogonId=0xc00 LogonType=3 IpAddress=10.0.0.5 IpPort=50000\n"
            "10:00:01.0 Security 4634 TargetUserName=carol TargetDomainName=CORP "
            "TargetLogonId=0xc00 LogonType=3\n" +
            window_manager("12:00:00.0", "2")));
}

// Observed: a local account of Windows 10 unlocks by a type 2, gone within milliseconds.
TEST(UnauditedLogoffs, ASecondPasswordWithoutANewLogonScreenUnlocks) {
  EXPECT_EQ(
      "local success CORP\\alice 09:00:00.0 logon - ?12:00:00.0 superseded\n"
      "local success CORP\\alice 12:05:00.0 logon - … open\n",
      story(window_manager("08:55:00.0", "1") + logon("09:00:00.0", "alice", "0xa00", "2") +
            logon("10:30:00.0", "alice", "0xa10", "2") + window_manager("12:00:00.0", "2") +
            logon("12:05:00.0", "alice", "0xb00", "2")));
}

TEST(UnauditedLogoffs, APasswordBeforeAReturnToTheConsoleIsItsOwnThoughNothingThrowsItAway) {
  EXPECT_EQ(
      "remote success CORP\\alice from 10.0.0.5 08:00:00.0 logon - 08:30:00.0 disconnect\n"
      "local success CORP\\alice 09:00:00.0 reconnect - … open\n",
      story("08:00:00.0 RCM 1149 Param1=alice Param3=10.0.0.5 ActivityID=0001\n" +
            logon("08:00:00.5", "alice", "0xa00", "10") +
            "08:00:00.6 LSM 41 User=CORP\\alice SessionID=2 ActivityID=0001\n"
            "08:00:01.0 LSM 21 User=CORP\\alice SessionID=2 Address=10.0.0.5 ActivityID=0001\n"
            "08:30:00.0 LSM 24 User=CORP\\alice SessionID=2 Address=10.0.0.5 ActivityID=0001\n" +
            logon("09:00:00.0", "alice", "0xa10", "2") +
            "09:00:00.1 LSM 41 User=CORP\\alice SessionID=1 ActivityID=console\n"
            "09:00:01.0 LSM 25 User=CORP\\alice SessionID=2 Address=LOCAL ActivityID=console\n"));
}

}  // namespace
}  // namespace sojourn
