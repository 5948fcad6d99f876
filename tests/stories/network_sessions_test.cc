// Access over the network: which logons are one session.
#include <gtest/gtest.h>

#include <string>

#include "tests/support/timeline.h"

namespace sojourn {
namespace {

std::string logon(const std::string& time, const std::string& logon_id, const std::string& from) {
  return time +
         " Security 4624 TargetUserName=bob TargetDomainName=CORP TargetLogonId=" + logon_id +
         " LogonType=8 LogonProcessName=Advapi IpAddress=" + from + "\n";
}
std::string logoff(const std::string& time, const std::string& logon_id) {
  return time + " Security 4634 TargetUserName=bob TargetLogonId=" + logon_id + " LogonType=8\n";
}

TEST(NetworkSessions, ALogonThatNamesNoAddressIsOfTheOneThatIsThere) {
  EXPECT_EQ("network success CORP\\bob from 10.0.0.5 09:00:00.0 logon - 09:30:00.0 logoff\n",
            story(logon("09:00:00.0", "0xb0", "10.0.0.5") + logon("09:10:00.0", "0xb1", "-") +
                  logoff("09:10:05.0", "0xb1") + logoff("09:30:00.0", "0xb0")));
}

TEST(NetworkSessions, ALogonThatNamesNoAddressIsNotOfOneThatIsOver) {
  EXPECT_EQ(
      "network success CORP\\bob from 10.0.0.5 09:00:00.0 logon - 09:01:00.0 logoff\n"
      "network success CORP\\bob 09:10:00.0 logon - 09:10:05.0 logoff\n",
      story(logon("09:00:00.0", "0xb0", "10.0.0.5") + logoff("09:01:00.0", "0xb0") +
            logon("09:10:00.0", "0xb1", "-") + logoff("09:10:05.0", "0xb1")));
}

}  // namespace
}  // namespace sojourn
