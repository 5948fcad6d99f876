// What a case's views tell of a few records.
#include <gtest/gtest.h>

#include <string>

#include "tests/support/case_of_records.h"

namespace sojourn {
namespace {

using testing::rows;

std::string logons(int count) {
  std::string text;
  for (int i = 0; i < count; ++i) {
    text += "09:00:00." + std::to_string(i % 10) +
            " Security 4624 TargetUserName=alice TargetDomainName=CORP LogonType=3 "
            "IpAddress=10.0.0.7 IpPort=50000 TargetLogonId=0x" +
            std::to_string(100 + i) + "\n";
  }
  return text;
}

TEST(CoverageOfACase, SaysWhereLogoffsAreNotAudited) {
  const std::string notes = "SELECT coalesce(note, 'nothing') FROM v_coverage WHERE events > 0";
  EXPECT_EQ("logoffs not audited\n", rows(logons(20), notes));
  EXPECT_EQ("nothing\n", rows(logons(19), notes)) << "nobody may have logged off";
  EXPECT_EQ("nothing\n", rows(logons(20) + "09:10:00.0 Security 4634 TargetUserName=alice "
                                           "TargetLogonId=0x100 LogonType=3\n",
                              notes));
}

TEST(CoverageOfACase, NamesTheLogsThatMatterAndAreMissingAltogether) {
  EXPECT_EQ(
      "Microsoft-Windows-TerminalServices-LocalSessionManager/Operational no_log\n"
      "Microsoft-Windows-TerminalServices-RemoteConnectionManager/Operational no_log\n"
      "Security end_of_log\n"
      "System no_log\n",
      rows(logons(1), "SELECT channel || ' ' || ended_by FROM v_coverage ORDER BY channel"));
}

// Observed: of the logons of one session some name the client and others the machine it came over.
TEST(MovementInACase, IsSeenByEachNameThatTheClientOfANetworkSessionHad) {
  const auto logon = [](const std::string& at, const std::string& id, const std::string& client) {
    return at +
           " Security 4624 Computer=SRV01 TargetUserName=alice TargetDomainName=CORP LogonType=3 "
           "IpAddress=10.0.0.7 IpPort=50000 TargetLogonId=" +
           id + " WorkstationName=" + client + "\n";
  };
  const std::string text = logon("09:00:00.0", "0x51", "PC02") +
                           logon("09:00:01.0", "0x52", "LAPTOP") +
                           "08:00:00.0 Security 4608 Computer=PC02\n";
  EXPECT_EQ("LAPTOP\n", rows(text, "SELECT src_host FROM v_session"));
  EXPECT_EQ("PC02 SRV01 PC02\n",
            rows(text, "SELECT source_host || ' ' || host || ' ' || src_host FROM v_lateral"));
}

}  // namespace
}  // namespace sojourn
