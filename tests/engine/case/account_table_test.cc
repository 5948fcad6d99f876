#include "engine/case/account_table.h"

#include <gtest/gtest.h>

#include <string>

#include "schema/schema_sql.h"

namespace sojourn {
namespace {

class AccountTableTest : public ::testing::Test {
 protected:
  AccountTableTest() {
    database_.execute(kSchemaSql);
    on_host({});
  }

  void on_host(const std::vector<std::string>& names) {
    std::vector<Text> texts;
    texts.reserve(names.size());
    for (const std::string& name : names) texts.push_back(strings_.intern(name));
    accounts_.begin_host(texts, strings_);
  }

  std::optional<std::int64_t> id(const std::string& sid, const std::string& domain,
                                 const std::string& name) {
    Identity who;
    who.sid = strings_.intern(sid);
    who.domain = strings_.intern(domain);
    who.user = strings_.intern(name);
    return accounts_.id_of(who, std::nullopt);
  }

  // "1 S-1-5-21-7 CORP\alice" for each account.
  std::string written() {
    accounts_.write(database_);
    return rows("SELECT account_id || ' ' || coalesce(sid, ''), domain, name FROM account");
  }

  // "1 1 CORP\alice" for each spelling: account, uses, name.
  std::string names() {
    return rows("SELECT account_id || ' ' || uses, domain, name FROM account_name");
  }

  Strings strings_;
  Database database_{":memory:"};
  AccountTable accounts_;

