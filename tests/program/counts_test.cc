// What a case counts of its sessions, and that lists are made of that.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "cli/list_command.h"
#include "tests/simulation/scenario.h"
#include "tests/support/demo_case.h"
#include "tests/support/scratch.h"

namespace sojourn {
namespace {

using testing::DemoCase;
using ::testing::IsEmpty;
using testing::run_in;

class Counts : public ::testing::Test {
 protected:
  std::string rows(const std::string& sql, const std::string& case_file = "case.db") const {
    return run_in(folder_, "sojourn sql " + case_file + " \"" + sql + "\" --format csv").out;
  }

  DemoCase folder_;
};

TEST_F(Counts, AddUpToTheSessionsThatTheyStandFor) {
  const std::string common =
      "account_id, host_id, account_class, kind, outcome, src_ip, src_host, src_scope";
  const std::string counted =
      rows("SELECT " + common +
           ", first_epoch_id, last_epoch_id, sessions, first_time, last_time FROM account_source "
           "ORDER BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10");
  EXPECT_GT(counted.size(), 1'000U);
  EXPECT_EQ(counted,
            rows("SELECT " + common +
                 ", coalesce(start_epoch_id, end_epoch_id) AS first_epoch_id, "
                 "coalesce(end_epoch_id, start_epoch_id) AS last_epoch_id, count(*) AS sessions, "
                 "min(coalesce(start_time, end_time)) AS first_time, "
                 "max(coalesce(end_time, start_time)) AS last_time FROM session "
                 "GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 ORDER BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10"));
}

// "9:40 10:3" of all rows together, by hour.
TEST_F(Counts, TellInWhichHoursSessionsBegan) {
  std::map<int, int> hours;
  std::istringstream words(
      rows("SELECT hours AS x FROM account_source WHERE hours IS NOT NULL").substr(3));
  int hour = 0, sessions = 0;
  for (char colon = 0; words >> hour >> colon >> sessions;) hours[hour] += sessions;
  std::string all = "h,n\r\n";
  for (const auto& [at, number] : hours)
    all += std::to_string(at) + ',' + std::to_string(number) + "\r\n";
  EXPECT_EQ(all, rows("SELECT CAST(substr(start_time, 12, 2) AS INTEGER) AS h, count(*) AS n FROM "
                      "session WHERE outcome <> 'failure' AND start_time IS NOT NULL GROUP BY 1 "
                      "ORDER BY 1"));
}

TEST_F(Counts, AreTheSameInWhicheverOrderEvidenceCame) {
  run_in(folder_,
         "sojourn analyze demo/WKS-0142 -o one.db --quiet && "
         "sojourn analyze demo/SRV-FILE01 -o one.db --quiet && "
         "sojourn analyze demo/SRV-FILE01 -o other.db --quiet && "
         "sojourn analyze demo/WKS-0142 -o other.db --quiet");
  const std::string sql = "SELECT * FROM account_source ORDER BY rowid", at_once = rows(sql);
  EXPECT_EQ(at_once, rows(sql, "one.db"));
  EXPECT_EQ(at_once, rows(sql, "other.db"));
}

// The tables of which a query reads every row, of those that grow with the records.
std::set<std::string> read_through(const CaseReader& reader, const BoundQuery& query) {
  std::map<std::int64_t, std::string> tables;  // by root page
  for (Query names = reader.query(
           "SELECT rootpage, name FROM sqlite_schema WHERE type = 'table' AND name IN ('session', "
           "'event_row', 'session_event', 'logon_session_row', 'session_logon')");
       const auto row = names.next();) {
    tables[std::get<std::int64_t>(row->at(0))] = std::get<std::string>(row->at(1));
  }
  std::map<std::int64_t, std::string> cursors;
  std::set<std::string> through;
  Query steps = reader.query("EXPLAIN " + query.sql, query.parameters);
  while (const auto cells = steps.next()) {
    const NamedRow step(steps.columns(), *cells);
    const std::string what = step.text("opcode");
    const std::int64_t cursor = step.whole("p1").value_or(-1);
    if (what == "OpenRead" && step.whole("p3") == 0) {
      const auto table = tables.find(step.whole("p2").value_or(0));
      if (table != tables.end()) cursors[cursor] = table->second;
    }
    const bool from_an_end = what == "Rewind" || what == "Last";
    if (from_an_end && cursors.contains(cursor)) through.insert(cursors[cursor]);
  }
  return through;
}

TEST_F(Counts, ListsReadNoTableThroughThatGrowsWithTheRecords) {
  const CaseReader reader(folder_ / "case.db");
  const KnownSources known;
  const Zone zone = Zone::utc();
  SessionFilter day, user;
  day.from = parse_time("2026-03-04T00:00:00Z");
  day.to = parse_time("2026-03-05T00:00:00Z");
  user.users = {"svc_backup"};
  for (const ListKind& kind : list_kinds()) {
    // Who came from another host is told by the names in all logons.
    if (std::string_view(kind.name) == "lateral") continue;
    const bool is_of_a_moment = kind.options == ListOptions::moment;
    for (const SessionFilter& filter : {SessionFilter(), day, user}) {
      if (is_of_a_moment && !filter.from) continue;
      const ListPlan plan =
          kind.plan({.filter = filter, .reader = reader, .zone = zone, .known = known});
      const auto* query = std::get_if<BoundQuery>(&plan.rows);
      if (query == nullptr) continue;
      EXPECT_THAT(read_through(reader, *query), IsEmpty()) << kind.name;
    }
  }
}

TEST_F(Counts, WhatListsReadThroughIsSeen) {
  const CaseReader reader(folder_ / "case.db");
  EXPECT_EQ(read_through(reader, {"SELECT max(duration_s) FROM session", {}}),
            std::set<std::string>{"session"});
  EXPECT_THAT(read_through(reader, {"SELECT max(start_time) FROM session", {}}), IsEmpty());
}

}  // namespace
}  // namespace sojourn
