#include "cli/session_filter.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/support/case_of_rows.h"

namespace sojourn {
namespace {

using testing::Scratch;

// Four sessions, told apart by their numbers.
class SessionFilterTest : public ::testing::Test {
 protected:
  SessionFilterTest() {
    testing::write_case(folder_ / "case.db", R"(
      INSERT INTO host (host_id, name) VALUES (1, 'PC01.corp.local'), (2, 'PC02'), (3, 'PC03');
      INSERT INTO session (session_id, uid, account_id, host_id, user_name, user_domain, user_sid, account_class,
                           kind, outcome, start_time, end_time, src_ip, boot_id, start_reason, end_reason, end_exact,
                           src_scope, src_inferred, elevated, failures_before, confidence)
      SELECT column1, 'u' || column1, column1 * 10, column2, column3, column4, column5, column6, column7, column8,
             column9, column10, column11, 1, 'unknown', 'unknown', 0, 'unknown', 0, 0, 0, 1
      FROM (VALUES
        (1, 1, 'Alice', 'CORP', 'S-1-5-21-1', 'user', 'remote', 'success',
         '2024-03-01T10:00:00.0000000Z', '2024-03-01T12:00:00.0000000Z', '10.1.2.3'),
        (2, 2, 'bob', 'PC02', NULL, 'user', 'network', 'failure',
         '2024-03-02T23:59:59.9999999Z', '2024-03-02T23:59:59.9999999Z', '2001:db8::1'),
        (3, 2, 'PC02$', 'CORP', NULL, 'machine', 'network', 'success',
         '2024-03-02T08:00:00.0000000Z', '2024-03-02T08:00:01.0000000Z', NULL),
        (4, 3, 'carol', 'CORP', NULL, 'user', 'local', 'success', NULL, NULL, NULL));
      INSERT INTO account (account_id, sid, class) VALUES
        (10, 'S-1-5-21-1', 'user'), (20, NULL, 'user'), (30, NULL, 'machine'), (40, 'S-1-5-21-4', 'user');
      INSERT INTO account_name (account_id, name, domain, uses) VALUES
        (10, 'Alice', 'CORP', 1), (10, 'alice@corp.local', NULL, 1), (10, 'Alice', 'corp.local', 1),
        (20, 'bob', 'PC02', 1), (30, 'PC02$', 'CORP', 1), (40, 'carol', 'CORP', 1), (40, 'amy', 'CORP', 1);)");
  }

  std::vector<std::int64_t> ids(const SessionFilter& filter) const {
    const CaseReader reader(folder_ / "case.db");
    const BoundQuery bound = sessions_query(filter, reader, {.columns = {"session_id"}});
    Query query = reader.query(bound.sql, bound.parameters);
    std::vector<std::int64_t> found;
    while (const auto row = query.next()) found.push_back(std::get<std::int64_t>(row->front()));
    std::sort(found.begin(), found.end());
    return found;
  }

