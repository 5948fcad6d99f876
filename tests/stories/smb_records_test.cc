// What an SMB server says of clients that it refused. No record of it has been seen; the fields are
// those of the provider's manifest.
#include <gtest/gtest.h>

#include <string>

#include "tests/support/case_of_records.h"

namespace sojourn {
namespace {

using testing::rows;

const std::string kRefusals =
    "09:00:00.2 SMBServer 551 UserName=backup ClientName=\\\\203.0.113.66 Status=0xc000006d\n"
    "09:01:00.0 SMBServer 1006 UserName=CORP\\maria ClientName=\\\\10.20.4.17 "
    "ShareName=\\\\*\\finance Status=0xc0000022\n"
    "09:02:00.0 SMBServer 1009 ClientName=\\\\203.0.113.66\n";

TEST(SmbRecords, OfClientsThatWereRefusedAreKeptAndNoSessions) {
  EXPECT_EQ("0\n", rows(kRefusals, "SELECT count(*) FROM session"));
  EXPECT_EQ(
      "551 backup \\\\203.0.113.66: a client of a share was refused: see the 4625 of the same "
      "moment, where failures are audited\n"
      "1006 maria \\\\10.20.4.17: a client of a share was refused: see the 4625 of the same "
      "moment, where failures are audited\n"
      "1009 - \\\\203.0.113.66: a client of a share was refused: see the 4625 of the same moment, "
      "where failures are audited\n",
      rows(kRefusals,
           "SELECT event_code || ' ' || coalesce(user_name, '-') || ' ' || client || ': ' || "
           "unmatched_reason FROM event ORDER BY time"));
}

TEST(SmbRecords, BesideAFailedLogonAreNoSecondAttempt) {
  EXPECT_EQ(
      "backup 203.0.113.66 4625\n",
      rows("09:00:00.0 Security 4625 TargetUserName=backup LogonType=3 "
           "LogonProcessName=NtLmSsp IpAddress=203.0.113.66 Status=0xC000006D "
           "SubStatus=0xC000006A\n" +
               kRefusals,
           "SELECT s.user_name || ' ' || s.src_ip || ' ' || group_concat(e.event_code) FROM "
           "v_session s JOIN session_event x USING (session_id) JOIN event e USING (event_id) "
           "GROUP BY s.session_id"));
}

}  // namespace
}  // namespace sojourn
