// Windows 7 and Server 2008 R2: no record carries an ActivityID, RdpCoreTS has no log, and of
// LocalSessionManager there are 21 to 25 alone (provider manifests of build 7600).
#include <gtest/gtest.h>

#include <string>

#include "schema/rules.h"
#include "tests/support/timeline.h"

namespace sojourn {
namespace {

// 21 to 25 of somebody else earlier, so that the log is there when the story begins.
constexpr const char* kEarlier =
    "07:00:00.0 LSM 21 User=CORP\\kim SessionID=1 Address=LOCAL\n"
    "07:30:00.0 LSM 23 User=CORP\\kim SessionID=1\n";

constexpr const char* kAliceByRdp =
    "08:00:00.0 RCM 261 listenerName=RDP-Tcp\n"
    "08:00:01.0 RCM 1149 Param1=alice Param3=10.0.0.5\n"
    "08:00:02.0 LSM 21 User=CORP\\alice SessionID=2 Address=10.0.0.5\n";

constexpr const char* kEarlierAsStory =
    "local success CORP\\kim 07:00:00.0 logon - 07:30:00.0 logoff\n";

TEST(CorrelateWindows7, ASessionBeginsWithTheListenersNearestRecord) {
  EXPECT_EQ(std::string(kEarlierAsStory) +
                "remote success CORP\\alice from 10.0.0.5 08:00:40.0 logon - … open\n",
            story(std::string(kEarlier) +
                  "08:00:00.0 RCM 261 listenerName=RDP-Tcp\n"
                  "08:00:40.0 RCM 261 listenerName=RDP-Tcp\n"
                  "08:00:41.0 RCM 1149 Param1=alice Param3=10.0.0.5\n"
                  "08:00:42.0 LSM 21 User=CORP\\alice SessionID=2 Address=10.0.0.5\n"));
}

TEST(CorrelateWindows7, OfTwoClientsAtOnceEachHasAConnectionOfItsOwn) {
  EXPECT_EQ(std::string(kEarlierAsStory) +
                "remote success CORP\\bob from 10.0.0.6 08:00:00.0 logon - … open\n"
                "remote success CORP\\alice from 10.0.0.5 08:00:01.0 logon - … open\n",
            story(std::string(kEarlier) +
                  "08:00:00.0 RCM 261 listenerName=RDP-Tcp\n"
                  "08:00:01.0 RCM 261 listenerName=RDP-Tcp\n"
                  "08:00:02.0 RCM 1149 Param1=alice Param3=10.0.0.5\n"
                  "08:00:03.0 RCM 1149 Param1=bob Param3=10.0.0.6\n"
                  "08:00:04.0 LSM 21 User=CORP\\alice SessionID=2 Address=10.0.0.5\n"
                  "08:00:05.0 LSM 21 User=CORP\\bob SessionID=3 Address=10.0.0.6\n"));
}

TEST(CorrelateWindows7, WhoKnocksWhenTheCredentialsWereCheckedIsSomebodyElse) {
  EXPECT_EQ(std::string(kEarlierAsStory) +
                "remote success CORP\\alice from 10.0.0.5 08:00:00.0 logon - … open\n"
                "remote success CORP\\bob from 10.0.0.6 08:00:02.0 logon - … open\n",
            story(std::string(kEarlier) +
                  "08:00:00.0 RCM 261 listenerName=RDP-Tcp\n"
                  "08:00:01.0 Security 4624 TargetUserName=alice TargetDomainName=CORP "
                  "TargetLogonId=0xa1 LogonType=3 LogonProcessName=NtLmSsp IpAddress=10.0.0.5 "
                  "IpPort=0\n"
                  "08:00:02.0 RCM 261 listenerName=RDP-Tcp\n"
                  "08:00:02.5 RCM 1149 Param1=alice Param3=10.0.0.5\n"
                  "08:00:03.0 RCM 1149 Param1=bob Param3=10.0.0.6\n"
                  "08:00:04.0 LSM 21 User=CORP\\alice SessionID=2 Address=10.0.0.5\n"
                  "08:00:05.0 LSM 21 User=CORP\\bob SessionID=3 Address=10.0.0.6\n"));
}

TEST(CorrelateWindows7, TheListenersRecordIsNotJoinedByAnActivityIdThatItLacks) {
  Strings strings;
  const Correlation found =
      correlate(timeline(std::string(kEarlier) + kAliceByRdp, strings), strings);
  ASSERT_EQ(2U, found.sessions.size());
  for (const Citation& cited : found.sessions[1].evidence)
    EXPECT_NE(Rule::activity_id, cited.rule) << cited.event;
}

// Observed: Winlogon's notices bear an ActivityID, another at each of them.
TEST(CorrelateWindows7, TheActivityIdOfANoticeNamesNoConnection) {
  EXPECT_EQ("local success CORP\\alice 08:00:00.0 logon - ?17:00:00.0 logoff\n",
            story("08:00:00.0 Security 4624 TargetUserName=alice TargetDomainName=CORP "
                  "TargetUserSid=S-1-5-21-1-2-3-1001 TargetLogonId=0x51 LogonType=2 "
                  "LogonProcessName=User32\n"
                  "08:00:00.1 Winlogon 7001 TSId=1 UserSid=S-1-5-21-1-2-3-1001 ActivityID=0007\n"
                  "17:00:00.0 Winlogon 7002 TSId=1 UserSid=S-1-5-21-1-2-3-1001 "
                  "ActivityID=0008\n"));
}

TEST(CorrelateWindows7, WhereNoRecordTellsTheTerminalTheConsoleIsAssumed) {
  Strings strings;
  const Correlation found = correlate(
      timeline("08:00:00.1 Winlogon 7001 TSId=1 UserSid=S-1-5-21-1-2-3-1001 ActivityID=0007\n"
               "17:00:00.0 Winlogon 7002 TSId=1 UserSid=S-1-5-21-1-2-3-1001 ActivityID=0008\n",
               strings),
      strings);
  ASSERT_EQ(1U, found.sessions.size());
  EXPECT_EQ(SessionKind::local, found.sessions[0].kind);
  EXPECT_EQ("terminal_assumed", flag_words(found.sessions[0].flags));
}

TEST(CorrelateWindows7, ASecondClientReplacesTheFirstThoughNoReasonIsLogged) {
  EXPECT_EQ(std::string(kEarlierAsStory) +
                "remote success CORP\\alice from 10.0.0.5 08:00:00.0 logon - 09:00:02.0 replaced\n"
                "remote success CORP\\alice from 10.0.0.9 09:00:00.0 reconnect - … open\n",
            story(std::string(kEarlier) + kAliceByRdp +
                  "09:00:00.0 RCM 261 listenerName=RDP-Tcp\n"
                  "09:00:01.0 RCM 1149 Param1=alice Param3=10.0.0.9\n"
                  "09:00:02.0 LSM 24 User=CORP\\alice SessionID=2 Address=10.0.0.5\n"
                  "09:00:03.0 LSM 25 User=CORP\\alice SessionID=2 Address=10.0.0.9\n"));
}

TEST(CorrelateWindows7, AClientThatReturnsAtOnceReplacesNobody) {
  EXPECT_EQ(
      std::string(kEarlierAsStory) +
          "remote success CORP\\alice from 10.0.0.5 08:00:00.0 logon - 09:00:00.0 disconnect\n"
          "remote success CORP\\alice from 10.0.0.5 09:00:01.0 reconnect - … open\n",
      story(std::string(kEarlier) + kAliceByRdp +
            "09:00:00.0 LSM 24 User=CORP\\alice SessionID=2 Address=10.0.0.5\n"
            "09:00:01.0 RCM 261 listenerName=RDP-Tcp\n"
            "09:00:02.0 RCM 1149 Param1=alice Param3=10.0.0.5\n"
            "09:00:03.0 LSM 25 User=CORP\\alice SessionID=2 Address=10.0.0.5\n"));
}

TEST(CorrelateWindows7, TheFirstDesktopInTheLogIsOneSessionThoughWinlogonTellsOfItFirst) {
  EXPECT_EQ("local success CORP\\alice 08:00:00.0 logon - 17:00:00.0 logoff\n",
            story("08:00:00.0 Security 4624 TargetUserName=alice TargetDomainName=CORP "
                  "TargetUserSid=S-1-5-21-1-2-3-1001 TargetLogonId=0x51 LogonType=2 "
                  "LogonProcessName=User32\n"
                  "08:00:00.1 Winlogon 7001 TSId=1 UserSid=S-1-5-21-1-2-3-1001\n"
                  "08:00:09.0 LSM 21 User=CORP\\alice SessionID=1 Address=LOCAL\n"
                  "17:00:00.0 LSM 23 User=CORP\\alice SessionID=1\n"));
}

TEST(CorrelateWindows7, ANoticeOfAnAccountKnownByAnotherNameBeginsAnotherSession) {
  EXPECT_EQ(
      "local success CORP\\alice 08:00:00.0 logon - ?09:00:00.0 superseded\n"
      "local success CORP\\bob … unknown - 09:00:00.0 disconnect\n",
      story("08:00:00.0 Security 4624 TargetUserName=alice TargetDomainName=CORP "
            "TargetUserSid=S-1-5-21-1-2-3-1001 TargetLogonId=0x51 LogonType=2 "
            "LogonProcessName=User32\n"
            "08:00:00.1 Winlogon 7001 TSId=1 UserSid=S-1-5-21-1-2-3-1001\n"
            "09:00:00.0 LSM 24 User=CORP\\bob SessionID=1 Address=LOCAL\n"));
}

// The logs end there, so that no later record of theirs tells that nobody gave a password.
TEST(CorrelateWindows7, TsconIsSeenWhereOneConnectionLeavesADesktopForAnothers) {
  const std::string at = " SessionName=RDP-Tcp#8 ClientName=JUMP ClientAddress=10.0.0.9\n";
  EXPECT_EQ(
      std::string(kEarlierAsStory) +
          "remote success CORP\\alice from 10.0.0.5 08:00:00.0 logon - 08:30:00.0 disconnect\n"
          "remote success CORP\\eve from 10.0.0.9 09:00:00.0 logon - 10:00:00.0 disconnect\n"
          "remote success CORP\\alice from 10.0.0.9/JUMP 10:00:00.4 takeover - … open "
          "[takeover_without_auth]\n",
      story(std::string(kEarlier) + kAliceByRdp +
            "08:30:00.0 LSM 24 User=CORP\\alice SessionID=2 Address=10.0.0.5\n"
            "09:00:00.0 RCM 261 listenerName=RDP-Tcp\n"
            "09:00:01.0 RCM 1149 Param1=eve Param3=10.0.0.9\n"
            "09:00:02.0 LSM 21 User=CORP\\eve SessionID=3 Address=10.0.0.9\n"
            "10:00:00.0 Security 4779 AccountName=eve AccountDomain=CORP LogonID=0xee" +
            at + "10:00:00.1 LSM 24 User=CORP\\eve SessionID=3 Address=10.0.0.9\n" +
            "10:00:00.4 Security 4778 AccountName=alice AccountDomain=CORP LogonID=0xa1" + at +
            "10:00:00.4 LSM 25 User=CORP\\alice SessionID=2 Address=10.0.0.9\n"));
}

TEST(CorrelateWindows7, AfterAMistypedPasswordTheSessionBeginsWithTheConnectionThatSucceeded) {
  EXPECT_EQ(std::string(kEarlierAsStory) +
                "remote failure CORP\\alice from 10.0.0.5 08:00:00.1 attempt\n"
                "remote success CORP\\alice from 10.0.0.5 08:00:20.0 logon - … open\n",
            story(std::string(kEarlier) +
                  "08:00:00.0 RCM 261 listenerName=RDP-Tcp\n"
                  "08:00:00.1 Security 4625 TargetUserName=alice TargetDomainName=CORP LogonType=3 "
                  "LogonProcessName=NtLmSsp IpAddress=10.0.0.5 SubStatus=0xc000006a\n"
                  "08:00:20.0 RCM 261 listenerName=RDP-Tcp\n"
                  "08:00:21.0 RCM 1149 Param1=alice Param3=10.0.0.5\n"
                  "08:00:22.0 LSM 21 User=CORP\\alice SessionID=2 Address=10.0.0.5\n"));
}

TEST(CorrelateWindows7, AFailureRightAfterTheListenersRecordIsOfAnRdpClient) {
  EXPECT_EQ(std::string(kEarlierAsStory) +
                "remote failure CORP\\alice from 203.0.113.66/kali 09:00:00.1 attempt\n"
                "network failure CORP\\alice from 203.0.113.66/kali 09:00:30.0 attempt\n",
            story(std::string(kEarlier) +
                  "09:00:00.0 RCM 261 listenerName=RDP-Tcp\n"
                  "09:00:00.1 Security 4625 TargetUserName=alice TargetDomainName=CORP LogonType=3 "
                  "LogonProcessName=NtLmSsp WorkstationName=kali IpAddress=203.0.113.66 "
                  "SubStatus=0xc000006a\n"
                  "09:00:30.0 Security 4625 TargetUserName=alice TargetDomainName=CORP LogonType=3 "
                  "LogonProcessName=NtLmSsp WorkstationName=kali IpAddress=203.0.113.66 "
                  "SubStatus=0xc000006a\n"));
}

}  // namespace
}  // namespace sojourn