  using Ids = std::vector<std::int64_t>;
  Scratch folder_;
};

TEST_F(SessionFilterTest, WithoutWishesThePeopleAreShown) {
  EXPECT_EQ((Ids{1, 2, 4}), ids({}));
  SessionFilter filter;
  filter.all = true;
  EXPECT_EQ((Ids{1, 2, 3, 4}), ids(filter));
}

TEST_F(SessionFilterTest, MachinesOfOneNameAreFoundTogetherOrByTheirNumber) {
  testing::run_in(folder_,
                  "sqlite3 case.db \"UPDATE host SET name = 'PC01.corp.local (2)' "
                  "WHERE host_id = 2\"");
  SessionFilter filter;
  for (const char* name : {"pc01", "pc01.corp.local"}) {
    filter.hosts = {name};
    EXPECT_EQ((Ids{1, 2}), ids(filter)) << name;
  }
  filter.hosts = {"PC01.corp.local (2)"};
  EXPECT_EQ((Ids{2}), ids(filter));
}

TEST_F(SessionFilterTest, AHostGoesByItsShortAndItsFullName) {
  SessionFilter filter;
  filter.hosts = {"pc01"};
  EXPECT_EQ((Ids{1}), ids(filter));
  filter.hosts = {"PC01.CORP.local"};
  EXPECT_EQ((Ids{1}), ids(filter));
  filter.hosts = {"PC0"};
  EXPECT_EQ((Ids{}), ids(filter));
}

TEST_F(SessionFilterTest, AnAccountGoesByNameByDomainAndNameAndBySid) {
  SessionFilter filter;
  for (const char* name : {"ALICE", "corp\\alice", "s-1-5-21-1"}) {
    filter.users = {name};
    EXPECT_EQ((Ids{1}), ids(filter)) << name;
  }
  filter.users = {"' OR 1 --"};
  EXPECT_EQ((Ids{}), ids(filter));
}

// The session's own records call her otherwise: by her NetBIOS domain, or by the name she has now.
TEST_F(SessionFilterTest, AnAccountGoesByEverySpellingThatAnyRecordHasOfIt) {
  SessionFilter filter;
  for (const char* name : {"alice@corp.local", "CORP.local\\alice"}) {
    filter.users = {name};
    EXPECT_EQ((Ids{1}), ids(filter)) << name;
  }
  filter.users = {"amy"};
  EXPECT_EQ((Ids{4}), ids(filter));
}

TEST_F(SessionFilterTest, AnAddressGoesByAnySpellingAndByNetwork) {
  SessionFilter filter;
  filter.networks = {*Network::parse("10.0.0.0/8")};
  EXPECT_EQ((Ids{1}), ids(filter));
  filter.networks = {*Network::parse("2001:0DB8::0001")};
  EXPECT_EQ((Ids{2}), ids(filter));
}

TEST_F(SessionFilterTest, ASessionCountsWhenAnyPartOfItLiesWithin) {
  SessionFilter filter;
  filter.from = parse_time("2024-03-01T11:00:00Z");
  filter.to = parse_time("2024-03-01T11:30:00Z");
  EXPECT_EQ((Ids{1, 4}), ids(filter));
  filter.from = parse_time("2024-03-01T12:00:00.0000001Z");
  filter.to = std::nullopt;
  EXPECT_EQ((Ids{2, 4}), ids(filter));
}

TEST_F(SessionFilterTest, KindsAndOutcomesAreAlternatives) {
  SessionFilter filter;
  filter.kinds = {"remote", "network"};
  EXPECT_EQ((Ids{1, 2}), ids(filter));
  filter.outcomes = {"failure"};
  EXPECT_EQ((Ids{2}), ids(filter));
}

TEST_F(SessionFilterTest, AStarStandsForAnyCharactersAndAQuestionMarkForOne) {
  SessionFilter filter;
  filter.hosts = {"PC0?"};
  EXPECT_EQ((Ids{1, 2, 4}), ids(filter));
  filter.hosts = {"*.LOCAL", "pc03"};
  EXPECT_EQ((Ids{1, 4}), ids(filter));
  filter.hosts = {};
  filter.users = {"corp\\*"};
  filter.all = true;
  EXPECT_EQ((Ids{1, 3, 4}), ids(filter));
  // What LIKE takes for wildcards means itself.
  for (const char* name : {"%", "____", "!%", "b_b", "bo!b"}) {
    filter.users = {name};
    EXPECT_EQ((Ids{}), ids(filter)) << name;
  }
}

TEST_F(SessionFilterTest, SeveralNamesNetworksAndScopesAreAlternatives) {
  SessionFilter filter;
  filter.users = {"alice", "carol"};
  EXPECT_EQ((Ids{1, 4}), ids(filter));
  filter.users = {};
  filter.networks = {*Network::parse("10.0.0.0/8"), *Network::parse("2001:db8::/32")};
  EXPECT_EQ((Ids{1, 2}), ids(filter));
  filter.networks = {};
  filter.scopes = {"unknown", "external"};
  EXPECT_EQ((Ids{1, 2, 4}), ids(filter));
  filter.scopes = {"external"};
  EXPECT_EQ((Ids{}), ids(filter));
}

}  // namespace
}  // namespace sojourn
