// The spellings of an account's name.
#include "correlator/names/account_name.h"

#include <gtest/gtest.h>

namespace sojourn {
namespace {

std::string read(std::string_view domain, std::string_view user) {
  const AccountName name = account_name(domain, user);
  return name.domain + " | " + name.name;
}

TEST(AccountName, IsComparedInAsciiCaseOnly) {
  EXPECT_EQ("CORP | ALICE", read("Corp", "aLiCe"));
  EXPECT_EQ("CORP | JOSé", read("CORP", "josé"));
  EXPECT_EQ(" | ALICE", read("", "alice"));
}

TEST(AccountName, OfAUserPrincipalNameSaysTheDomain) {
  EXPECT_EQ("CORP.EXAMPLE | ALICE", read("", "alice@corp.example"));
  EXPECT_EQ("CORP | ALICE", read("CORP", "alice@corp.example"));
  EXPECT_EQ("CORP.EXAMPLE | ALICE", read("corp.example", "alice@CORP.EXAMPLE"));
  EXPECT_EQ("CORP | ALICE@OTHER.EXAMPLE", read("CORP", "alice@other.example"));
}

TEST(AccountName, OfTheCloudStaysWhole) {
  EXPECT_EQ("MICROSOFTACCOUNT | ALICE@MAIL.EXAMPLE",
            read("MicrosoftAccount", "alice@mail.example"));
  EXPECT_EQ("AZUREAD | ALICEEXAMPLE", read("AzureAD", "AliceExample"));
  EXPECT_TRUE(is_cloud(account_name("AzureAD", "alice@corp.example")));
  EXPECT_TRUE(is_cloud(account_name("", "AzureAD\\alice@corp.example")));
  EXPECT_FALSE(is_cloud(account_name("CORP", "alice")));
}

TEST(AccountName, MayStandWithItsDomainInOneField) {
  EXPECT_EQ("CORP | ALICE", read("", "CORP\\alice"));
  EXPECT_EQ(". | ALICE", read("", ".\\alice"));
}

TEST(AccountName, OfAnOddFormStaysAsItIs) {
  EXPECT_EQ(" | @ALICE", read("", "@alice"));
  EXPECT_EQ(" | ALICE@", read("", "alice@"));
  EXPECT_EQ(" | PRIVACY/ADMIN", read("", "privacy/admin"));
  EXPECT_EQ(" | BOB", read("", std::string_view("bob\0garbage", 11)));
  EXPECT_EQ(" | BOB", read("", "\u200ebob"));
}

TEST(LocalDomains, AreTheNamesOfTheMachineLongAndShort) {
  EXPECT_EQ((std::vector<std::string>{"PC01", "PC01.CORP.EXAMPLE"}),
            local_domains("pc01.corp.example"));
  EXPECT_EQ((std::vector<std::string>{"ACCOUNTING-SERV", "ACCOUNTING-SERVER-07"}),
            local_domains("accounting-server-07"));
  EXPECT_TRUE(local_domains("").empty());
}

}  // namespace
}  // namespace sojourn
