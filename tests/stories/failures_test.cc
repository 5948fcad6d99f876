// Attempts that failed: what each was, where it came from, and what is one with it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/support/stories.h"
#include "tests/support/timeline.h"

namespace sojourn {
namespace {

using ::testing::HasSubstr;

Correlation found(const std::string& text) {
  Strings strings;
  return correlate(timeline(text, strings), strings);
}

// Server 2012 R2: a guess by Remote Desktop that names no address, on a connection of its own.
std::string guess_at(const std::string& minute, const std::string& activity) {
  return minute +
         ":01.0 RdpCore 131 ConnType=TCP ClientIP=203.0.113.9:40000 ActivityID=" + activity + "\n" +
         minute +
         ":01.1 Security 4625 TargetUserName=admin LogonType=3 LogonProcessName=NtLmSsp "
         "WorkstationName=kali IpAddress=- SubStatus=0xc000006a\n" +
         minute + ":01.3 RdpCore 102 ActivityID=" + activity + "\n";
}

constexpr const char* kGuess = "remote failure admin from 203.0.113.9(inferred)/kali ";

// Every log that rolled over while somebody was guessing begins so.
TEST(Failures, ALogThatBeginsWithTheEndOfAConnectionTellsOfLaterOnes) {
  EXPECT_EQ(kGuess + std::string("08:10:01.1 attempt\n") + kGuess + "08:11:01.1 attempt\n",
            story("08:09:50.0 RdpCore 103 ReasonCode=14 ActivityID=0001\n"
                  "08:09:50.0 RdpCore 102 ActivityID=0001\n" +
                  guess_at("08:10", "0002") + guess_at("08:11", "0003")));
}

TEST(Failures, AConnectionOpenWhereTheLogBeginsMayHaveBroughtWhatFailedRightAfter) {
  EXPECT_EQ(
      "network failure admin from /kali 08:10:01.1 attempt\n",
      story("08:10:00.0 RdpCore 103 ReasonCode=14 ActivityID=0001\n" + guess_at("08:10", "0002")));
}

// Whose credentials were accepted long before is not who fails now, and the log would tell who else
// was there when it began.
TEST(Failures, AnotherWhoWasThereWhenTheLogBeganIsNotWhoFailsOnTheConnectionItBeginsWith) {
  const std::string there =
      "07:00:00.0 RCM 261 listenerName=RDP-Tcp ActivityID=0001\n"
      "07:00:01.0 RCM 1149 Param1=bob Param3=10.0.0.5 ActivityID=0001\n";
  const std::string later = "08:30:00.0 RdpCore 103 ReasonCode=14 ActivityID=0001\n";
  EXPECT_THAT(story(there + guess_at("08:10", "0002") + later),
              HasSubstr(kGuess + std::string("08:10:01.1 attempt\n")));
  EXPECT_THAT(story(there + guess_at("08:10", "0002") +
                    "08:10:09.0 RdpCore 103 ReasonCode=14 ActivityID=0003\n" + later),
              HasSubstr("network failure admin from /kali 08:10:01.1 attempt\n"));
}

std::string knock(const std::string& time, const std::string& activity) {
  return time + " RCM 261 listenerName=RDP-Tcp ActivityID=" + activity + "\n";
}

// RdpCoreTS's log rolled over in the midst of a connection, RemoteConnectionManager's did not.
TEST(Failures, WhereTheListenersLogTellsOfEachConnectionNoneIsHiddenBeforeTheOthersBeginning) {
  EXPECT_EQ(
      kGuess + std::string("08:10:01.1 attempt\n"),
      story(knock("07:00:00.0", "0000") + knock("08:09:59.9", "0001") +
            "08:10:00.0 RdpCore 103 ReasonCode=14 ActivityID=0001\n" + knock("08:10:01.0", "0002") +
            guess_at("08:10", "0002") + knock("09:00:00.0", "0003")));
}

TEST(Failures, AConnectionOfWhichALogSaysNothingThatBeganAMomentLaterWasOver) {
  EXPECT_EQ(kGuess + std::string("08:10:01.1 attempt\n") + kGuess + "08:11:01.1 attempt\n",
            story(knock("07:00:00.0", "0000") + knock("08:09:59.9", "0001") +
                  knock("08:10:01.0", "0002") + guess_at("08:10", "0002") +
                  knock("08:11:01.0", "0003") + guess_at("08:11", "0003")));
}

// Record 3 of RdpCoreTS's log is not there.
TEST(Failures, AHoleInTheLogOfConnectionsBesideTheFailureLeavesItOpenWhoseItWas) {
  EXPECT_EQ("network failure admin from /kali 08:10:01.1 attempt\n",
            story("08:00:00.0 RdpCore 103 ReasonCode=14 ActivityID=0001\n"
                  "08:00:00.0 RdpCore 102 ActivityID=0001\n"
                  "08:10:01.0 RdpCore 131 RecordID=4 ConnType=TCP ClientIP=203.0.113.9:40000 "
                  "ActivityID=0002\n"
                  "08:10:01.1 Security 4625 TargetUserName=admin LogonType=3 "
                  "LogonProcessName=NtLmSsp WorkstationName=kali IpAddress=-\n"
                  "08:10:01.3 RdpCore 102 ActivityID=0002\n"));
}

constexpr const char* kByVmbus =
    "08:00:00.0 RCM 261 listenerName=31C5CE94259D4006A9E4 ActivityID=0010\n"
    "08:00:00.1 RdpCore 66 ConnectionName=31C5CE94259D4006A9E4#0 SessionID=2 ActivityID=0010\n";

// Windows 7, which tells no end of a connection.
TEST(Failures, AtTheLogonScreenOfAConnectionAreNotOfTheOneThatCameFromThereBefore) {
  EXPECT_EQ(
      "remote unknown administrator from 192.0.2.9 08:00:00.0 attempt - … unknown\n"
      "remote failure WKS\\kiosk from 192.0.2.9 08:01:05.0 attempt\n",
      story("07:00:00.0 Security 4608\n"
            "08:00:00.0 RCM 261 listenerName=RDP-Tcp\n"
            "08:00:01.0 RCM 1149 Param1=administrator Param3=192.0.2.9\n"
            "08:01:00.0 RCM 261 listenerName=RDP-Tcp\n"
            "08:01:01.0 RCM 1149 Param1=kiosk Param3=192.0.2.9\n"
            "08:01:05.0 Security 4625 TargetUserName=kiosk TargetDomainName=WKS LogonType=10 "
            "LogonProcessName=User32 IpAddress=192.0.2.9 SubStatus=0xc000006a\n"));
}

std::string wrong_at_vmbus(const std::string& time, const std::string& user = "alice") {
  return time + " Security 4625 TargetUserName=" + user +
         " TargetDomainName=WKS LogonType=10 LogonProcessName=User32 "
         "ProcessName=C:\\Windows\\System32\\svchost.exe IpAddress=0.0.0.0 "
         "SubStatus=0xc000006a\n";
}

TEST(Failures, AtTheLogonScreenOfTheOnlyOpenConnectionWhichIsByVmbusComeFromThere) {
  const Correlation correlation =
      found(std::string(kByVmbus) + wrong_at_vmbus("08:00:20.0") + wrong_at_vmbus("08:01:30.0") +
            "08:02:00.0 RdpCore 103 ReasonCode=12 ActivityID=0010\n"
            "08:02:00.0 RdpCore 102 ActivityID=0010\n" +
            wrong_at_vmbus("08:03:00.0"));
  ASSERT_EQ(3u, correlation.sessions.size());
  for (const std::uint32_t i : {0u, 1u}) {
    EXPECT_EQ(SessionKind::remote, correlation.sessions[i].kind);
    EXPECT_EQ(SourceScope::vmbus, correlation.sessions[i].from.scope);
  }
  EXPECT_EQ(SourceScope::unknown, correlation.sessions[2].from.scope) << "it was closed";
  EXPECT_EQ("261 start, 66 start, 4625 attempt, 103 corroborates_end, 102 corroborates_end",
            evidence(correlation, 0));
  for (const bool used : correlation.used) EXPECT_TRUE(used);
}

TEST(Failures, AtTheLogonScreenByVmbusCountBeforeTheDesktopThereWhoeverWasTried) {
  const Correlation correlation = found(
      std::string(kByVmbus) + wrong_at_vmbus("08:00:20.0", "alise") + wrong_at_vmbus("08:00:25.0") +
      "08:00:38.0 Security 4624 TargetUserName=alice TargetDomainName=WKS TargetLogonId=0x51 "
      "LogonType=10 LogonProcessName=User32 IpAddress=0.0.0.0\n"
      "08:00:38.1 LSM 41 User=WKS\\alice SessionID=2 ActivityID=0010\n"
      "08:00:39.0 LSM 21 User=WKS\\alice SessionID=2 Address= ActivityID=0010\n"
      "08:20:00.0 LSM 40 Session=2 Reason=0 ActivityID=0010\n"
      "08:20:00.3 LSM 24 User=WKS\\alice SessionID=2 Address= ActivityID=0010\n"
      "08:30:00.0 RCM 261 listenerName=31C5CE94259D4006A9E4 ActivityID=0011\n"
      "08:30:38.0 Security 4624 TargetUserName=alice TargetDomainName=WKS TargetLogonId=0x52 "
      "LogonType=7 LogonProcessName=User32 IpAddress=0.0.0.0\n"
      "08:30:38.0 Security 4634 TargetUserName=alice TargetLogonId=0x52 LogonType=7\n"
      "08:30:38.1 LSM 40 Session=2 Reason=5 ActivityID=0011\n"
      "08:30:39.0 LSM 25 User=WKS\\alice SessionID=2 Address= ActivityID=0011\n");
  ASSERT_EQ(4u, correlation.sessions.size());
  EXPECT_EQ(SourceScope::vmbus, correlation.sessions[1].from.scope);
  EXPECT_EQ(SourceScope::vmbus, correlation.sessions[2].from.scope);
  EXPECT_EQ(StartReason::reconnect, correlation.sessions[3].start_reason);
  EXPECT_EQ(2u, correlation.sessions[3].failures_before);
  ASSERT_EQ(1u, correlation.bursts.size());
  EXPECT_EQ(2u, correlation.bursts[0].accounts);
}

std::string prompt(const std::string& time, const std::string& event, const std::string& rest,
                   const std::string& process = "0x1d3c") {
  return time + " Security " + event + " TargetUserName=boss TargetDomainName=WKS " + rest +
         " LogonProcessName=CredPro ProcessName=C:\\Windows\\System32\\consent.exe ProcessId=" +
         process + " IpAddress=::1\n";
}
constexpr const char* kNoSuchKind = "LogonType=11 Status=0xc000010b SubStatus=0x0";
constexpr const char* kWrong = "LogonType=2 Status=0xc000006d SubStatus=0xc000006a";

// Observed in 12 of 12 prompts for a local account.
TEST(Failures, APromptThatSucceededIsNoneThoughItsFirstTryWasOfAKindThatThereIsNot) {
  const std::string text = prompt("12:30:09.772", "4625", kNoSuchKind) +
                           "12:30:09.773 Security 4648 TargetUserName=boss TargetDomainName=WKS "
                           "ProcessName=C:\\Windows\\System32\\consent.exe ProcessId=0x1d3c\n" +
                           prompt("12:30:09.774", "4624", "LogonType=2 TargetLogonId=0xb055");
  const Correlation correlation = found(text);
  EXPECT_EQ("secondary success WKS\\boss 12:30:09.7 logon - … open [elevation]\n", story(text));
  ASSERT_EQ(1u, correlation.sessions.size());
  EXPECT_EQ("4625 attempt, 4648 authentication, 4624 logon", evidence(correlation, 0));
  EXPECT_EQ(0u, correlation.sessions[0].failures_before);
  EXPECT_EQ(correlation.events[0].time, correlation.sessions[0].start);
}

TEST(Failures, AWrongPasswordAtAPromptIsWhyItFailedNotThatThereIsNoCachedLogon) {
  const Correlation correlation =
      found(prompt("12:30:09.772", "4625", kNoSuchKind) + prompt("12:30:09.774", "4625", kWrong));
  ASSERT_EQ(1u, correlation.sessions.size());
  EXPECT_EQ(0xc000006a, correlation.sessions[0].failure_code);
  EXPECT_EQ("4625 attempt, 4625 attempt", evidence(correlation, 0));
}

TEST(Failures, OfTwoPromptsAtOnceEachIsOneAttempt) {
  const Correlation correlation =
      found(prompt("12:30:09.771", "4625", kNoSuchKind, "0x100") +
            prompt("12:30:09.772", "4625", kNoSuchKind, "0x200") +
            prompt("12:30:09.774", "4625", kWrong, "0x100") +
            prompt("12:30:09.775", "4624", "LogonType=2 TargetLogonId=0xb055", "0x200"));
  ASSERT_EQ(2u, correlation.sessions.size());
  EXPECT_EQ(Outcome::failure, correlation.sessions[0].outcome);
  EXPECT_EQ(0xc000006a, correlation.sessions[0].failure_code);
  EXPECT_EQ(Outcome::success, correlation.sessions[1].outcome);
  EXPECT_EQ("4625 attempt, 4624 logon", evidence(correlation, 1));
}

TEST(Failures, AWrongPasswordAtAPromptStaysOneWhereTheNextIsRight) {
  EXPECT_EQ(
      "secondary failure WKS\\boss 12:30:09.7 attempt [elevation]\n"
      "secondary success WKS\\boss 12:30:10.7 logon - … open [elevation]\n",
      story(prompt("12:30:09.772", "4625", kNoSuchKind) + prompt("12:30:09.774", "4625", kWrong) +
            prompt("12:30:10.770", "4625", kNoSuchKind) +
            prompt("12:30:10.772", "4624", "LogonType=2 TargetLogonId=0xb055")));
}

TEST(Failures, ThatNameNobodyAreTheMachinesWhereItsCredentialsStandBesideThem) {
  const std::string nameless =
      "08:00:00.0 Security 4625 TargetUserName= LogonType=3 LogonProcessName=Kerberos "
      "AuthenticationPackageName=Kerberos IpAddress=10.0.0.5 Status=0xc000006d\n";
  const auto with = [](const std::string& user) {
    return "08:00:00.01 Security 4648 TargetUserName=" + user + " TargetDomainName=CORP\n";
  };
  EXPECT_EQ(AccountClass::machine, found(nameless + with("PC01$")).sessions[0].who.account_class);
  EXPECT_EQ(AccountClass::user, found(nameless + with("alice")).sessions[0].who.account_class);
  EXPECT_EQ(AccountClass::user, found(nameless).sessions[0].who.account_class);
}

}  // namespace
}  // namespace sojourn
