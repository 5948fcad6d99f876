// Remote Desktop connections in the stretch of time that the clock showed twice: all of one lies on
// the side of the setting back where the Security log's records of it are.
#include <gtest/gtest.h>

#include <string>

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

// The machine runs since the morning, and RdpCoreTS tells of somebody who came and left.
const std::string kMorning =
    "08:00:00.0 KernelGeneral 12 StartTime=2024-03-01T08:00:00.0Z\n"
    "08:00:01.0 Security 4608\n"
    "08:00:02.0 LSM 32\n" +
    rdp_logon("10:00", "rdp1", "10.0.0.5", 2, "0x70") +
    "10:30:00.0 LSM 24 User=CORP\\bob SessionID=2 Address=10.0.0.5 ActivityID=rdp1\n"
    "10:30:00.2 RdpCore 102 ActivityID=rdp1\n";
constexpr const char* kMorningSession =
    "remote success CORP\\bob from 10.0.0.5/LAPTOP 10:00:00.0 logon - 10:30:00.0 disconnect\n";

// Server 2012 R2: the 4625 of Network Level Authentication names no address, and its connection no
// user. It comes a tenth of a second after the 131.
TEST(RepeatedTime, AFailureWithoutAnAddressIsOnTheSideOfItsConnection) {
  const std::string refused =
      "11:20:00.0 RdpCore 131 ConnType=TCP ClientIP=203.0.113.9:50200 ActivityID=rdp2\n"
      "11:20:00.0 RCM 261 listenerName=RDP-Tcp ActivityID=rdp2\n"
      "11:20:00.1 Security 4625 TargetUserName=root LogonType=3 LogonProcessName=NtLmSsp "
      "WorkstationName=kali IpAddress=- SubStatus=0xc0000064\n"
      "11:20:00.2 RdpCore 102 ActivityID=rdp2\n";
  const std::string expected = kMorningSession +
                               std::string("remote failure root from 203.0.113.9(inferred)/kali ") +
                               "11:20:00.1 attempt\n";
  EXPECT_EQ(expected, story(kMorning + kSetBackAtNoon + refused));
  EXPECT_EQ(expected, story(kMorning + refused + kSetBackAtNoon));
}

// Windows 7: nothing else tells of the connection.
TEST(RepeatedTime, AFailureIsOnTheSideOfTheKnockBeforeIt) {
  const std::string refused =
      "11:20:00.0 RCM 261 listenerName=RDP-Tcp\n"
      "11:20:00.1 Security 4625 TargetUserName=root LogonType=3 LogonProcessName=NtLmSsp "
      "WorkstationName=kali IpAddress=203.0.113.9 SubStatus=0xc0000064\n";
  const std::string morning =
      "08:00:00.0 KernelGeneral 12 StartTime=2024-03-01T08:00:00.0Z\n"
      "08:00:01.0 Security 4608\n"
      "09:00:00.0 RCM 261 listenerName=RDP-Tcp\n";
  EXPECT_EQ("remote failure root from 203.0.113.9/kali 11:20:00.1 attempt\n",
            story(morning + kSetBackAtNoon + refused));
  EXPECT_EQ("remote failure root from 203.0.113.9/kali 11:20:00.1 attempt\n",
            story(morning + refused + kSetBackAtNoon));
}

// In which order the records of a kind, "*", and that of the setting back were written.
std::string order_of(EventKind kind, const std::string& text) {
  Strings strings;
  std::string order;
  for (const Event& event : correlate(timeline(text, strings), strings).events) {
    if (event.kind == kind) order += "* ";
    if (event.kind == EventKind::security_clock_changed) order += "set back ";
  }
  return order;
}

// RdpCoreTS writes the client's port behind its address.
TEST(RepeatedTime, AConnectionIsOnTheSideOfTheLogonFromItsAddress) {
  const std::string mistyped =
      "11:20:00.0 RdpCore 131 ConnType=TCP ClientIP=[2001:db8::9]:50200 ActivityID=rdp2\n"
      "11:20:00.5 RdpCore 66 SessionID=7 ActivityID=rdp2\n"
      "11:20:09.0 Security 4625 TargetUserName=carol TargetDomainName=CORP LogonType=10 "
      "LogonProcessName=User32 IpAddress=2001:db8::9 SubStatus=0xc000006a\n"
      "11:20:20.2 RdpCore 102 ActivityID=rdp2\n";
  EXPECT_EQ("* set back * ",
            order_of(EventKind::connection_from, kMorning + kSetBackAtNoon + mistyped));
  EXPECT_EQ("* * set back ",
            order_of(EventKind::connection_from, kMorning + mistyped + kSetBackAtNoon));
}

