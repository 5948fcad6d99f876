#include "engine/account_table.h"

#include <gtest/gtest.h>

#include <string>

#include "schema/schema_sql.h"

namespace sojourn {
namespace {

class AccountTableTest : public ::testing::Test {
 protected:
  AccountTableTest() { database_.execute(kSchemaSql); }

  std::optional<std::int64_t> id(const std::string& sid, const std::string& domain,
                                 const std::string& name) {
    Identity who;
    who.sid = strings_.intern(sid);
    who.domain = strings_.intern(domain);
    who.user = strings_.intern(name);
    return accounts_.id_of(who);
  }

  // "1 S-1-5-21-7 CORP\alice" for each account.
  std::string written() {
    accounts_.write(database_);
    std::string rows;
    Statement select(database_, "SELECT account_id, sid, domain, name FROM account ORDER BY 1");
    while (select.step()) {
      rows += std::to_string(select.number(0)) + " " + std::string(select.text(1)) + " " +
              std::string(select.text(2)) + "\\" + std::string(select.text(3)) + "\n";
    }
    return rows;
  }

  Strings strings_;
  Database database_{":memory:"};
  AccountTable accounts_{strings_};
};

TEST_F(AccountTableTest, OneSidIsOneAccountUnderItsMostFrequentName) {
  EXPECT_EQ(id("S-1-5-21-7", "CORP", "a.smith"), 1);
  EXPECT_EQ(id("S-1-5-21-7", "CORP", "alice"), 1);
  EXPECT_EQ(id("S-1-5-21-7", "CORP", "alice"), 1);
  EXPECT_EQ(written(), "1 S-1-5-21-7 CORP\\alice\n");
}

TEST_F(AccountTableTest, NamesWithoutASidAreOneAccountWhateverTheirCase) {
  EXPECT_EQ(id("", "CORP", "Admin"), 1);
  EXPECT_EQ(id("", "corp", "ADMIN"), 1);
  EXPECT_EQ(id("", "", "admin"), 2) << "of which domain, nobody said";
  EXPECT_EQ(written(), "1  CORP\\Admin\n2  \\admin\n");
}

TEST_F(AccountTableTest, WhoIsNotNamedIsNobody) { EXPECT_EQ(id("", "", ""), std::nullopt); }

TEST_F(AccountTableTest, AFailureByNameBelongsToTheOnlyAccountThatIsCalledSo) {
  id("", "corp", "ALICE");
  id("S-1-5-21-7", "CORP", "alice");
  database_.execute(
      "INSERT INTO logon_session (host_id, boot_id, logon_id, wmi_logon_id, account_id, "
      "account_class, role, elevated, end_reason) VALUES (1, 1, '0x1', '1', 1, 'user', 'x', 0, "
      "'x')");
  EXPECT_EQ(written(), "2 S-1-5-21-7 CORP\\alice\n");
  EXPECT_EQ(database_.number("SELECT account_id FROM logon_session"), 2);
}

TEST_F(AccountTableTest, AFailureByANameThatTwoAccountsHaveBelongsToNeither) {
  id("", "CORP", "alice");
  id("S-1-5-21-7", "CORP", "alice");
  id("S-1-5-21-8", "CORP", "alice");
  EXPECT_EQ(written(), "1  CORP\\alice\n2 S-1-5-21-7 CORP\\alice\n3 S-1-5-21-8 CORP\\alice\n");
}

}  // namespace
}  // namespace sojourn
