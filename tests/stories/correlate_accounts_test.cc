// Whose failures a success had before it, and whose network logons are one visit: accounts are told
// apart by SID, name and domain, and one account's spellings are not.
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "correlator/correlate.h"
#include "tests/support/timeline.h"

namespace sojourn {
namespace {

constexpr const char* kAlice =
    "10:00:00.0 Security 4624 TargetUserName=alice TargetDomainName=CORP "
    "TargetUserSid=S-1-5-21-1-2-3-1001 TargetLogonId=0xaa LogonType=3 LogonProcessName=NtLmSsp "
    "IpAddress=10.0.0.5\n"
    "10:00:01.0 Security 4634 TargetUserName=alice TargetLogonId=0xaa LogonType=3\n";

std::string failure(const std::string& time, const std::string& name,
                    const std::string& address = "10.0.0.66") {
  return time + " Security 4625 " + name +
         " LogonType=3 LogonProcessName=NtLmSsp Status=0xc000006d SubStatus=0xc000006a IpAddress=" +
         address + "\n";
}

Correlation found(const std::string& text) {
  Strings strings;
  return correlate(timeline(text, strings), strings);
}

std::uint32_t failures_before_the_last(const std::string& text) {
  return found(text).sessions.back().failures_before;
}

TEST(Accounts, FailuresInEverySpellingOfAnAccountCountBeforeItsSuccess) {
  EXPECT_EQ(5u, failures_before_the_last(
                    failure("09:50:00.0", "TargetUserName=alice@corp.example") +
                    failure("09:51:00.0", "TargetUserName=ALICE TargetDomainName=corp") +
                    failure("09:52:00.0", "TargetUserName=alice TargetDomainName=CORP.EXAMPLE") +
                    failure("09:53:00.0", "TargetUserName=CORP\\alice") +
                    failure("09:54:00.0", "TargetUserName=alice TargetDomainName=-") + kAlice));
}

TEST(Accounts, FailuresOfAnotherAccountOfThatNameDoNot) {
  EXPECT_EQ(0u, failures_before_the_last(
                    failure("09:50:00.0", "TargetUserName=alice@other.example") +
                    failure("09:51:00.0", "TargetUserName=alice TargetDomainName=OTHER") +
                    failure("09:52:00.0", "TargetUserName=alice TargetDomainName=PC01") +
                    failure("09:53:00.0", "TargetUserName=alice TargetDomainName=.") + kAlice));
}

// Forged: whatever an account without SID is known by, a record may have just that for a SID.
TEST(Accounts, ASidThatIsNoneMakesNobodyAnother) {
  for (int number = 0; number < 4; ++number) {
    Strings strings;
    std::vector<Event> events = timeline(
        failure("09:50:00.0", "TargetUserName=bob TargetDomainName=CORP") + kAlice, strings);
    events[1].sid = strings.intern("account " + std::to_string(number));
    EXPECT_EQ(0u, correlate(std::move(events), strings).sessions.back().failures_before) << number;
  }
}

TEST(Accounts, WhoIsMeantByABareNameThatTwoHaveIsNotGuessed) {
  const std::string local_alice =
      "08:00:00.0 Security 4624 TargetUserName=alice TargetDomainName=PC01 "
      "TargetUserSid=S-1-5-21-9-9-9-1001 TargetLogonId=0xbb LogonType=3 "
      "LogonProcessName=NtLmSsp IpAddress=10.0.0.7\n";
  EXPECT_EQ(0u, failures_before_the_last(local_alice +
                                         failure("09:50:00.0", "TargetUserName=alice") + kAlice));
}

TEST(Accounts, OfABurstAreCountedOnceHoweverTheyAreSpelled) {
  const Correlation correlation =
      found(failure("09:50:00.0", "TargetUserName=alice@corp.example") +
            failure("09:51:00.0", "TargetUserName=alice TargetDomainName=CORP") +
            failure("09:52:00.0", "TargetUserName=alice TargetDomainName=PC01") +
            failure("09:53:00.0", "TargetUserName=.\\alice") + kAlice);
  ASSERT_EQ(1u, correlation.bursts.size());
  EXPECT_EQ(4u, correlation.bursts[0].attempts);
  EXPECT_EQ(2u, correlation.bursts[0].accounts);
}

TEST(Accounts, OfOneNameHaveNetworkSessionsOfTheirOwn) {
  const auto logon = [](const std::string& time, const std::string& name, const std::string& id) {
    return time + " Security 4624 " + name + " TargetLogonId=" + id +
           " LogonType=3 LogonProcessName=NtLmSsp IpAddress=10.0.0.5\n";
  };
  const auto sessions = [&](const std::string& first, const std::string& second) {
    return found(logon("10:00:00.0", first, "0x51") + logon("10:01:00.0", second, "0x52"))
        .sessions.size();
  };
  const std::string corp = "TargetUserName=alice TargetDomainName=CORP";
  EXPECT_EQ(2u, sessions(corp, "TargetUserName=alice TargetDomainName=PC01"));
  EXPECT_EQ(2u, sessions(corp, "TargetUserName=alice TargetDomainName=OTHER"));
  EXPECT_EQ(1u, sessions(corp, "TargetUserName=alice@corp.example"));
  EXPECT_EQ(1u, sessions(corp, "TargetUserName=Alice TargetDomainName=corp.example"));
  EXPECT_EQ(1u, sessions(corp, corp + " TargetUserSid=S-1-5-21-1-2-3-1001"));
}

}  // namespace
}  // namespace sojourn