// RdpCoreTS was quiet between the two steps: its time falls further than either of them set it.
TEST(RepeatedTime, ALogThatWasQuietBetweenTwoSettingsBackIsOneAcrossBoth) {
  EXPECT_EQ("* * set back set back * ",
            order_of(EventKind::transport_closed,
                     kMorning +
                         "11:45:00.0 RdpCore 131 ConnType=TCP ClientIP=10.0.0.8:50100 "
                         "ActivityID=rdp2\n"
                         "11:45:05.0 RdpCore 102 ActivityID=rdp2\n" +
                         kSetBackAtNoon +
                         "10:00:00.0 Security 4616 PreviousTime=2024-03-01T11:30:00.0Z\n"
                         "10:10:00.0 RdpCore 131 ConnType=TCP ClientIP=10.0.0.9:50200 "
                         "ActivityID=rdp3\n"
                         "11:50:00.0 RdpCore 102 ActivityID=rdp3\n"));
}

// Each client that comes gets a virtual account of the OpenSSH server's; that it listens says
// nothing of one.
TEST(RepeatedTime, ThatTheSshServerListensIsNotOnTheSideOfWhoCameLater) {
  EXPECT_EQ(
      "* set back * ",
      order_of(EventKind::ssh_message,
               kMorning + "11:30:06.0 SSH 4 payload=\"Server listening on 0.0.0.0 port 22.\"\n" +
                   kSetBackAtNoon +
                   "11:31:33.0 Security 4624 TargetUserName=sshd_9876 LogonType=5 "
                   "TargetDomainName=\"VIRTUAL USERS\" TargetLogonId=0x51\n"
                   "11:31:36.0 SSH 4 payload=\"Failed password for root from 10.0.0.9 port "
                   "57256 ssh2\"\n"));
}

// Half a minute after somebody's connection the same account is let in from elsewhere, on the other
// side: nearer by the clock than the logon that the connection waited for.
TEST(RepeatedTime, WhatNamesAConnectionIsOnItsSideWhateverElseItsUserDid) {
  const std::string slow =
      "11:31:39.1 RdpCore 131 ConnType=TCP ClientIP=10.0.0.7:50300 ActivityID=rdp2\n"
      "11:31:39.1 RCM 261 listenerName=RDP-Tcp ActivityID=rdp2\n"
      "11:31:39.5 RCM 1149 Param1=carol Param3=10.0.0.7 ActivityID=rdp2\n"
      "11:32:13.1 Security 4624 TargetUserName=carol TargetDomainName=CORP TargetLogonId=0x80 "
      "LogonType=10 LogonProcessName=User32 IpAddress=10.0.0.7\n"
      "11:32:13.2 LSM 41 User=CORP\\carol SessionID=3 ActivityID=rdp2\n"
      "11:32:13.8 LSM 21 User=CORP\\carol SessionID=3 Address=10.0.0.7 ActivityID=rdp2\n";
  const std::string taken =
      "11:32:08.3 RdpCore 131 ConnType=TCP ClientIP=10.0.0.9:50400 ActivityID=rdp3\n"
      "11:32:08.3 RdpCore 65 ConnectionName=RDP-Tcp#1 ActivityID=rdp3\n"
      "11:32:08.3 RCM 261 listenerName=RDP-Tcp ActivityID=rdp3\n"
      "11:32:10.4 Security 4624 TargetUserName=carol TargetDomainName=CORP TargetLogonId=0x91 "
      "LogonType=3 LogonProcessName=NtLmSsp WorkstationName=DESKTOP IpAddress=-\n"
      "11:32:11.1 RCM 1149 Param1=carol Param3=10.0.0.9 ActivityID=rdp3\n"
      "11:32:11.1 LSM 40 Session=3 Reason=5 ActivityID=rdp3\n"
      "11:32:11.2 Security 4779 AccountName=carol AccountDomain=CORP LogonID=0x80 "
      "ClientAddress=10.0.0.7 ClientName=NOTEBOOK SessionName=RDP-Tcp#0\n"
      "11:32:11.9 LSM 24 User=CORP\\carol SessionID=3 Address=10.0.0.7 ActivityID=rdp3\n"
      "11:32:12.4 LSM 25 User=CORP\\carol SessionID=3 Address=10.0.0.9 ActivityID=rdp3\n"
      "11:32:18.0 RdpCore 102 ActivityID=rdp2\n";
  EXPECT_EQ(kMorningSession +
                std::string("remote success CORP\\carol from 10.0.0.7 11:31:39.1 logon - ") +
                "11:32:11.1 replaced [clock_step]\n"
                "remote success CORP\\carol from 10.0.0.9/DESKTOP 11:32:08.3 reconnect - … open\n",
            story(kMorning + slow + kSetBackAtNoon + taken));
}

}  // namespace
}  // namespace sojourn
