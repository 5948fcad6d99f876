// Somebody watches another's desktop, or works on it. No record of it has been seen; the fields are
// those of the provider's manifest.
#include <gtest/gtest.h>

#include <string>

#include "tests/support/case_of_records.h"

namespace sojourn {
namespace {

using testing::rows;

const std::string kBob =
    "09:00:00.0 LSM 21 User=CORP\\bob SessionID=2 Address=10.0.0.5 ActivityID=rdp1\n";
const std::string kBobLeaves =
    "10:00:00.0 LSM 24 User=CORP\\bob SessionID=2 Address=10.0.0.5 ActivityID=rdp1\n";

constexpr const char* kTold =
    "SELECT s.user_name || ' ' || s.flags || ' ' || group_concat(e.event_code || ' ' || x.role, ', "
    "') "
    "FROM v_session s JOIN (SELECT * FROM session_event ORDER BY event_id) x USING (session_id) "
    "JOIN event e USING (event_id) GROUP BY s.session_id";

std::string shadow(const std::string& time, int id, int session = 2) {
  return time + " RCM " + std::to_string(id) +
         " Param1=CORP\\adm Param2=ADM-PC Param3=CORP\\bob Param4=" + std::to_string(session) +
         "\n";
}

TEST(ShadowRecords, FlagTheSessionThatWasAtTheDesktop) {
  EXPECT_EQ("bob shadowed 21 desktop, 20508 context, 20503 watched, 20504 watched, 24 end\n",
            rows(kBob + "09:10:00.0 RCM 20508 Param1=CORP\\bob Param2=CORP\\adm Param3=2\n" +
                     shadow("09:10:01.0", 20503) + shadow("09:20:00.0", 20504) + kBobLeaves,
                 kTold));
}

TEST(ShadowRecords, OfWorkOnADesktopFlagItsSessionToo) {
  EXPECT_EQ("bob shadowed 21 desktop, 20510 context, 20506 watched, 20507 watched, 24 end\n",
            rows(kBob + "09:10:00.0 RCM 20510 Param1=CORP\\bob Param2=CORP\\adm Param3=2\n" +
                     shadow("09:10:01.0", 20506) + shadow("09:20:00.0", 20507) + kBobLeaves,
                 kTold));
}

TEST(ShadowRecords, OfLeaveThatWasRefusedFlagNothing) {
  const auto refused = [](const char* id) {
    std::string text = kBob;
    text.append("09:10:00.0 RCM ").append(id);
    return text.append(" Param1=CORP\\bob Param2=CORP\\adm Param3=2\n").append(kBobLeaves);
  };
  EXPECT_EQ("bob  21 desktop, 20509 context, 24 end\n", rows(refused("20509"), kTold));
  EXPECT_EQ("bob  21 desktop, 20511 context, 24 end\n", rows(refused("20511"), kTold));
}

TEST(ShadowRecords, OfAnotherDesktopOrAfterItsUserLeftAreOfNobody) {
  const std::string text =
      kBob + shadow("09:10:00.0", 20506, 3) + kBobLeaves + shadow("10:30:00.0", 20506);
  EXPECT_EQ("bob  21 desktop, 24 end\n", rows(text, kTold));
  EXPECT_EQ("2\n", rows(text,
                        "SELECT count(*) FROM event WHERE event_code = 20506 AND "
                        "unmatched_reason IS NOT NULL"));
}

}  // namespace
}  // namespace sojourn
