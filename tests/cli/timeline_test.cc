#include "cli/timeline.h"

#include <gtest/gtest.h>

#include "cli/named_row.h"
#include "tests/simulation/evidence_folder.h"
#include "tests/support/case_of_rows.h"

namespace sojourn {
namespace {

using testing::Scratch;

std::string line_of(const std::vector<std::string>& columns, const std::vector<Cell>& cells) {
  const NamedRow row(columns, cells);
  return row.text("time") + ' ' + std::to_string(row.whole("session_id").value_or(0)) + ' ' +
         row.text("what") + ' ' + row.text("reason") + ' ' + row.text("user_name") + ' ' +
         row.text("src_ip") + '\n';
}

std::string timeline(const CaseReader& reader, const SessionFilter& filter = {}) {
  Timeline rows(filter, reader);
  std::string all;
  while (const auto cells = rows.next()) all += line_of(Timeline::columns(), *cells);
  return all;
}

// Seconds of one minute as starts, grants and ends; "-" where there is none.
struct Times {
  const char *start, *granted, *end;
};

class TimelineTest : public ::testing::Test {
 protected:
  CaseReader reader(const std::vector<Times>& sessions) {
    std::string sql = "INSERT INTO host (host_id, name) VALUES (1, 'PC01');";
    const auto time = [](const char* second) {
      return *second == '-' ? std::string("NULL")
                            : std::string("'2026-03-04T23:05:") + second + ".0000000Z'";
    };
    int id = 0;
    for (const Times& times : sessions) {
      const std::string number = std::to_string(++id);
      sql.append(
          "INSERT INTO session (session_id, uid, host_id, user_name, account_class, kind, outcome, "
          "start_time, granted_time, end_time, boot_id, start_reason, end_reason, end_exact, "
          "src_scope, src_inferred, elevated, failures_before, confidence) VALUES (");
      sql.append(number).append(", 'u").append(number);
      sql.append("', 1, 'bob', 'user', 'local', 'success', ");
      for (const char* second : {times.start, times.granted, times.end}) {
        sql.append(time(second)).append(", ");
      }
      sql.append("1, 'logon', 'logoff', 1, 'local', 0, 0, 0, 1);");
    }
    testing::write_case(folder_ / "case.db", sql);
    return CaseReader(folder_ / "case.db");
  }
  // "1 start, 1 end, ".
  static std::string order(const CaseReader& reader) {
    const SessionFilter everything;
    Timeline rows(everything, reader);
    std::string all;
    while (const auto cells = rows.next()) {
      const NamedRow row(Timeline::columns(), *cells);
      all += std::to_string(row.whole("session_id").value_or(0)) + ' ' + row.text("what") + ", ";
    }
    return all;
  }

  Scratch folder_;
};

TEST_F(TimelineTest, EndsComeBetweenTheStartsThatLieAround) {
  EXPECT_EQ(order(reader({{"01", "-", "09"}, {"02", "-", "03"}, {"05", "-", "-"}})),
            "1 start, 2 start, 2 end, 3 start, 1 end, ");
}

TEST_F(TimelineTest, OfOneMomentTheLowerNumberComesFirstAndAStartBeforeItsEnd) {
  EXPECT_EQ(order(reader({{"02", "-", "02"}, {"01", "-", "02"}, {"02", "-", "02"}})),
            "2 start, 1 start, 1 end, 2 end, 3 start, 3 end, ");
}

TEST_F(TimelineTest, ASessionWithoutAStartHasAnEnd) {
  EXPECT_EQ(order(reader({{"-", "-", "04"}, {"-", "01", "06"}, {"05", "-", "-"}, {"-", "-", "-"}})),
            "1 end, 3 start, 2 end, ");
}

TEST_F(TimelineTest, AnEndBeforeItsStartStandsRightBehindIt) {
  EXPECT_EQ(order(reader({{"01", "-", "08"}, {"05", "-", "02"}, {"06", "-", "-"}})),
            "1 start, 2 end, 2 start, 3 start, 1 end, ");
}

TEST_F(TimelineTest, ALockIsListedOnceThoughSessionsEndBehindIt) {
  simulation::write_evidence(simulation::demo_scenario(), folder_ / "demo");
  testing::run_in(folder_, "sojourn analyze demo -o demo.db --quiet");
  const CaseReader reader(folder_ / "demo.db");
  SessionFilter crash;
  crash.hosts = {"SRV-FILE01"};
  crash.from = parse_time("2026-03-05T01:00:00Z");
  crash.to = parse_time("2026-03-05T05:00:00Z");
  std::string words;
  Timeline rows(crash, reader);
  while (const auto cells = rows.next())
    words += NamedRow(Timeline::columns(), *cells).text("what") + ' ';
  EXPECT_EQ(words, "start unlock end ");
}

TEST_F(TimelineTest, IsWhatTheViewHas) {
  simulation::write_evidence(simulation::demo_scenario(), folder_ / "demo");
  testing::run_in(folder_, "sojourn analyze demo -o demo.db --quiet");
  const CaseReader reader(folder_ / "demo.db");
  std::string expected;
  Query query = reader.query(
      "SELECT t.* FROM v_timeline t JOIN session s USING (session_id) WHERE s.account_class = "
      "'user' "
      "ORDER BY t.time, t.session_id, t.what <> 'start'");
  while (const auto cells = query.next()) expected += line_of(query.columns(), *cells);
  EXPECT_GT(expected.size(), 1'000U);
  EXPECT_EQ(timeline(reader), expected);
}

}  // namespace
}  // namespace sojourn
