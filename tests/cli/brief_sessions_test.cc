#include "cli/brief_sessions.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <sstream>

namespace sojourn {
namespace {

const std::vector<std::string> kColumns = {
    "session_id", "host",       "user_name", "kind",   "outcome",  "start_time",
    "end_time",   "end_reason", "end_exact", "src_ip", "burst_id", "failure_reason"};

struct Listed {
  std::int64_t id;
  std::string user;
  std::string outcome;
  std::string second;  // of its start and end
  std::optional<std::int64_t> burst;
};

// The totals of the bursts are those of all sessions that are listed.
BurstTotals totals_in(const std::vector<Listed>& sessions, std::int64_t burst) {
  BurstTotals totals;
  std::set<std::string> accounts;
  for (const Listed& session : sessions) {
    if (session.burst != burst) continue;
    ++totals.attempts;
    accounts.insert(session.user);
    totals.last_time = "2026-03-04T23:05:" + session.second + ".0000000Z";
  }
  totals.accounts = accounts.size();
  return totals;
}

std::string table(const std::vector<Listed>& sessions, bool narrow = false) {
  std::ostringstream out;
  const Zone zone = Zone::utc();
  BriefSessions brief(
      zone, [&](std::int64_t burst) { return totals_in(sessions, burst); }, narrow);
  Rows rows(Format::table, brief.titles(), out);
  for (const auto& [id, user, outcome, second, burst] : sessions) {
    const std::string time = "2026-03-04T23:05:" + second + ".0000000Z";
    const std::vector<Cell> cells = {id,
                                     std::string("pc01"),
                                     user,
                                     std::string("remote"),
                                     outcome,
                                     time,
                                     time,
                                     std::string("logoff"),
                                     std::int64_t{1},
                                     std::string("203.0.113.66"),
                                     burst ? Cell(*burst) : Cell(),
                                     std::string(outcome == "failure" ? "wrong" : "")};
    if (const auto line = brief.line(NamedRow(kColumns, cells))) rows.add(*line);
  }
  rows.finish();
  std::string text = out.str();
  return text.substr(text.find('\n') + 1);
}

TEST(BriefSessions, AttemptsOfABurstInARowAreOneLineFromTheFirstToTheLast) {
  EXPECT_EQ(table({{7, "admin", "failure", "01", 1},
                   {8, "test", "failure", "02", 1},
                   {9, "admin", "failure", "09", 1}}),
            " 7  pc01  2 accounts  remote  203.0.113.66  2026-03-04 23:05:01Z  2026-03-04 23:05:09Z"
            "  -       3 failures, burst 1\n");
}

TEST(BriefSessions, ABurstIsOneLineThoughOtherSessionsBeginMeanwhile) {
  EXPECT_EQ(
      table({{7, "admin", "failure", "01", 1},
             {8, "bob", "failure", "02", 2},
             {9, "bob", "success", "03", {}},
             {10, "admin", "failure", "04", 1},
             {11, "bob", "failure", "05", 2}}),
      " 7  pc01  admin  remote  203.0.113.66  2026-03-04 23:05:01Z  2026-03-04 23:05:04Z  -       "
      "2 failures, burst 1\n"
      " 8  pc01  bob    remote  203.0.113.66  2026-03-04 23:05:02Z  2026-03-04 23:05:05Z  -       "
      "2 failures, burst 2\n"
      " 9  pc01  bob    remote  203.0.113.66  2026-03-04 23:05:03Z  2026-03-04 23:05:03Z  -       "
      "logoff\n");
}

TEST(BriefSessions, ANarrowLineHasTheDurationInsteadOfTheEnd) {
  EXPECT_EQ(table({{7, "bob", "success", "01", {}}}, true),
            " 7  pc01  bob   remote  203.0.113.66  2026-03-04 23:05  -       logoff\n");
}

TEST(BriefSessions, FailuresOutsideBurstsStayApart) {
  const std::string two =
      table({{7, "admin", "failure", "01", {}}, {8, "admin", "failure", "02", {}}});
  EXPECT_EQ(std::count(two.begin(), two.end(), '\n'), 2);
}

}  // namespace
}  // namespace sojourn
