// Logons of which the records that are left do not tell whether they gave access. The outcome is
// unknown then, never a success.
#include <gtest/gtest.h>

#include <string>

#include "tests/support/timeline.h"

namespace sojourn {
namespace {

// Observed on Server 2012 R2: an RDP client's credentials are checked by a type 3 logon without
// address and port. (The version of its 4624 is 1.)
std::string check_at(std::string_view time) {
  return std::string(time) +
         " Security 4624 Version=1 TargetUserName=bob TargetDomainName=CORP TargetLogonId=0xb00 "
         "LogonType=3 LogonProcessName=NtLmSsp WorkstationName=KALI IpAddress=- IpPort=-\n";
}

constexpr std::string_view kKnock =
    " RdpCore 131 ConnType=TCP ClientIP=203.0.113.9:40000 ActivityID=";

std::string knock_at(std::string_view time, std::string_view activity) {
  return std::string(time) + std::string(kKnock) + std::string(activity) + "\n";
}

TEST(UnprovenAccess, ALogonWithoutAddressMayBeAnRdpCheckWhereNoLogTellsOfRdp) {
  EXPECT_EQ("network unknown CORP\\bob from /KALI 10:00:00.0 logon - … open\n",
            story(check_at("10:00:00.0")));
}

TEST(UnprovenAccess, ALogonWithoutAddressIsNetworkAccessWhereNobodyConnectedByRdp) {
  EXPECT_EQ(
      "network success CORP\\bob from /KALI 10:00:00.0 logon - … open\n",
      story("09:00:00.0 RCM 261 listenerName=RDP-Tcp ActivityID=0001\n" + check_at("10:00:00.0") +
            "11:00:00.0 RCM 261 listenerName=RDP-Tcp ActivityID=0002\n"));
}

TEST(UnprovenAccess, ALogonWithoutAddressMayBeTheCheckOfAConnectionWhose1149IsLost) {
  EXPECT_EQ("network unknown CORP\\bob from /KALI 10:00:00.0 logon - … open\n",
            story("09:00:00.0 RCM 261 listenerName=RDP-Tcp ActivityID=0001\n" +
                  knock_at("09:59:59.8", "0002") + check_at("10:00:00.0") +
                  "10:00:03.0 RdpCore 102 ActivityID=0002\n"
                  "11:00:00.0 RCM 261 listenerName=RDP-Tcp ActivityID=0003\n"));
}

TEST(UnprovenAccess, AConnectionThatWasClosedBeforeTheLogonDidNotBringIt) {
  EXPECT_EQ(
      "network success CORP\\bob from /KALI 10:00:00.0 logon - … open\n",
      story("09:00:00.0 RCM 261 listenerName=RDP-Tcp ActivityID=0001\n" +
            knock_at("09:59:57.0", "0002") + "09:59:58.0 RdpCore 102 ActivityID=0002\n" +
            check_at("10:00:00.0") + "11:00:00.0 RCM 261 listenerName=RDP-Tcp ActivityID=0003\n"));
}

// From Windows 10 and Server 2016 on the check has the client's address and port 0.
TEST(UnprovenAccess, OnServer2016ALogonWithoutAddressIsNoRdpCheck) {
  EXPECT_EQ("network success CORP\\bob from /KALI 10:00:00.0 logon - … open\n",
            story("10:00:00.0 Security 4624 Version=2 TargetUserName=bob TargetDomainName=CORP "
                  "TargetLogonId=0xb00 LogonType=3 LogonProcessName=NtLmSsp WorkstationName=KALI "
                  "IpAddress=- IpPort=-\n"));
}

// The connection of a refused password and the check of a good one, a second apart, of one client.
TEST(UnprovenAccess, ACheckIsNotJoinedToAConnectionThatWasClosedBefore) {
  const std::string found =
      story(knock_at("10:00:00.0", "0001") +
            "10:00:02.0 RdpCore 102 ActivityID=0001\n"
            "10:00:03.0 Security 4624 Version=2 TargetUserName=bob TargetDomainName=CORP "
            "TargetLogonId=0xb00 LogonType=3 LogonProcessName=NtLmSsp WorkstationName=KALI "
            "IpAddress=203.0.113.9 IpPort=0\n");
  EXPECT_EQ("remote unknown CORP\\bob from 203.0.113.9/KALI 10:00:03.0 attempt - … unknown\n",
            found);
}

// The 66 of bob's own connection is among what the log has lost in front; the one that it holds is
// of the client that came next.
TEST(UnprovenAccess, A66IsNotTheChecksWhereTheLogOfConnectionsBeginsBehindIt) {
  EXPECT_EQ("network unknown CORP\\bob from /KALI 10:00:00.0 logon - … open\n",
            story("09:00:00.0 LSM 32\n" + check_at("10:00:00.0") + knock_at("10:00:02.0", "0002") +
                  "10:00:03.0 RdpCore 66 ConnectionName=RDP-Tcp#1 SessionID=2 ActivityID=0002\n"));
}

// Observed: a logon over RDP that was aborted left no 21, and its 4634 came 7.3 s after its 4624.
constexpr std::string_view kRemoteLogon =
    "10:00:00.0 Security 4624 TargetUserName=bob TargetDomainName=CORP TargetLogonId=0xb00 "
    "LogonType=10 LogonProcessName=User32 IpAddress=203.0.113.9 IpPort=0\n";
constexpr std::string_view kEnded =
    "10:00:07.3 Security 4634 TargetUserName=bob TargetDomainName=CORP TargetLogonId=0xb00 "
    "LogonType=10\n";

TEST(UnprovenAccess, ARemoteLogonThatWasGoneAtOnceMayHaveBeenAborted) {
  EXPECT_EQ("remote unknown CORP\\bob from 203.0.113.9 10:00:00.0 attempt - 10:00:07.3 logoff\n",
            story(std::string(kRemoteLogon) + std::string(kEnded)));
}

// Of a split token the log may have lost the end of the half that the shell would run with.
TEST(UnprovenAccess, ARemoteLogonMayHaveBeenAbortedWhereOneHalfOfItsTokenWasGoneAtOnce) {
  EXPECT_EQ("remote unknown CORP\\bob from 203.0.113.9 10:00:00.0 attempt - … open\n",
            story("10:00:00.0 Security 4624 TargetUserName=bob TargetDomainName=CORP "
                  "TargetLogonId=0xaff TargetLinkedLogonId=0xb00 ElevatedToken=%%1842 LogonType=10 "
                  "LogonProcessName=User32 IpAddress=203.0.113.9 IpPort=0\n"
                  "10:00:00.0 Security 4624 TargetUserName=bob TargetDomainName=CORP "
                  "TargetLogonId=0xb00 TargetLinkedLogonId=0xaff ElevatedToken=%%1843 LogonType=10 "
                  "LogonProcessName=User32 IpAddress=203.0.113.9 IpPort=0\n"
                  "10:00:07.3 Security 4634 TargetUserName=bob TargetDomainName=CORP "
                  "TargetLogonId=0xaff LogonType=10\n"));
}

TEST(UnprovenAccess, ARemoteLogonThatItsUserEndedHadADesktop) {
  EXPECT_EQ("remote success CORP\\bob from 203.0.113.9 10:00:00.0 logon - 10:00:07.0 logoff\n",
            story(std::string(kRemoteLogon) +
                  "10:00:07.0 Security 4647 TargetUserName=bob TargetDomainName=CORP "
                  "TargetLogonId=0xb00\n" +
                  std::string(kEnded)));
}

// Synthetic: records are lost of a log that held them all once.
//
// The 21 of bob's desktop is lost, and the 25 of his return is not: the second session has the 4778
// and what follows it, and of the first no record says when it ended.
TEST(UnprovenAccess, ADesktopWhose21IsLostIsNotFollowedIntoTheSessionOfItsReconnect) {
  EXPECT_EQ(
      "remote success CORP\\bob from 203.0.113.9 10:00:00.0 logon - … unknown\n"
      "remote success CORP\\bob from 203.0.113.9/KALI 11:00:00.0 reconnect - 12:00:00.0 logoff\n",
      story("09:00:00.0 LSM 32\n" + std::string(kRemoteLogon) +
            "11:00:00.0 RCM 1149 Param1=bob Param2=CORP Param3=203.0.113.9 ActivityID=0002\n"
            "11:00:00.1 Security 4778 AccountName=bob AccountDomain=CORP LogonID=0xb00 "
            "SessionName=RDP-Tcp#2 ClientName=KALI ClientAddress=203.0.113.9\n"
            "11:00:00.2 LSM 25 User=CORP\\bob SessionID=2 Address=203.0.113.9 ActivityID=0002\n"
            "12:00:00.0 LSM 23 User=CORP\\bob SessionID=2 ActivityID=0002\n"));
}

// The 24 is of the session before, which is lost but for its end.
TEST(UnprovenAccess, AReconnectWithoutAddressDoesNotTakeThatOfWhoLeftBefore) {
  EXPECT_EQ(
      "remote success CORP\\bob from 203.0.113.9 … unknown - 10:00:00.0 disconnect\n"
      "remote success CORP\\bob 11:00:00.0 reconnect - 12:00:00.0 logoff\n",
      story("09:00:00.0 LSM 32\n"
            "10:00:00.0 LSM 24 User=CORP\\bob SessionID=2 Address=203.0.113.9 "
            "ActivityID=0001\n"
            "11:00:00.0 RCM 1149 Param1=bob Param2=CORP Param3= ActivityID=0002\n"
            "11:00:00.2 LSM 25 User=CORP\\bob SessionID=2 Address= ActivityID=0002\n"
            "12:00:00.0 LSM 23 User=CORP\\bob SessionID=2 ActivityID=0002\n"));
}

}  // namespace
}  // namespace sojourn
