#include "correlator/windows/claims.h"

#include <gtest/gtest.h>

#include "correlator/findings/unmatched.h"
#include "correlator/records/host_log.h"
#include "correlator/windows/connections.h"
#include "tests/support/timeline.h"

namespace sojourn {
namespace {

class ClaimsOfAHost : public ::testing::Test {
 protected:
  Strings strings_;
  // The halves of a split token, a logoff, and two RDP connections.
  const HostLog log_{
      timeline("09:00:00.0 Security 4624 TargetUserName=alice TargetLogonId=0x51 "
               "TargetLinkedLogonId=0x52 LogonType=2\n"
               "09:00:00.0 Security 4624 TargetUserName=alice TargetLogonId=0x52 "
               "TargetLinkedLogonId=0x51 LogonType=2\n"
               "09:30:00.0 Security 4647 TargetUserName=alice TargetLogonId=0x52\n"
               "09:40:00.0 Security 4648 TargetUserName=bob SubjectLogonId=0x51\n"
               "09:50:00.0 RdpCore 131 ConnType=TCP ClientIP=10.0.0.5:50001 ActivityID=rdp1\n"
               "09:51:00.0 RdpCore 131 ConnType=TCP ClientIP=10.0.0.6:50002 ActivityID=rdp2\n",
               strings_),
      strings_};
  LogonSessions logons_{log_};
  const Connections connections_{log_};
  Claims claims_{log_, connections_, logons_};
};

TEST_F(ClaimsOfAHost, GiveARecordToWhoComesFirst) {
  claims_.begin(Stage::local_sessions);
  EXPECT_FALSE(claims_.has(0));
  EXPECT_TRUE(claims_.claim(0));
  claims_.begin(Stage::failures);
  EXPECT_TRUE(claims_.has(0));
  EXPECT_FALSE(claims_.claim(0));
  EXPECT_TRUE(claims_.claim(1));
}

TEST_F(ClaimsOfAHost, GiveAConnectionToWhoComesFirst) {
  const ConnectionId first(0), second(1);
  claims_.begin(Stage::rdp_attempts);
  claims_.leave_to_failures(second);
  EXPECT_FALSE(claims_.has(second)) << "left is not claimed";
  EXPECT_TRUE(claims_.is_for_failures(second));
  claims_.begin(Stage::failures);
  EXPECT_TRUE(claims_.claim(second));
  EXPECT_FALSE(claims_.claim(second));
  EXPECT_FALSE(claims_.has(first));
}

TEST_F(ClaimsOfAHost, MakeBothHalvesOfASplitTokenCountAsOneThing) {
  claims_.set_role_of_halves(LogonSessionId(0), LogonRole::nla);
  EXPECT_EQ(LogonRole::nla, claims_.role(LogonSessionId(1)));
}

TEST_F(ClaimsOfAHost, CountWhatBeginsOrEndsALogonSessionAsUsed) {
  EXPECT_EQ((std::vector{true, true, true, false, false, false}),
            used_records({}, logons_.take(), {}, log_.size()));
}

#ifndef NDEBUG
TEST_F(ClaimsOfAHost, StopAStageThatComesTooLate) {
  claims_.begin(Stage::failures);
  EXPECT_DEATH(claims_.begin(Stage::rdp_attempts), "stage");
}
#endif

}  // namespace
}  // namespace sojourn
