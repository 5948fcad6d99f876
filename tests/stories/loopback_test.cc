// A host's access to itself: tunnels that end on it, hashes used where they were taken, relays.
#include <gtest/gtest.h>

#include <string>

#include "tests/support/timeline.h"

namespace sojourn {
namespace {

std::string flags_of(std::string_view text) {
  Strings strings;
  std::string all;
  for (const Session& session : correlate(timeline(text, strings), strings).sessions) {
    if (session.who.account_class != AccountClass::user) continue;
    all += std::string(name_of(session.kind)) + " " + std::string(name_of(session.outcome)) + " " +
           std::string(name_of(session.from.scope)) + " [" + flag_words(session.flags) + "]\n";
  }
  return all;
}

std::string type_10_from(const std::string& address) {
  return "10:00:00.0 Security 4624 TargetUserName=bob TargetDomainName=CORP TargetLogonId=0xb00 "
         "LogonType=10 LogonProcessName=User32 IpAddress=" +
         address + "\n";
}

TEST(Loopback, RemoteDesktopThroughATunnelIsFlaggedWithoutLocalSessionManager) {
  for (const char* address : {"127.0.0.1", "127.9.9.9", "::1", "::%16777216"}) {
    EXPECT_EQ("remote success loopback [rdp_via_loopback]\n", flags_of(type_10_from(address)))
        << address;
  }
}

TEST(Loopback, ATunnelOfNgrokIsRemoteInLocalSessionManagerToo) {
  EXPECT_EQ("remote success loopback [rdp_via_loopback]\n",
            flags_of("10:00:00.0 LSM 21 User=CORP\\bob SessionID=2 Address=::%16777216\n"));
}

TEST(Loopback, AnAttemptThroughATunnelIsFlagged) {
  EXPECT_EQ("remote failure loopback [rdp_via_loopback]\n",
            flags_of("10:00:00.0 Security 4625 TargetUserName=bob TargetDomainName=CORP "
                     "LogonType=10 LogonProcessName=User32 IpAddress=127.0.0.1 "
                     "SubStatus=0xc000006a\n"));
}

std::string type_3_from(const std::string& address) {
  return "10:00:00.0 Security 4624 TargetUserName=bob TargetDomainName=CORP TargetLogonId=0xb00 "
         "LogonType=3 LogonProcessName=NtLmSsp WorkstationName=PC01 IpPort=49812 IpAddress=" +
         address + "\n";
}

TEST(Loopback, APersonsNetworkLogonFromTheMachineItselfIsASession) {
  for (const char* address : {"127.0.0.1", "::1"})
    EXPECT_EQ("network success loopback [loopback]\n", flags_of(type_3_from(address))) << address;
}

TEST(Loopback, WhatMayBeACheckOfRemoteDesktopThroughATunnelIsNoProvenAccess) {
  std::string check = type_3_from("::1");
  check.replace(check.find("49812"), 5, "0");
  EXPECT_EQ("network unknown loopback [loopback]\n", flags_of(check));
}

TEST(Loopback, TheHostsOwnAddressIsKnownByItsMachineAccount) {
  const std::string own =
      "09:00:00.0 Security 4624 TargetUserName=PC01$ TargetDomainName=CORP TargetLogonId=0xa00 "
      "LogonType=3 LogonProcessName=Kerberos IpPort=49811 IpAddress=10.0.0.7\n";
  EXPECT_EQ("network success internal [loopback]\n", flags_of(own + type_3_from("10.0.0.7")));
  EXPECT_EQ("network success internal []\n", flags_of(own + type_3_from("10.0.0.8")));
}

TEST(Loopback, WhatAnIpv4OrASiteMakesInternalIsInternal) {
  EXPECT_EQ("network success internal []\n", flags_of(type_3_from("::10.0.0.8")));
  EXPECT_EQ("network success external []\n", flags_of(type_3_from("::203.0.113.8")));
  EXPECT_EQ("network success internal []\n", flags_of(type_3_from("fec0::8")));
}

}  // namespace
}  // namespace sojourn
