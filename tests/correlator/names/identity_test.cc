// Of which class an account is: its SID says so, whatever language its name is in.
#include "correlator/names/identity.h"

#include <gtest/gtest.h>

#include "correlator/correlate.h"
#include "tests/support/timeline.h"

namespace sojourn {
namespace {

using enum AccountClass;

struct Known {
  const char *sid, *name;
  AccountClass account_class;
};

class ClassOfAccount : public ::testing::TestWithParam<Known> {};

TEST_P(ClassOfAccount, FollowsFromItsSidInEveryLanguage) {
  const Known& known = GetParam();
  EXPECT_EQ(name_of(known.account_class), name_of(classify({known.sid, known.name})))
      << known.sid << ' ' << known.name;
}

INSTANTIATE_TEST_SUITE_P(
    WindowsOwn, ClassOfAccount,
    ::testing::Values(
        Known{"S-1-5-18", "SYSTEM", system}, Known{"S-1-5-18", "Système", system},
        Known{"S-1-5-18", "СИСТЕМА", system}, Known{"S-1-5-18", "DC01$", system},
        Known{"S-1-5-19", "LOKALER DIENST", system}, Known{"S-1-5-19", "Local Service", system},
        Known{"S-1-5-20", "SERVICE RÉSEAU", system}, Known{"S-1-5-20", "NETWORK SERVICE", system},
        Known{"S-1-5-20", "HOST$", system}, Known{"S-1-5-17", "IUSR", system},
        Known{"S-1-5-7", "ANONYMOUS-ANMELDUNG", anonymous}, Known{"S-1-5-7", "ANONYME", anonymous},
        Known{"S-1-5-90-0-1", "DWM-1", window_manager},
        Known{"S-1-5-96-0-3", "UMFD-3", window_manager},
        Known{"S-1-5-80-3880718306", "MSSQLSERVER", service},
        Known{"S-1-5-82-271721585", "DefaultAppPool", service},
        Known{"S-1-5-83-1-3166535780", "2BCC5E4B-8A33", service},
        Known{"S-1-5-87-2912274048", "task", service},
        Known{"S-1-5-94-1", "WinRM VA_1_CORP_alice", service},
        Known{"S-1-5-111-3847866527", "sshd_4242", service}));

INSTANTIATE_TEST_SUITE_P(People, ClassOfAccount,
                         ::testing::Values(Known{"S-1-5-21-1-2-3-1001", "alice", user},
                                           Known{"S-1-5-21-1-2-3-1001", "SYSTEM", user},
                                           Known{"S-1-5-21-1-2-3-1001", "LOCAL SERVICE", user},
                                           Known{"S-1-5-21-1-2-3-1001", "DWM-1", user},
                                           Known{"S-1-5-21-1-2-3-500", "root$", user},
                                           Known{"S-1-5-21-1-2-3-501", "Gast", user},
                                           Known{"S-1-5-21-1-2-3-1105", "WKS01$", machine},
                                           Known{"S-1-12-1-11-22-33-44", "AliceExample", user},
                                           Known{"S-1-12-1-11-22-33-44", "alice$", user},
                                           Known{"S-1-5-112-1", "alice", user}));

INSTANTIATE_TEST_SUITE_P(NamesWithoutASid, ClassOfAccount,
                         ::testing::Values(Known{"", "alice", user}, Known{"", "WKS01$", machine},
                                           Known{"", "SYSTEM", user}, Known{"", "", user}));

TEST(IsAccount, GroupsAndNobodyLogOnNever) {
  for (const char* sid : {"", "S-1-0-0", "S-1-5-32-544", "S-1-5-32", "S-1-5-113", "S-1-5-114"}) {
    EXPECT_FALSE(is_account(sid)) << sid;
  }
  for (const char* sid : {"S-1-5-18", "S-1-5-21-1-2-3-500", "S-1-12-1-1-2-3-4", "S-1-5-1130"}) {
    EXPECT_TRUE(is_account(sid)) << sid;
  }
}

TEST(Identities, TheSidOfAGroupIsLikeNone) {
  Strings strings;
  const auto correlation =
      correlate(timeline("09:00:00.0 Security 4625 TargetUserName=alice TargetDomainName=CORP "
                         "TargetUserSid=S-1-5-32-544 LogonType=3 IpAddress=10.0.0.5\n",
                         strings),
                strings);
  ASSERT_EQ(1u, correlation.sessions.size());
  EXPECT_EQ(Text::none, correlation.sessions[0].who.sid);
}

// `net user backdoor$ … /add` makes an account that `net user` does not list. Computers' accounts
// are the domain's, so one of the machine itself is a person's.
TEST(Identities, ALocalAccountIsNoComputerThoughItsNameEndsLikeOne) {
  const auto classes = [](const std::string& domain, const std::string& name) {
    Strings strings;
    const auto correlation = correlate(
        timeline("09:00:00.0 Security 4624 TargetUserName=" + name + " TargetDomainName=" + domain +
                     " TargetUserSid=S-1-5-21-1-2-3-1005 TargetLogonId=0xbd LogonType=3 "
                     "LogonProcessName=NtLmSsp IpAddress=10.0.0.5\n"
                     "09:00:05.0 Security 4625 TargetUserName=" +
                     name + " TargetDomainName=" + domain + " LogonType=3 IpAddress=10.0.0.5\n",
                 strings),
        strings);
    std::string found;
    for (const Session& session : correlation.sessions) {
      found += std::string(name_of(session.who.account_class)) + ' ';
    }
    return found;
  };
  EXPECT_EQ("user user ", classes("PC01", "backdoor$"));
  EXPECT_EQ("machine machine ", classes("CORP", "WKS01$"));
  EXPECT_EQ("machine machine ", classes("PC01", "PC01$"));
}

}  // namespace
}  // namespace sojourn
