// Hyper-V's Enhanced Session: a desktop shown by VMBus, so that no record has an address.
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "correlator/correlate.h"
#include "tests/support/timeline.h"

namespace sojourn {
namespace {

constexpr const char* kAliceByVmbus =
    "08:00:00.0 RCM 261 listenerName=31C5CE94259D4006A9E4 ActivityID=vm1\n"
    "08:00:00.0 RdpCore 66 ConnectionName=31C5CE94259D4006A9E4#0 SessionID=2 ActivityID=vm1\n"
    "08:00:38.0 Security 4624 TargetUserName=alice TargetDomainName=WKS TargetLogonId=0x51 "
    "LogonType=10 LogonProcessName=User32 IpAddress=0.0.0.0\n"
    "08:00:38.1 LSM 41 User=WKS\\alice SessionID=2 ActivityID=vm1\n"
    "08:00:39.0 LSM 21 User=WKS\\alice SessionID=2 Address= ActivityID=vm1\n";

TEST(CorrelateVmbus, ADesktopWithoutAddressIsRemoteFromItsConnectionOn) {
  EXPECT_EQ("remote success WKS\\alice 08:00:00.0 logon - 09:00:00.0 disconnect\n",
            story(std::string(kAliceByVmbus) +
                  "09:00:00.0 LSM 40 Session=2 Reason=0 ActivityID=vm1\n"
                  "09:00:00.3 LSM 24 User=WKS\\alice SessionID=2 Address= ActivityID=vm1\n"));
}

// Their ActivityIDs are random GUIDs (observed), also such as begin like the listener's own.
TEST(CorrelateVmbus, AConnectionMayHaveAnyActivityID) {
  Strings strings;
  std::vector<Event> events = timeline(kAliceByVmbus, strings);
  for (Event& event : events) {
    if (event.activity != Text::none)
      event.activity = strings.intern("F46C31E5-92A4-4D60-B9E4-0B7A5C1D6BC9");
  }
  EXPECT_EQ("remote success WKS\\alice 08:00:00.0 logon - … open\n",
            story(correlate(std::move(events), strings), strings));
}

TEST(CorrelateVmbus, ATakeoverDoesNotComeFromWhereTheDesktopWasBegun) {
  EXPECT_EQ(
      "remote success WKS\\bob from 10.0.0.5 07:00:00.0 logon - 07:30:00.0 disconnect\n"
      "remote success WKS\\alice 08:00:00.0 logon - 09:00:00.0 disconnect\n"
      "remote success WKS\\bob 09:00:00.4 takeover - … open [takeover_without_auth]\n",
      story(std::string("07:00:00.0 RCM 261 listenerName=RDP-Tcp ActivityID=0001\n"
                        "07:00:01.0 RCM 1149 Param1=bob Param3=10.0.0.5 ActivityID=0001\n"
                        "07:00:02.0 Security 4624 TargetUserName=bob TargetDomainName=WKS "
                        "TargetLogonId=0x41 LogonType=10 LogonProcessName=User32 "
                        "IpAddress=10.0.0.5\n"
                        "07:00:02.1 LSM 41 User=WKS\\bob SessionID=1 ActivityID=0001\n"
                        "07:00:03.0 LSM 21 User=WKS\\bob SessionID=1 Address=10.0.0.5 "
                        "ActivityID=0001\n"
                        "07:30:00.0 LSM 40 Session=1 Reason=0 ActivityID=0001\n") +
            kAliceByVmbus +
            "09:00:00.0 LSM 40 Session=2 Reason=11 ActivityID=vm1\n"
            "09:00:00.4 LSM 25 User=WKS\\bob SessionID=1 Address= ActivityID=vm1\n"));
}

TEST(CorrelateVmbus, AFailureWithoutAddressIsNotThatOfAConnectionFromTheNetwork) {
  EXPECT_EQ(
      "remote failure WKS\\alice 09:00:01.0 attempt\n",
      story("09:00:00.0 RdpCore 131 ConnType=TCP ClientIP=203.0.113.66:50000 ActivityID=0002\n"
            "09:00:00.0 RCM 261 listenerName=RDP-Tcp ActivityID=0002\n"
            "09:00:01.0 Security 4625 TargetUserName=alice TargetDomainName=WKS "
            "LogonType=10 LogonProcessName=User32 IpAddress=0.0.0.0 SubStatus=0xc000006a\n"));
}

TEST(CorrelateVmbus, TheEndOfATakeoverAloneDoesNotNameTheClientThatComes) {
  EXPECT_EQ(
      "remote unknown alice from 10.0.0.5 09:00:00.0 attempt - … unknown\n"
      "remote success WKS\\alice … unknown - 09:00:03.0 disconnect\n",
      story("08:00:00.0 LSM 32\n"
            "09:00:00.0 RCM 261 listenerName=RDP-Tcp ActivityID=0001\n"
            "09:00:02.0 RCM 1149 Param1=alice Param3=10.0.0.5 ActivityID=0001\n"
            "09:00:03.0 LSM 24 User=WKS\\alice SessionID=2 Address= ActivityID=0001\n"));
}

}  // namespace
}  // namespace sojourn
