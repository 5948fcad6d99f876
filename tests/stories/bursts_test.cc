// Guessing: which attempts are one burst, what followed it, and what a session had before it.
#include <gtest/gtest.h>

#include <string>

#include "tests/support/timeline.h"

namespace sojourn {
namespace {

Correlation found(const std::string& text) {
  Strings strings;
  return correlate(timeline(text, strings), strings);
}

std::string failure(const std::string& time, const std::string& user, const std::string& from) {
  return time + " Security 4625 TargetUserName=" + user +
         " LogonType=3 LogonProcessName=NtLmSsp Status=0xc000006d SubStatus=0xc000006a " + from +
         "\n";
}
std::string logon(const std::string& time, const std::string& user, const std::string& from,
                  const std::string& id = "0xaa") {
  return time + " Security 4624 TargetUserName=" + user + " TargetLogonId=" + id +
         " LogonType=3 LogonProcessName=NtLmSsp IpPort=50000 " + from + "\n";
}

const std::string kName = "WorkstationName=kali IpAddress=-";
const std::string kBoth = "WorkstationName=KALI IpAddress=203.0.113.9";
const std::string kAddress = "IpAddress=203.0.113.9";

// Server 2012 R2 names the client of a guess, and the address first of the logon that succeeds.
TEST(Bursts, OfAClientsNameAreThoseOfTheAddressThatItCameFrom) {
  const Correlation correlation =
      found(failure("08:00:00.0", "admin", kName) + failure("08:00:01.0", "test", kName) +
            failure("08:00:02.0", "bob", kAddress) + logon("08:01:00.0", "carol", kBoth));
  ASSERT_EQ(1u, correlation.bursts.size());
  EXPECT_EQ(3u, correlation.bursts[0].attempts);
  EXPECT_EQ(SessionId(3), correlation.bursts[0].followed_by);
  EXPECT_EQ(3u, correlation.sessions[3].failures_before);
}

// What every tool of one kind calls itself tells nothing of where it is.
TEST(Bursts, OfANameThatCameFromSeveralAddressesAreOfNeither) {
  const std::string other = "WorkstationName=kali IpAddress=203.0.113.10";
  const Correlation correlation =
      found(failure("08:00:00.0", "admin", kName) + failure("08:00:01.0", "test", kName) +
            failure("08:00:02.0", "bob", kAddress) + failure("08:00:03.0", "bob", other) +
            failure("08:00:04.0", "eve", other) + logon("08:01:00.0", "carol", kBoth));
  ASSERT_EQ(2u, correlation.bursts.size());
  EXPECT_EQ(2u, correlation.bursts[0].attempts);
  EXPECT_EQ(SessionId(5), correlation.bursts[0].followed_by) << "it calls itself so, too";
  EXPECT_EQ(2u, correlation.bursts[1].attempts);
  EXPECT_EQ(SessionId(), correlation.bursts[1].followed_by);
  EXPECT_EQ(3u, correlation.sessions[5].failures_before);
}

TEST(Bursts, AreFollowedByTheFirstSessionOfAnAccountThatTheyTried) {
  const Correlation correlation =
      found(failure("08:00:00.0", "admin", kAddress) + failure("08:00:01.0", "bob", kAddress) +
            logon("08:10:00.0", "carol", "IpAddress=10.0.0.7") +
            logon("08:20:00.0", "BOB", "IpAddress=203.0.113.77", "0xbb"));
  ASSERT_EQ(1u, correlation.bursts.size());
  EXPECT_EQ(SessionId(3), correlation.bursts[0].followed_by);
}

TEST(Bursts, OfOneSourceAreAllFollowedByTheSuccessWithinTheHour) {
  const Correlation correlation =
      found(failure("07:00:00.0", "admin", kAddress) + failure("07:00:01.0", "admin", kAddress) +
            failure("08:00:00.0", "admin", kAddress) + failure("08:00:01.0", "admin", kAddress) +
            failure("08:10:00.0", "admin", kAddress) + failure("08:10:01.0", "admin", kAddress) +
            logon("08:20:00.0", "admin", kAddress));
  ASSERT_EQ(3u, correlation.bursts.size());
  EXPECT_EQ(SessionId(), correlation.bursts[0].followed_by);
  EXPECT_EQ(SessionId(6), correlation.bursts[1].followed_by);
  EXPECT_EQ(SessionId(6), correlation.bursts[2].followed_by);
}

// Observed: a logon that got no desktop, and 50 s after the last of 95 failures the desktop.
TEST(Bursts, CountBeforeTheSecondSessionAsBeforeTheFirst) {
  const Correlation correlation =
      found(failure("08:00:00.0", "admin", kAddress) + failure("08:00:01.0", "admin", kAddress) +
            logon("08:01:00.0", "admin", kAddress) +
            "08:01:10.0 Security 4634 TargetUserName=admin TargetLogonId=0xaa LogonType=3\n" +
            logon("08:50:00.0", "admin", kAddress, "0xbb"));
  ASSERT_EQ(4u, correlation.sessions.size());
  EXPECT_EQ(2u, correlation.sessions[2].failures_before);
  EXPECT_EQ(2u, correlation.sessions[3].failures_before);
}

std::string asked(const std::string& time, const std::string& user, const std::string& caller,
                  const std::string& process) {
  return time + " Security 4625 TargetUserName=" + user +
         " TargetDomainName=LAB LogonType=2 LogonProcessName=Advapi SubjectUserName=" + caller +
         " SubjectDomainName=LAB ProcessName=" + process + " IpAddress=- SubStatus=0xc000006a\n";
}

TEST(Bursts, OfAProgramOfThisMachineAreOneForItsCaller) {
  const std::string tool = "C:\\Users\\pia\\spray.exe", other = "C:\\Temp\\other.exe";
  const Correlation correlation =
      found(asked("08:00:00.0", "user0", "pia", tool) + asked("08:00:00.5", "user0", "pia", other) +
            asked("08:00:01.0", "user1", "PIA", tool) + asked("08:00:01.5", "user2", "eve", tool) +
            asked("08:00:02.0", "user3", "pia", tool));
  ASSERT_EQ(1u, correlation.bursts.size());
  EXPECT_EQ(3u, correlation.bursts[0].attempts);
  EXPECT_EQ(3u, correlation.bursts[0].accounts);
  EXPECT_EQ(SourceScope::local, correlation.bursts[0].from.scope);
  EXPECT_EQ(0u, correlation.bursts[0].asked_by);
}

// What a program of this machine tries is nobody's from outside: it counts before no other account.
TEST(Bursts, OfAProgramDoNotCountBeforeOtherAccounts) {
  const std::string tool = "C:\\Users\\pia\\spray.exe";
  const Correlation correlation =
      found(asked("08:00:00.0", "user0", "pia", tool) + asked("08:00:01.0", "user1", "pia", tool) +
            "08:00:02.0 Security 4624 TargetUserName=user1 TargetDomainName=LAB "
            "TargetLogonId=0x51 LogonType=3 LogonProcessName=Advapi SubjectUserName=pia "
            "SubjectDomainName=LAB ProcessName=" +
            tool + " IpAddress=-\n");
  ASSERT_EQ(3u, correlation.sessions.size());
  EXPECT_EQ(1u, correlation.sessions[2].failures_before);
  ASSERT_EQ(1u, correlation.bursts.size());
  EXPECT_EQ(SessionId(2), correlation.bursts[0].followed_by);
}

TEST(Bursts, CountNoAccountWhereNoneIsNamed) {
  const Correlation correlation =
      found(failure("08:00:00.0", "", kAddress) + failure("08:00:01.0", "bob", kAddress));
  ASSERT_EQ(1u, correlation.bursts.size());
  EXPECT_EQ(1u, correlation.bursts[0].accounts);
}

}  // namespace
}  // namespace sojourn