 private:
  std::string rows(const char* sql) {
    std::string rows;
    Statement select(database_, sql);
    while (select.step()) {
      rows += std::string(select.text(0)) + " " + std::string(select.text(1)) + "\\" +
              std::string(select.text(2)) + "\n";
    }
    return rows;
  }
};

TEST_F(AccountTableTest, OneSidIsOneAccountUnderItsMostFrequentName) {
  EXPECT_EQ(id("S-1-5-21-7", "CORP", "a.smith"), 1);
  EXPECT_EQ(id("S-1-5-21-7", "CORP", "alice"), 1);
  EXPECT_EQ(id("S-1-5-21-7", "CORP", "alice"), 1);
  EXPECT_EQ(written(), "1 S-1-5-21-7 CORP\\alice\n");
  EXPECT_EQ(names(), "1 1 CORP\\a.smith\n1 2 CORP\\alice\n");
}

TEST_F(AccountTableTest, TheNetBiosFormIsTheNameHoweverOftenAnotherIsLogged) {
  for (int i = 0; i < 3; ++i) {
    id("S-1-5-21-7", "", "alice@corp.example");
    id("S-1-5-21-7", "CORP.EXAMPLE", "alice");
    id("S-1-5-21-7", "", "alice");
  }
  id("S-1-5-21-7", "CORP", "Alice");
  EXPECT_EQ(written(), "1 S-1-5-21-7 CORP\\Alice\n");
  EXPECT_EQ(names(),
            "1 3 \\alice\n1 3 \\alice@corp.example\n1 1 CORP\\Alice\n"
            "1 3 CORP.EXAMPLE\\alice\n");
}

TEST_F(AccountTableTest, NamesWithoutASidAreOneAccountWhateverTheirCase) {
  EXPECT_EQ(id("", "CORP", "Admin"), 1);
  EXPECT_EQ(id("", "corp", "ADMIN"), 1);
  EXPECT_EQ(id("", "OTHER", "admin"), 2);
  EXPECT_EQ(id("", "", "admin"), 3) << "of which domain, nobody said";
  EXPECT_EQ(written(), "1  CORP\\Admin\n2  OTHER\\admin\n3  \\admin\n");
}

TEST_F(AccountTableTest, WhoIsNotNamedIsNobody) { EXPECT_EQ(id("", "", ""), std::nullopt); }

TEST_F(AccountTableTest, AFailureByNameBelongsToTheOnlyAccountThatIsCalledSo) {
  id("", "corp", "ALICE");
  id("S-1-5-21-7", "CORP", "alice");
  database_.execute(
      "INSERT INTO logon_session_row (host_id, boot_id, logon_id, wmi_logon_id, account_id, "
      "account_class, role, elevated, end_reason) VALUES (1, 1, '0x1', '1', 1, 'user', 'x', 0, "
      "'x')");
  EXPECT_EQ(written(), "2 S-1-5-21-7 CORP\\alice\n");
  EXPECT_EQ(database_.number("SELECT account_id FROM logon_session"), 2);
  EXPECT_EQ(names(), "2 1 CORP\\alice\n2 1 corp\\ALICE\n");
}

TEST_F(AccountTableTest, AFailureByANameThatTwoAccountsHaveBelongsToNeither) {
  id("", "CORP", "alice");
  id("S-1-5-21-7", "CORP", "alice");
  id("S-1-5-21-8", "CORP", "alice");
  EXPECT_EQ(written(), "1  CORP\\alice\n2 S-1-5-21-7 CORP\\alice\n3 S-1-5-21-8 CORP\\alice\n");
}

TEST_F(AccountTableTest, EverySpellingOfADomainAccountIsThatAccount) {
  on_host({"PC01.corp.example"});
  id("S-1-5-21-7", "CORP", "alice");
  id("", "corp.example", "ALICE");
  id("", "", "alice@corp.example");
  id("", "CORP", "alice@corp.example");
  id("", "", "CORP\\alice");
  on_host({"SRV01.corp.example"});
  id("", "CORP.EXAMPLE", "Alice");
  EXPECT_EQ(written(), "1 S-1-5-21-7 CORP\\alice\n");
}

TEST_F(AccountTableTest, ADomainWhoseTwoNamesDifferIsLearnedFromOneSid) {
  id("S-1-5-21-1-2-3-1001", "OFFSEC", "bob");
  id("S-1-5-21-1-2-3-1001", "LAB.EXAMPLE", "bob");
  id("S-1-5-21-1-2-3-1002", "OFFSEC", "alice");
  id("", "lab.example", "alice");
  id("", "", "alice@LAB.EXAMPLE");
  EXPECT_EQ(written(), "1 S-1-5-21-1-2-3-1001 OFFSEC\\bob\n2 S-1-5-21-1-2-3-1002 OFFSEC\\alice\n");
}

TEST_F(AccountTableTest, TwoForestsWhoseNamesBeginAlikeStayTwo) {
  id("S-1-5-21-1-1-1-1001", "CORP.ONE.EXAMPLE", "alice");
  id("S-1-5-21-2-2-2-1001", "CORP.TWO.EXAMPLE", "alice");
  id("", "", "alice@corp.two.example");
  id("", "CORP", "alice");
  EXPECT_EQ(written(),
            "1 S-1-5-21-1-1-1-1001 CORP.ONE.EXAMPLE\\alice\n"
            "2 S-1-5-21-2-2-2-1001 CORP.TWO.EXAMPLE\\alice\n"
            "4  CORP\\alice\n");
}

TEST_F(AccountTableTest, AMistypedMailAddressDoesNotPartADomainFromItsName) {
  id("S-1-5-21-7", "CORP.EXAMPLE", "alice");
  id("", "", "bob@corp.exmaple");
  id("", "CORP", "alice");
  EXPECT_EQ(written(), "1 S-1-5-21-7 CORP\\alice\n2  \\bob@corp.exmaple\n");
}

TEST_F(AccountTableTest, LocalAccountsOfOneNameAreEachHostsOwn) {
  on_host({"HOST1"});
  id("S-1-5-21-1-1-1-500", "HOST1", "Administrator");
  id("", "HOST1", "administrator");
  id("", ".", "Administrator");
  id("", "", "ADMINISTRATOR");
  on_host({"HOST2"});
  id("S-1-5-21-2-2-2-500", "HOST2", "Administrator");
  id("", "HOST2", "administrator");
  id("", "", "administrator");
  id("", "HOST1", "Administrator");  // what a client on HOST1 sends
  on_host({"HOST3"});
  id("", ".", "administrator");
  id("", "HOST3", "Administrator");
  id("", "HOST2", "Administrator");
  EXPECT_EQ(written(),
            "1 S-1-5-21-1-1-1-500 HOST1\\Administrator\n"
            "5 S-1-5-21-2-2-2-500 HOST2\\Administrator\n"
            "9  HOST3\\Administrator\n");
  EXPECT_EQ(names(),
            "1 1 \\ADMINISTRATOR\n1 1 .\\Administrator\n1 2 HOST1\\Administrator\n"
            "1 1 HOST1\\administrator\n5 1 \\administrator\n5 2 HOST2\\Administrator\n"
            "5 1 HOST2\\administrator\n9 1 .\\administrator\n9 1 HOST3\\Administrator\n");
}

TEST_F(AccountTableTest, ANameWithoutADomainIsTheOnlyOneOfThatNameOnItsHost) {
  on_host({"HOST1"});
  id("S-1-5-21-7", "CORP", "alice");
  on_host({"HOST2"});
  id("", "", "alice");  // never seen here
  on_host({"HOST3"});
  id("S-1-5-21-7", "CORP", "alice");
  id("S-1-5-21-3-3-3-1001", "HOST3", "alice");
  id("", "", "alice");  // one of two
  EXPECT_EQ(written(),
            "1 S-1-5-21-7 CORP\\alice\n2  \\alice\n3 S-1-5-21-3-3-3-1001 HOST3\\alice\n");
}

TEST_F(AccountTableTest, AllNamesOfARenamedHostAreOneDomain) {
  on_host({"WIN-0A1B2C3D4E5", "PC01", "accounting-server-07.corp.example"});
  id("S-1-5-21-1-1-1-1001", "WIN-0A1B2C3D4E5", "alice");
  id("", "PC01", "alice");
  id("", "ACCOUNTING-SERV", "alice");
  id("", "accounting-server-07", "alice");
  id("", "accounting-server-07.corp.example", "alice");
  EXPECT_EQ(written(), "1 S-1-5-21-1-1-1-1001 WIN-0A1B2C3D4E5\\alice\n");
}

TEST_F(AccountTableTest, AnImagesNameJoinsNoTwoHosts) {
  on_host({"MINWINPC", "PC01"});
  id("S-1-5-21-1-1-1-500", "MINWINPC", "Administrator");
  id("S-1-5-21-1-1-1-500", "PC01", "Administrator");
  on_host({"MINWINPC", "PC02"});
  id("", "MINWINPC", "Administrator");
  id("", "PC02", "Administrator");
  on_host({"PC03"});
  id("", "MINWINPC", "Administrator");  // of one of the two
  EXPECT_EQ(written(),
            "1 S-1-5-21-1-1-1-500 MINWINPC\\Administrator\n2  MINWINPC\\Administrator\n"
            "4  MINWINPC\\Administrator\n");
}

TEST_F(AccountTableTest, AccountsOfTheCloudAreJoinedByTheWholeAddress) {
  on_host({"HOST1"});
  id("S-1-12-1-1-2-3-4", "AzureAD", "AliceExample");
  id("", "AzureAD", "aliceexample");
  id("S-1-5-21-1-1-1-1001", "HOST1", "bob");
  id("S-1-5-21-1-1-1-1001", "MicrosoftAccount", "bob@mail.example");
  id("", "MicrosoftAccount", "Bob@mail.example");
  id("", "", "bob@mail.example");
  id("", "MicrosoftAccount", "bob@other.example");
  on_host({"HOST2"});
  id("S-1-5-21-2-2-2-1001", "MicrosoftAccount", "bob@mail.example");
  id("", "MicrosoftAccount", "bob@mail.example");
  on_host({"HOST3"});
  id("", "MicrosoftAccount", "bob@mail.example");  // of one of the two
  EXPECT_EQ(written(),
            "1 S-1-12-1-1-2-3-4 AzureAD\\AliceExample\n"
            "3 S-1-5-21-1-1-1-1001 HOST1\\bob\n"
            "6  MicrosoftAccount\\bob@other.example\n"
            "7 S-1-5-21-2-2-2-1001 MicrosoftAccount\\bob@mail.example\n"
            "9  MicrosoftAccount\\bob@mail.example\n");
}

TEST_F(AccountTableTest, AComputersFailureIsNotSystems) {
  on_host({"DC01"});
  id("S-1-5-18", "CORP", "DC01$");
  id("S-1-5-18", "NT-AUTORITÄT", "SYSTEM");
  id("", "CORP", "DC01$");
  id("", "NT-AUTORITÄT", "SYSTEM");
  EXPECT_EQ(written(), "1 S-1-5-18 NT-AUTORITÄT\\SYSTEM\n2  CORP\\DC01$\n");
  EXPECT_EQ(database_.number("SELECT count(*) FROM account WHERE class = 'system'"), 1);
}

TEST_F(AccountTableTest, WhereNoSidIsKnownTheSpellingsOfOneNameAreOneAccount) {
  on_host({"HOST1"});
  id("", "", "alice");
  id("", "CORP", "alice");
  id("", "", "alice@corp.example");
  on_host({"HOST2"});
  id("", "corp.example", "Alice");
  EXPECT_EQ(written(), "2  CORP\\alice\n");
}

}  // namespace
}  // namespace sojourn
