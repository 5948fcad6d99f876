// Stories of logons without a desktop of LocalSessionManager: over the network, failed, secondary,
// unlocking, and of logs that hold only a part.
#include <gtest/gtest.h>

#include <algorithm>

#include "correlator/correlate.h"
#include "correlator/findings/unmatched.h"
#include "tests/support/stories.h"
#include "tests/support/timeline.h"

namespace sojourn {
namespace {

TEST(Correlate, NetworkLogonsOfOneAccountAndSourceWithinTheGapAreOneSession) {
  const std::string logons =
      "09:00:00.0 Security 4624 TargetUserName=bob TargetLogonId=0x1 LogonType=3 "
      "IpAddress=10.0.0.5\n"
      "09:00:05.0 Security 4634 TargetUserName=bob TargetLogonId=0x1 LogonType=3\n"
      "09:10:00.0 Security 4624 TargetUserName=BOB TargetLogonId=0x2 LogonType=3 "
      "IpAddress=::ffff:10.0.0.5\n"
      "09:10:05.0 Security 4634 TargetUserName=bob TargetLogonId=0x2 LogonType=3\n"
      "09:40:00.0 Security 4624 TargetUserName=bob TargetLogonId=0x3 LogonType=3 "
      "IpAddress=10.0.0.5\n"
      "09:40:05.0 Security 4634 TargetUserName=bob TargetLogonId=0x3 LogonType=3\n";
  EXPECT_EQ(
      "network success bob from 10.0.0.5 09:00:00.0 logon - 09:10:05.0 logoff\n"
      "network success bob from 10.0.0.5 09:40:00.0 logon - 09:40:05.0 logoff\n",
      story(logons));
  EXPECT_EQ(3, std::ranges::count(story(logons, {.network_gap = std::chrono::seconds{0}}), '\n'));
}

TEST(Correlate, EachFailedAttemptIsASessionOfItsOwn) {
  EXPECT_EQ(
      "local failure CORP\\alice 08:00:00.0 attempt\n"
      "remote failure CORP\\bob from 203.0.113.9 08:01:00.0 attempt\n"
      "network failure CORP\\carol from 203.0.113.9/KALI 08:02:00.0 attempt\n"
      "local failure CORP\\alice 08:03:00.0 attempt [unlock]\n",
      story("08:00:00.0 Security 4625 TargetUserName=alice TargetDomainName=CORP LogonType=2 "
            "IpAddress=127.0.0.1 "
            "Status=0xc000006d SubStatus=0xc000006a\n"
            "08:01:00.0 Security 4625 TargetUserName=bob TargetDomainName=CORP LogonType=10 "
            "IpAddress=203.0.113.9\n"
            "08:02:00.0 Security 4625 TargetUserName=carol TargetDomainName=CORP LogonType=3 "
            "IpAddress=203.0.113.9 "
            "WorkstationName=KALI\n"
            "08:03:00.0 Security 4625 TargetUserName=alice TargetDomainName=CORP LogonType=7 "
            "IpAddress=127.0.0.1\n"));
}

TEST(Correlate, AnRdpFailureWithNlaIsRemoteThoughItsLogonTypeIsNetwork) {
  Strings strings;
  const auto correlation = correlate(
      timeline("08:00:00.0 RdpCore 131 ConnType=TCP ClientIP=203.0.113.9:4000 ActivityID=0001\n"
               "08:00:00.9 RdpCore 140 IPString=203.0.113.9 ActivityID=0001\n"
               "08:00:01.0 Security 4625 TargetUserName=bob LogonType=3 LogonProcessName=NtLmSsp "
               "IpAddress=203.0.113.9 Status=0xc000006d SubStatus=0xc0000064\n"
               "08:00:01.2 RdpCore 102 ActivityID=0001\n",
               strings),
      strings);
  EXPECT_EQ("remote failure bob from 203.0.113.9 08:00:01.0 attempt\n",
            story(correlation, strings));
  EXPECT_EQ("131 start, 140 attempt, 4625 attempt, 102 corroborates_end", evidence(correlation, 0));
  EXPECT_EQ(0xc0000064u, correlation.sessions[0].failure_code);
}

// Shows that LocalSessionManager's log goes on: what it did not tell before did not happen.
constexpr const char* kLsmGoesOn =
    "11:00:00.0 LSM 41 User=CORP\\kim SessionID=9 ActivityID=console\n";

// Observed: the type 3 of NLA has port 0, those of file shares have the client's.
TEST(Correlate, TheCredentialCheckOfRdpIsNoNetworkLogonThoughIts1149IsLost) {
  const char* logon =
      "10:00:01.0 Security 4624 TargetUserName=bob TargetDomainName=CORP TargetLogonId=0xb00 "
      "LogonType=3 LogonProcessName=NtLmSsp WorkstationName=KALI IpAddress=203.0.113.9 IpPort=";
  EXPECT_EQ("network success CORP\\bob from 203.0.113.9/KALI 10:00:01.0 logon - … open\n",
            story(logon + std::string("50123\n")));
  EXPECT_EQ("remote unknown CORP\\bob from 203.0.113.9/KALI 10:00:01.0 attempt - … unknown\n",
            story(logon + std::string("0\n")));
  EXPECT_EQ(
      "remote no_desktop CORP\\bob from 203.0.113.9/KALI 10:00:00.0 attempt - 10:00:09.0 "
      "disconnect\n",
      story("09:00:00.0 LSM 32\n"
            "10:00:00.0 RdpCore 131 ConnType=TCP ClientIP=203.0.113.9:40000 ActivityID=0001\n" +
            std::string(logon) +
            "0\n"
            "10:00:09.0 RdpCore 102 ActivityID=0001\n" +
            kLsmGoesOn));
}

// Observed on Server 2012 R2: the type 3 names no address, and the 66 follows 1.05 s later.
TEST(Correlate, ACredentialCheckWithoutAddressIsOfTheConnectionThatGotASessionRightBehindIt) {
  EXPECT_EQ(
      "remote no_desktop CORP\\bob from 203.0.113.9(inferred)/KALI 10:00:00.0 attempt - "
      "10:00:09.0 disconnect\n",
      story("09:00:00.0 LSM 32\n"
            "10:00:00.0 RdpCore 131 ConnType=TCP ClientIP=203.0.113.9:40000 ActivityID=0001\n"
            "10:00:00.1 Security 4624 TargetUserName=bob TargetDomainName=CORP "
            "TargetLogonId=0xb00 LogonType=3 LogonProcessName=NtLmSsp WorkstationName=KALI "
            "IpAddress=- IpPort=-\n"
            "10:00:01.1 RdpCore 66 ConnectionName=RDP-Tcp#1 SessionID=2 ActivityID=0001\n"
            "10:00:09.0 RdpCore 102 ActivityID=0001\n" +
            std::string(kLsmGoesOn)));
}

TEST(Correlate, AnRdpFailureIsKnownByItsPortWhereNoConnectionIsLogged) {
  EXPECT_EQ("remote failure CORP\\bob from 203.0.113.9/KALI 10:00:01.0 attempt\n",
            story("10:00:01.0 Security 4625 TargetUserName=bob TargetDomainName=CORP "
                  "Status=0xc000006d SubStatus=0xc000006a LogonType=3 LogonProcessName=NtLmSsp "
                  "WorkstationName=KALI IpAddress=203.0.113.9 IpPort=0\n"));
}

TEST(Correlate, AFailureWithoutAddressGetsThatOfTheOnlyOpenConnection) {
  EXPECT_EQ(
      "remote failure bob from 203.0.113.9(inferred)/kali 08:00:00.1 attempt\n",
      story("08:00:00.0 RdpCore 131 ConnType=TCP ClientIP=203.0.113.9:4000 ActivityID=0001\n"
            "08:00:00.1 Security 4625 TargetUserName=bob LogonType=3 LogonProcessName=NtLmSsp "
            "WorkstationName=kali IpAddress=-\n"
            "08:00:00.3 RdpCore 102 ActivityID=0001\n"));
}

// A 102 without its 131 shows that the log has lost records, and their numbers that some were lost
// right before the failure: there may have been other connections.
TEST(Correlate, AFailureWithoutAddressStaysWithoutWhereTheLogOfConnectionsHasHoles) {
  EXPECT_EQ(
      "network failure bob from /kali 08:00:00.1 attempt\n",
      story("07:50:00.0 RdpCore 102 ActivityID=0009\n"
            "08:00:00.0 RdpCore 131 RecordID=4 ConnType=TCP ClientIP=203.0.113.9:4000 "
            "ActivityID=0001\n"
            "08:00:00.1 Security 4625 TargetUserName=bob LogonType=3 LogonProcessName=NtLmSsp "
            "WorkstationName=kali IpAddress=-\n"
            "08:00:00.3 RdpCore 102 ActivityID=0001\n"));
}

TEST(Correlate, AFailureWithoutAddressStaysWithoutWhereTwoConnectionsAreOpen) {
  EXPECT_EQ(
      "network failure bob from /kali 08:00:00.1 attempt\n",
      story("08:00:00.0 RdpCore 131 ConnType=TCP ClientIP=203.0.113.9:4000 ActivityID=0001\n"
            "08:00:00.0 RdpCore 131 ConnType=TCP ClientIP=203.0.113.10:4000 ActivityID=0002\n"
            "08:00:00.1 Security 4625 TargetUserName=bob LogonType=3 LogonProcessName=NtLmSsp "
            "WorkstationName=kali IpAddress=-\n"));
}

TEST(Correlate, ARefusedUacPromptIsOneAttempt) {
  EXPECT_EQ("secondary failure admin 08:00:00.0 attempt [elevation]\n",
            story("08:00:00.0 Security 4625 TargetUserName=admin LogonType=11 "
                  "LogonProcessName=CredPro IpAddress=::1\n"
                  "08:00:01.0 Security 4625 TargetUserName=admin LogonType=2 "
                  "LogonProcessName=CredPro IpAddress=::1\n"));
}

TEST(Correlate, AProgramTryingAPasswordIsNotAtTheConsole) {
  EXPECT_EQ(
      "secondary failure CORP\\admin 08:00:00.0 attempt\n"
      "local failure CORP\\admin 08:01:00.0 attempt\n",
      story("08:00:00.0 Security 4625 TargetUserName=admin TargetDomainName=CORP LogonType=2 "
            "LogonProcessName=Advapi\n"
            "08:01:00.0 Security 4625 TargetUserName=admin TargetDomainName=CORP LogonType=2 "
            "LogonProcessName=User32 IpAddress=127.0.0.1\n"));
}

TEST(Correlate, RunasIsASecondarySession) {
  EXPECT_EQ("secondary success CORP\\admin 08:00:00.0 logon - 08:05:00.0 logoff\n",
            story("08:00:00.0 Security 4624 TargetUserName=admin TargetDomainName=CORP "
                  "TargetLogonId=0x9 LogonType=2 "
                  "LogonProcessName=seclogo IpAddress=::1\n"
                  "08:05:00.0 Security 4634 TargetUserName=admin TargetLogonId=0x9 LogonType=2\n"));
}

TEST(Correlate, AnUnlockIsFoldedIntoItsSession) {
  Strings strings;
  const auto correlation = correlate(
      timeline(
          std::string(kConsoleLogon) +
              "10:00:00.0 Security 4800 TargetUserName=alice TargetLogonId=0xa5716 SessionId=2\n"
              "10:30:00.0 Security 4624 TargetUserName=alice TargetDomainName=CORP "
              "TargetUserSid=S-1-5-21-1-2-3-1001 TargetLogonId=0xb1 LogonType=7 "
              "LogonProcessName=User32 "
              "IpAddress=127.0.0.1\n"
              "10:30:00.0 Security 4634 TargetUserName=alice TargetLogonId=0xb1 LogonType=7\n"
              "10:30:00.1 Security 4801 TargetUserName=alice TargetLogonId=0xa5716 SessionId=2\n" +
              kConsoleLogoff,
          strings),
      strings);
  EXPECT_EQ("local success CORP\\alice 09:00:00.0 logon - 17:00:00.1 logoff\n",
            story(correlation, strings));
  ASSERT_TRUE(correlation.sessions[0].active_s.has_value());
  EXPECT_NEAR(8 * 3600 - 1800, *correlation.sessions[0].active_s, 0.5);
}

TEST(Correlate, AuthenticatedButWithoutADesktop) {
  EXPECT_EQ(
      "local success CORP\\alice 09:00:00.0 logon - … open\n"
      "remote no_desktop CORP\\bob from 203.0.113.9 10:00:00.0 attempt - 10:00:09.0 disconnect\n",
      story(std::string(kConsoleLogon) +
            "10:00:00.0 RCM 261 ActivityID=0001\n"
            "10:00:01.0 RCM 1149 Param1=bob Param3=203.0.113.9 ActivityID=0001\n"
            "10:00:02.0 Security 4624 TargetUserName=bob TargetDomainName=CORP TargetLogonId=0xbb "
            "LogonType=10 "
            "LogonProcessName=User32 IpAddress=203.0.113.9\n"
            "10:00:02.1 LSM 41 User=CORP\\bob SessionID=4 ActivityID=0001\n"
            "10:00:02.3 LSM 36 SessionId=4 ErrorCode=0x80004005\n"
            "10:00:09.0 RdpCore 102 ActivityID=0001\n" +
            kLsmGoesOn));
}

TEST(Correlate, WhereLocalSessionManagersLogEndsAConnectionThatClosedAtOnceProvesNoDesktop) {
  EXPECT_EQ(
      "local success CORP\\alice 09:00:00.0 logon - … open\n"
      "remote unknown CORP\\bob from 203.0.113.9 10:00:00.0 attempt - 10:00:09.0 disconnect\n",
      story(std::string(kConsoleLogon) +
            "10:00:00.0 RCM 261 ActivityID=0001\n"
            "10:00:01.0 RCM 1149 Param1=bob Param3=203.0.113.9 ActivityID=0001\n"
            "10:00:02.0 Security 4624 TargetUserName=bob TargetDomainName=CORP TargetLogonId=0xbb "
            "LogonType=10 LogonProcessName=User32 IpAddress=203.0.113.9\n"
            "10:00:09.0 RdpCore 102 ActivityID=0001\n"));
}

TEST(Correlate, An1149AloneProvesAnAttemptAndNothingMore) {
  EXPECT_EQ("remote unknown bob from 203.0.113.9 10:00:00.0 attempt - … unknown\n",
            story("10:00:00.0 RCM 1149 Param1=bob Param3=203.0.113.9 ActivityID=0001\n"));
}

TEST(Correlate, TheSecurityLogAloneStillTellsOfADesktop) {
  EXPECT_EQ(
      "remote success CORP\\bob from 10.0.0.5 10:00:00.0 logon - 10:30:00.0 disconnect\n"
      "remote success CORP\\bob from 10.0.0.6/TABLET 11:00:00.0 reconnect - 12:00:00.0 logoff\n",
      story("10:00:00.0 Security 4624 TargetUserName=bob TargetDomainName=CORP TargetLogonId=0xbb "
            "LogonType=10 "
            "LogonProcessName=User32 IpAddress=10.0.0.5\n"
            "10:30:00.0 Security 4779 AccountName=bob AccountDomain=CORP LogonID=0xbb "
            "SessionName=RDP-Tcp#0 "
            "ClientName=LAPTOP ClientAddress=10.0.0.5\n"
            "11:00:00.0 Security 4778 AccountName=bob AccountDomain=CORP LogonID=0xbb "
            "SessionName=RDP-Tcp#1 "
            "ClientName=TABLET ClientAddress=10.0.0.6\n"
            "12:00:00.0 Security 4647 TargetUserName=bob TargetLogonId=0xbb\n"));
}

TEST(Correlate, TheSecurityLogAloneTellsOfADesktopWhoseLogonItHasLost) {
  EXPECT_EQ(
      "remote success CORP\\bob from 10.0.0.5/LAPTOP … unknown - 10:30:00.0 disconnect\n"
      "remote success CORP\\bob from 10.0.0.6/TABLET 11:00:00.0 reconnect - 12:00:00.0 logoff\n"
      "local success CORP\\alice … unknown - 12:30:00.0 logoff\n",
      story("10:30:00.0 Security 4779 AccountName=bob AccountDomain=CORP LogonID=0xbb "
            "SessionName=RDP-Tcp#0 ClientName=LAPTOP ClientAddress=10.0.0.5\n"
            "11:00:00.0 Security 4778 AccountName=bob AccountDomain=CORP LogonID=0xbb "
            "SessionName=RDP-Tcp#1 ClientName=TABLET ClientAddress=10.0.0.6\n"
            "12:00:00.0 Security 4647 TargetUserName=bob TargetLogonId=0xbb\n"
            "12:30:00.0 Security 4647 TargetUserName=alice TargetDomainName=CORP "
            "TargetLogonId=0xaa\n"));
}

TEST(Correlate, AConnectionThatChangesItsUserWithoutALogonIsATakeover) {
  const std::string eve =
      "10:00:00.0 Security 4779 AccountName=eve AccountDomain=CORP LogonID=0xee "
      "SessionName=RDP-Tcp#8 ClientName=JUMP ClientAddress=10.0.0.9\n";
  const std::string bob =
      "10:00:00.5 Security 4778 AccountName=bob AccountDomain=CORP LogonID=0xbb "
      "SessionName=RDP-Tcp#8 ClientName=JUMP ClientAddress=10.0.0.9\n";
  EXPECT_EQ(
      "remote success CORP\\eve from 10.0.0.9/JUMP … unknown - 10:00:00.0 disconnect\n"
      "remote success CORP\\bob from 10.0.0.9/JUMP 10:00:00.5 takeover - … open "
      "[takeover_without_auth]\n",
      story(eve + bob));
  // Switching users within one connection: bob gives his password.
  EXPECT_EQ(
      "remote success CORP\\eve from 10.0.0.9/JUMP … unknown - 10:00:00.0 disconnect\n"
      "remote success CORP\\bob from 10.0.0.9/JUMP 10:00:00.2 reconnect - … open\n",
      story(eve +
            "10:00:00.2 Security 4624 TargetUserName=bob TargetDomainName=CORP "
            "TargetLogonId=0xb7 LogonType=7 LogonProcessName=User32 IpAddress=10.0.0.9\n" +
            bob));
}

TEST(Correlate, GuessingThatSucceededIsABurstWithItsSuccess) {
  std::string attempts;
  for (int i = 0; i < 5; ++i) {
    attempts += "08:0" + std::to_string(i) +
                ":00.0 Security 4625 TargetUserName=bob LogonType=3 IpAddress=203.0.113.9 "
                "Status=0xc000006d\n";
  }
  Strings strings;
  const auto correlation = correlate(
      timeline(attempts +
                   "08:06:00.0 Security 4624 TargetUserName=bob TargetLogonId=0xbb LogonType=3 "
                   "IpAddress=203.0.113.9\n",
               strings),
      strings);
  ASSERT_EQ(1u, correlation.bursts.size());
  EXPECT_EQ(5u, correlation.bursts[0].attempts);
  EXPECT_EQ(SessionId(5), correlation.bursts[0].followed_by);
  EXPECT_EQ(5u, correlation.sessions[5].failures_before);
}

TEST(Correlate, ServicesAndWindowManagersAreLogonSessionsOnly) {
  Strings strings;
  const auto correlation = correlate(
      timeline("08:00:00.0 Security 4624 TargetUserName=SYSTEM TargetUserSid=S-1-5-18 "
               "TargetLogonId=0x3e7 LogonType=5\n"
               "08:00:01.0 Security 4624 TargetUserName=DWM-1 TargetUserSid=S-1-5-90-0-1 "
               "TargetLogonId=0xe447 "
               "LogonType=2\n"
               "08:00:02.0 Security 4624 TargetUserName=\"ANONYMOUS LOGON\" TargetUserSid=S-1-5-7 "
               "TargetLogonId=0x23e8e LogonType=3 IpAddress=10.0.0.5\n"
               "08:00:03.0 Security 4624 TargetUserName=svc_sql TargetUserSid=S-1-5-21-1-2-3-1200 "
               "TargetLogonId=0x5000 LogonType=5\n",
               strings),
      strings);
  EXPECT_EQ("", story(correlation, strings));
  EXPECT_EQ(4u, correlation.logon_sessions.size());
}

TEST(Correlate, CopiesOfARecordAreOneRecord) {
  Strings strings;
  auto events = timeline(std::string(kConsoleLogon) + kConsoleLogoff, strings);
  const auto once = correlate(events, strings);
  auto copies = events;
  for (Event& copy : copies) copy.file = 1;
  events.insert(events.end(), copies.begin(), copies.end());
  const auto twice = correlate(events, strings);
  EXPECT_EQ(once.events.size(), twice.duplicates);
  EXPECT_EQ(story(once, strings), story(twice, strings));
}

TEST(Correlate, TheOrderOfReadingChangesNothing) {
  Strings strings;
  auto events = timeline(std::string(kConsoleLogon) +
                             rdp_logon("10:00", "0001", "10.0.0.5", 3, "0xc00") + kConsoleLogoff,
                         strings);
  const std::string expected = story(correlate(events, strings), strings);
  std::ranges::reverse(events);
  EXPECT_EQ(expected, story(correlate(events, strings), strings));
}

TEST(Correlate, EveryRecordIsUsedOrSaysWhyNot) {
  Strings strings;
  const auto correlation =
      correlate(timeline(std::string(kConsoleLogon) +
                             "09:10:00.0 RdpCore 131 ConnType=TCP ClientIP=203.0.113.9:4000 "
                             "ActivityID=0001\n" +
                             kConsoleLogoff + "18:00:00.0 EventLog 6006\n",
                         strings),
                strings);
  ASSERT_EQ(correlation.events.size(), correlation.used.size());
  std::string reasons;
  for (EventRef ref = 0; ref < correlation.events.size(); ++ref) {
    if (!correlation.used[ref]) reasons += reason_unmatched(correlation.events[ref]);
  }
  // 6006 is in use: it ends the logon session that no 4634 does.
  EXPECT_EQ("a connection without credentials", reasons);
}

// Without NLA the 1149 comes with the logon screen and has the name that the client sent along.
const std::string kLogonScreenWithoutNla =
    "10:00:00.0 RdpCore 131 ConnType=TCP ClientIP=203.0.113.9:50123 ActivityID=0001\n"
    "10:00:00.0 RCM 261 listenerName=RDP-Tcp ActivityID=0001\n"
    "10:00:01.0 RCM 1149 Param1=bob Param3=203.0.113.9 ActivityID=0001\n";
const std::string kRefusedTwice =
    "10:00:30.0 Security 4625 TargetUserName=bob LogonType=10 LogonProcessName=User32 "
    "IpAddress=203.0.113.9\n"
    "10:00:50.0 Security 4625 TargetUserName=eve LogonType=10 LogonProcessName=User32 "
    "IpAddress=203.0.113.9\n"
    "10:01:00.0 RdpCore 102 ActivityID=0001\n";

TEST(Correlate, PasswordsThatFailedAtTheLogonScreenAreAllThatHappenedOnTheirConnection) {
  Strings strings;
  const Correlation correlation =
      correlate(timeline(kLogonScreenWithoutNla + kRefusedTwice, strings), strings);
  EXPECT_EQ(
      "remote failure bob from 203.0.113.9 10:00:30.0 attempt\n"
      "remote failure eve from 203.0.113.9 10:00:50.0 attempt\n",
      story(correlation, strings));
  EXPECT_EQ("131 context, 261 context, 1149 context, 4625 attempt, 102 corroborates_end",
            evidence(correlation, 0));
}

TEST(Correlate, WithNlaTheCredentialsWereRightThoughTheLogonWasRefused) {
  EXPECT_EQ(
      "remote unknown bob from 203.0.113.9/KALI 10:00:00.0 attempt - 10:01:00.0 disconnect\n"
      "remote failure bob from 203.0.113.9 10:00:30.0 attempt\n"
      "remote failure eve from 203.0.113.9 10:00:50.0 attempt\n",
      story(kLogonScreenWithoutNla +
            "10:00:00.8 Security 4624 TargetUserName=bob TargetLogonId=0x5 LogonType=3 "
            "LogonProcessName=NtLmSsp WorkstationName=KALI IpAddress=203.0.113.9\n" +
            kRefusedTwice));
}

TEST(Correlate, TheNameOfThisHostIsNoClientOfItsLogonScreen) {
  EXPECT_EQ(
      "remote failure bob from 203.0.113.9 10:00:30.0 attempt\n",
      story("10:00:30.0 Security 4625 TargetUserName=bob LogonType=10 LogonProcessName=User32 "
            "WorkstationName=PC01 IpAddress=203.0.113.9\n"));
}

// Forged: Windows gives each logon a LogonId.
TEST(Correlate, ALogonWithoutALogonIdIsNoSessionAndNoProofOfOne) {
  EXPECT_EQ("remote unknown alice from 10.0.0.5 10:00:02.0 attempt - … unknown\n",
            story("10:00:01.0 Security 4624 TargetUserName=alice TargetLogonId=0x0 LogonType=3 "
                  "LogonProcessName=NtLmSsp IpAddress=10.0.0.5\n"
                  "10:00:02.0 RCM 1149 Param1=alice Param3=10.0.0.5 ActivityID=0001\n"
                  "10:00:03.0 Security 4624 TargetUserName=alice TargetLogonId=0x0 LogonType=10 "
                  "LogonProcessName=User32 IpAddress=10.0.0.5\n"));
  EXPECT_EQ("", story("10:00:01.0 Security 4624 TargetUserName=alice TargetLogonId=0x0 LogonType=8 "
                      "ProcessName=C:\\Windows\\System32\\OpenSSH\\sshd.exe\n"
                      "10:00:01.1 SSH 4 process=sshd "
                      "payload=\"Accepted password for alice from 10.1.1.1 port 5000 ssh2\"\n"));
}

// Typed as ".\\alice": an account of this machine.
TEST(Correlate, ADotIsTheMachinesOwnDomain) {
  EXPECT_EQ("remote success PC01\\alice from 10.0.0.5 10:00:01.0 logon - … open\n",
            story("10:00:01.0 RCM 1149 Param1=alice Param2=. Param3=10.0.0.5\n"
                  "10:00:03.0 LSM 21 User=PC01\\alice SessionID=2 Address=10.0.0.5\n"));
}

}  // namespace
}  // namespace sojourn
