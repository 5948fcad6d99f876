// Stories of split tokens (UAC) before Windows 10, whose 4624s do not name each other, where the
// second of the two is lost: what the desktop leaves names that half.
#include <gtest/gtest.h>

#include <string>

#include "tests/support/timeline.h"

namespace sojourn {
namespace {

const std::string kEva =
    " TargetUserName=eva TargetDomainName=LAB TargetUserSid=S-1-5-21-1-2-3-1105 TargetLogonId=";

std::string logon(const std::string& id, const std::string& record) {
  return "08:00:00.0 Security 4624 RecordID=" + record +
         " Version=1 LogonType=10 LogonProcessName=User32 ProcessId=0x1f4 IpAddress=192.0.2.60" +
         kEva + id + "\n";
}
std::string privileges(const std::string& id, const std::string& record) {
  return "08:00:00.0 Security 4672 RecordID=" + record +
         " SubjectUserName=eva SubjectDomainName=LAB SubjectUserSid=S-1-5-21-1-2-3-1105 "
         "SubjectLogonId=" +
         id + "\n";
}
std::string logoff(const std::string& at, const std::string& id, const std::string& record) {
  return at + " Security 4647 RecordID=" + record + kEva + id + "\n";
}
constexpr const char* kOpened = "08:00:01.0 LSM 21 User=LAB\\eva SessionID=2 Address=192.0.2.60\n";
constexpr const char* kClosed = "17:00:00.2 LSM 23 User=LAB\\eva SessionID=2\n";

constexpr const char* kOne = "remote success LAB\\eva from 192.0.2.60 08:00:00.0 logon - ";

TEST(LostHalves, ALogoffOfTheHalfWhoseLogonIsLostEndsTheDesktopOfTheOther) {
  EXPECT_EQ(kOne + std::string("17:00:00.2 logoff\n"),
            story_by_ids("07:00:00.0 LSM 32\n" + logon("0xa1", "10") + privileges("0xa1", "12") +
                         kOpened + logoff("17:00:00.0", "0xa7", "13") + kClosed));
}

TEST(LostHalves, SoItDoesWithSecurityAlone) {
  EXPECT_EQ(kOne + std::string("17:00:00.0 logoff\n"),
            story_by_ids(logon("0xa1", "10") + privileges("0xa1", "12") +
                         logoff("17:00:00.0", "0xa7", "13")));
}

TEST(LostHalves, ALogoffOfALaterLogonIsOfAnotherDesktop) {
  EXPECT_EQ(kOne + std::string("… open\n") +
                "local success LAB\\eva … unknown - 17:00:00.0 logoff [gap]\n",
            story_by_ids(logon("0xa1", "10") + privileges("0xa1", "12") +
                         "09:00:00.0 Security 4624 RecordID=13 LogonType=3 "
                         "LogonProcessName=Kerberos TargetUserName=WKS$ TargetLogonId=0xb0\n" +
                         logoff("17:00:00.0", "0xc7", "14")));
}

}  // namespace
}  // namespace sojourn
