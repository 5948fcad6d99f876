#include "engine/case/failure.h"

#include <gtest/gtest.h>

namespace sojourn {
namespace {

TEST(FailureReason, NamesEveryStatusThatALogonWasSeenToEndWith) {
  EXPECT_EQ("correct user name, wrong password", failure_reason(0xC000006A));
  EXPECT_EQ("not supported by the authentication package", failure_reason(0xC0000002));
  EXPECT_EQ("a privilege that the logon needs is missing", failure_reason(0xC0000061));
  EXPECT_EQ("member of too many groups for a token", failure_reason(0xC000015A));
  EXPECT_EQ("NTLM is blocked", failure_reason(0xC0000418));
}

TEST(FailureReason, ShowsAStatusThatItDoesNotKnowAsANumber) {
  EXPECT_EQ("0xC0000123 (unknown)", failure_reason(0xC0000123));
}

}  // namespace
}  // namespace sojourn
