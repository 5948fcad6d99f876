// PowerShell remoting and winrs: which network session they were for. No record of WinRM's has been
// seen; their fields are those of its manifest.
#include <gtest/gtest.h>

#include <string>

#include "tests/support/case_of_records.h"
#include "tests/support/timeline.h"

namespace sojourn {
namespace {

using testing::rows;

const std::string kLogon =
    "09:00:00.0 Security 4624 TargetUserName=adm TargetDomainName=CORP "
    "TargetUserSid=S-1-5-21-1-2-3-1131 TargetLogonId=0x51 LogonType=3 LogonProcessName=Kerberos "
    "IpAddress=10.0.0.5 IpPort=50001\n";
const std::string kLogoff =
    "09:05:00.0 Security 4634 TargetUserName=adm TargetDomainName=CORP TargetLogonId=0x51 "
    "LogonType=3\n";
const std::string kShell =
    " WinRM 91 resourceUri=http://schemas.microsoft.com/powershell/Microsoft.PowerShell "
    "Security/@UserID=S-1-5-21-1-2-3-1131\n";

constexpr const char* kTold =
    "SELECT s.kind || ' ' || s.flags || ' ' || group_concat(e.event_code || ' ' || x.role, ', ') "
    "FROM v_session s JOIN (SELECT * FROM session_event ORDER BY event_id) x USING (session_id) "
    "JOIN event e USING (event_id) GROUP BY s.session_id";

TEST(WinrmRecords, ArePartOfTheNetworkSessionThatTheirAccountGotThen) {
  EXPECT_EQ("network winrm 4624 logon, 169 context, 91 context, 4634 end\n",
            rows(kLogon + "09:00:00.1 WinRM 169 username=CORP\\adm " +
                     "authenticationMechanism=Kerberos\n09:00:00.8" + kShell + kLogoff,
                 kTold));
}

TEST(WinrmRecords, OfAnotherAccountOrAnotherTimeAreNot) {
  const std::string text =
      kLogon + "09:00:00.1 WinRM 169 username=CORP\\eve\n09:00:09.0" + kShell + kLogoff;
  EXPECT_EQ("network  4624 logon, 4634 end\n", rows(text, kTold));
  EXPECT_EQ("2\n", rows(text,
                        "SELECT count(*) FROM event WHERE unmatched_reason LIKE "
                        "'%network session%'"));
}

// As newer Windows was reported to write it, and with the payload that cannot be read.
TEST(WinrmRecords, ThatSayMoreOrLessAreReadAlike) {
  EXPECT_EQ("network winrm 4624 logon, 91 context, 4634 end\n",
            rows(kLogon +
                     "09:00:00.8 WinRM 91 \"resourceUri=http://schemas.microsoft.com/wbem/wsman "
                     "(CORP\\adm clientIP: 10.0.0.5)\" "
                     "Security/@UserID=S-1-5-21-1-2-3-1131\n" +
                     kLogoff,
                 kTold));
  EXPECT_EQ(
      "network winrm 4624 logon, 91 context, 4634 end\n",
      rows(kLogon + "09:00:00.8 WinRM 91 Security/@UserID=S-1-5-21-1-2-3-1131\n" + kLogoff, kTold));
}

TEST(WinrmRecords, ThatNameNobodyAreOfNobody) {
  EXPECT_EQ(
      "network  4624 logon, 4634 end\n",
      rows(kLogon + "09:00:00.8 WinRM 91 shellId=1\n09:00:00.9 WinRM 169 username=-\n" + kLogoff,
           kTold));
}

}  // namespace
}  // namespace sojourn
