#include "cli/named_row.h"

#include <gtest/gtest.h>

namespace sojourn {
namespace {

// With System alone Winlogon knows people by SID.
TEST(AccountNames, OfWhomNoRecordNamesAreTheirSids) {
  const std::vector<std::string> columns = {"user_name", "user_domain", "user_sid"};
  const std::vector<Cell> known = {"alice", "CORP", "S-1-5-21-1-2-3-1001"};
  const std::vector<Cell> unknown = {Cell(), Cell(), "S-1-5-21-1-2-3-1002"};
  EXPECT_EQ("CORP\\alice", account_name(NamedRow(columns, known)));
  EXPECT_EQ("alice", short_account(NamedRow(columns, known)));
  EXPECT_EQ("S-1-5-21-1-2-3-1002", account_name(NamedRow(columns, unknown)));
  EXPECT_EQ("S-1-5-21-1-2-3-1002", short_account(NamedRow(columns, unknown)));
}

}  // namespace
}  // namespace sojourn
