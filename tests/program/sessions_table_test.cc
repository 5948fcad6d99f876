// `sojourn sessions` over a case that is larger than what the program may hold.
#include <gtest/gtest.h>

#include "tests/support/case_of_rows.h"

namespace sojourn {
namespace {

using testing::Outcome;
using testing::run_in;
using testing::Scratch;

// Every second a session: of three the third is a failure, each failure in one of 500 bursts that
// go on side by side.
void write_sessions(const Scratch& folder, int count) {
  testing::write_case(folder / "case.db", R"(
    INSERT INTO host (host_id, name) VALUES (1, 'PC01');
    INSERT INTO account (account_id, name, class) VALUES (1, 'alice', 'user'), (2, 'bob', 'user');
    INSERT INTO session (session_id, uid, account_id, host_id, user_name, account_class, kind, outcome, start_time,
                         end_time, src_ip, burst_id, failure_reason, boot_id, start_reason, end_reason, end_exact,
                         src_scope, src_inferred, elevated, failures_before, confidence)
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT )" +
                                              std::to_string(count) + R"()
    SELECT i, 'u' || i, 1 + i % 2, 1, 'alice', 'user', 'network', iif(i % 3, 'success', 'failure'), t, t, '10.1.2.3',
           iif(i % 3, NULL, 1 + i / 3 % 500), iif(i % 3, NULL, 'wrong'), 1, 'logon', 'logoff', 1, 'internal', 0, 0, 0, 1
    FROM (SELECT i, strftime('%Y-%m-%dT%H:%M:%S.0000000Z', 1700000000 + i, 'unixepoch') AS t FROM n);)");
}

// The sanitizers need more addresses than any limit allows.
#ifndef __SANITIZE_ADDRESS__
// What the shell may hold besides the program is held as well, so the bound is of the kernel's
// count for the program: its address space.
Outcome listed_within(const Scratch& folder, int mebibytes, const std::string& list) {
  return run_in(folder, "ulimit -v " + std::to_string(mebibytes * 1024) + "; sojourn " + list +
                            " case.db --time-limit 0 2>/dev/null | tail -n 1");
}

TEST(SessionsTable, AndTimelineAreWrittenInMemoryThatDoesNotGrowWithTheCase) {
  const Scratch small, large;
  write_sessions(small, 3'000);
  write_sessions(large, 60'000);
  // The least in which a small case can be listed does for one of twenty times its size.
  const std::pair<const char*, const char*> lists[] = {{"sessions", "59999  "},
                                                       {"timeline", "60000  failure"}};
  for (const auto& [list, last_line] : lists) {
    int enough = 16;
    while (listed_within(small, enough, list).out.empty() && enough < 1'024) enough += 8;
    EXPECT_NE(listed_within(large, enough + 4, list).out.find(last_line), std::string::npos)
        << list << ' ' << enough;
  }
}
#endif

TEST(SessionsTable, ABurstIsOneLineOfWhatTheFilterShowsOfIt) {
  const Scratch folder;
  write_sessions(folder, 3'000);
  EXPECT_EQ("2001\n", run_in(folder, "sojourn sessions case.db --outcome success | wc -l").out);
  EXPECT_EQ("501\n", run_in(folder, "sojourn sessions case.db --outcome failure | wc -l").out);
  const Outcome first = run_in(folder, "sojourn sessions case.db --outcome failure --limit 1");
  EXPECT_EQ(
      "id  host  user   kind     source    start                 end                   lasted  "
      "result\n"
      " 3  PC01  alice  network  10.1.2.3  2023-11-14 22:13:23Z  2023-11-14 22:38:23Z  "
      "-       2 failures, burst 2\n",
      first.out);
  const Outcome part =
      run_in(folder, "sojourn sessions case.db --outcome failure --limit 1 --to 2023-11-14T22:30");
  EXPECT_EQ(
      "id  host  user   kind     source    start                 end                   lasted  "
      "result\n"
      " 3  PC01  alice  network  10.1.2.3  2023-11-14 22:13:23Z  2023-11-14 22:13:23Z  "
      "-       failure: wrong\n",
      part.out);
}

}  // namespace
}  // namespace sojourn
