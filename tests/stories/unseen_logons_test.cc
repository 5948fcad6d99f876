// Somebody is provably on, though no record of their logon is left.
#include <gtest/gtest.h>

#include <string>

#include "tests/support/timeline.h"

namespace sojourn {
namespace {

constexpr std::string_view kCleared =
    "10:00:00.0 Eventlog 1102 SubjectUserSid=S-1-5-21-1-2-3-1001 SubjectUserName=eve "
    "SubjectDomainName=CORP SubjectLogonId=0x9fa21\n";

TEST(UnseenLogons, WhoClearedTheLogWasOn) {
  EXPECT_EQ("local success CORP\\eve … unknown - … open [gap terminal_assumed]\n", story(kCleared));
}

TEST(UnseenLogons, TheEndOfTheirLogonEndsTheSession) {
  EXPECT_EQ("remote success CORP\\eve … unknown - 10:05:00.0 logoff [gap]\n",
            story(std::string(kCleared) +
                  "10:05:00.0 Security 4634 TargetUserName=eve TargetDomainName=CORP "
                  "TargetUserSid=S-1-5-21-1-2-3-1001 TargetLogonId=0x9fa21 LogonType=10\n"));
}

TEST(UnseenLogons, TheWrongTypeOfLogonIsNoPerson) {
  EXPECT_EQ("", story(std::string(kCleared) +
                      "10:05:00.0 Security 4634 TargetUserName=eve TargetDomainName=CORP "
                      "TargetUserSid=S-1-5-21-1-2-3-1001 TargetLogonId=0x9fa21 LogonType=4\n"));
}

TEST(UnseenLogons, WhoseDesktopIsThereNeedsNoOtherSession) {
  EXPECT_EQ("local success CORP\\eve 09:00:00.0 logon - … open [gap]\n",
            story("09:00:00.0 LSM 21 User=CORP\\eve SessionID=1 Address=LOCAL "
                  "ActivityID=console\n" +
                  std::string(kCleared)));
}

TEST(UnseenLogons, TheSystemItselfIsNobody) {
  EXPECT_EQ("", story("10:00:00.0 Eventlog 1102 SubjectUserSid=S-1-5-18 SubjectUserName=PC01$ "
                      "SubjectDomainName=CORP SubjectLogonId=0x3e7\n"));
}

TEST(UnseenLogons, WhoUsedOtherCredentialsWasOn) {
  EXPECT_EQ("local success CORP\\eve … unknown - … open [terminal_assumed]\n",
            story("10:00:00.0 Security 4648 SubjectUserSid=S-1-5-21-1-2-3-1001 "
                  "SubjectUserName=eve SubjectDomainName=CORP SubjectLogonId=0x9fa21 "
                  "TargetUserName=admin TargetServerName=FS01\n"));
}

TEST(UnseenLogons, WhoSetsTheClockBackFromTheirDesktopNeedsNoOtherSession) {
  EXPECT_EQ(
      "local success CORP\\eve 25T09:00:00.0 logon - 4T11:00:00.0 logoff [clock_step]\n",
      story("25T09:00:00.0 LSM 21 User=CORP\\eve SessionID=1 Address=LOCAL ActivityID=console\n"
            "4T10:00:00.0 Security 4616 PreviousTime=2024-03-25T10:00:00.0Z "
            "SubjectUserSid=S-1-5-21-1-2-3-1001 SubjectUserName=eve SubjectDomainName=CORP "
            "SubjectLogonId=0x9fa21\n"
            "4T11:00:00.0 LSM 23 User=CORP\\eve SessionID=1\n"));
}

}  // namespace
}  // namespace sojourn
