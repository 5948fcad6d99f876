// Whatever number evidence can hold can be stored: each column of each table takes its extremes,
// and what is read back of a case is what was written.
#include <gtest/gtest.h>

#include <limits>

#include "engine/case/evidence_table.h"
#include "engine/case/host_rows.h"
#include "engine/case/issue_table.h"
#include "engine/case/range_table.h"
#include "parsers/event_reader.h"
#include "schema/event_members.h"
#include "schema/rules.h"
#include "schema/schema_sql.h"
#include "tests/support/event_text.h"

namespace sojourn {
namespace {

constexpr std::uint64_t kNumbers[] = {0,
                                      1,
                                      0x7FFF'FFFF,
                                      0x8000'0000,
                                      0xFFFF'FFFE,
                                      0x7FFF'FFFF'FFFF'FFFF,
                                      0x8000'0000'0000'0000,
                                      ~std::uint64_t{0}};

class ExtremeValues : public ::testing::TestWithParam<std::uint64_t> {
 protected:
  ExtremeValues() { database_.execute(kSchemaSql); }

  std::uint64_t number() const { return GetParam(); }
  std::uint32_t small() const { return static_cast<std::uint32_t>(GetParam()); }
  // The first and the last time that a record can have.
  Timestamp time() const {
    return GetParam() % 2 == 0 ? *from_filetime(0) : *parse_time("9999-12-31T23:59:59.9999999Z");
  }

  Event event() const {
    Event event;
    event.kind = EventKind::logon;
    event.time = event.other_time = time();
    event.record = std::min(number(), kLargestRecord);
    event.version = static_cast<std::uint8_t>(number());
    event.logon_type = static_cast<std::uint8_t>(number());
    for (const auto& column : kLogonIdMembers) event.*column.member = number();
    for (const auto& column : kNumberMembers) event.*column.member = small();
    return event;
  }

  Database database_{":memory:"};
  Strings strings_;
};

INSTANTIATE_TEST_SUITE_P(OfNumbers, ExtremeValues, ::testing::ValuesIn(kNumbers));

TEST_P(ExtremeValues, OfEvidenceAndIssuesComeBackAsTheyWere) {
  const EvidenceRow file{.place = {.run_id = 1, .path = "a.evtx", .collection = "plain"},
                         .size = number(),
                         .sha256 = std::string(64, '0'),
                         .records = number(),
                         .events = number(),
                         .issues = number()};
  write_evidence(database_, {file});
  const Issue issue{"record", "one", "none", number(), number()};
  Database nothing(":memory:");
  nothing.execute(kSchemaSql);
  IssueTable issues(database_, {nothing, {}, {}});
  issues.add(0, file.place.path, {{issue, number()}});
  issues.finish();

  const std::vector<EvidenceRow> found = read_evidence(database_);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].size, number());
  EXPECT_EQ(found[0].records, number());
  EXPECT_EQ(found[0].events, number());
  EXPECT_EQ(found[0].issues, number());
  int rows = 0;
  for_each_issue(database_, [&](std::string_view sha256, PlacedIssue&& placed) {
    EXPECT_EQ(sha256, file.sha256);
    EXPECT_EQ(placed, (PlacedIssue{file.place.path, issue, number()}));
    ++rows;
  });
  EXPECT_EQ(rows, 1);
}

TEST_P(ExtremeValues, OfRecordsAndSessionsAreStored) {
  Host host;
  host.name = strings_.intern("PC01");
  host.names = {{host.name, time(), time()}};
  host.ranges = {{.file = 0,
                  .channel = host.name,
                  .first = number(),
                  .last = number(),
                  .first_time = time(),
                  .last_time = time(),
                  .missing = 0}};
  Correlation found;
  found.events = {event()};
  found.used = {false};
  found.boots = {{.start = time(),
                  .stop = time(),
                  .stop_file = 0,
                  .stop_record = {host.name, number(), time()}}};
  found.clock_epochs.rows = {{.first_event = 0,
                              .step_event = 0,
                              .step = Ticks::max(),
                              .reason = ClockChange::unrecorded,
                              .first = time(),
                              .last = time()}};
  Coverage coverage;
  coverage.first = coverage.last = coverage.begins = coverage.ends = {EpochId(0), time()};
  coverage.first_record = coverage.last_record = coverage.events = coverage.missing = number();
  coverage.ended_by = "end_of_log";
  found.coverage = {coverage};
  LogonSession logon;
  logon.boot = BootId{0};
  logon.logon_id = logon.linked_logon_id = number();
  logon.logon_type = static_cast<std::uint8_t>(number());
  found.logon_sessions = {logon};
  LocalSession local;
  local.boot = BootId{0};
  local.number = local.ordinal = small();
  local.logon_id = number();
  local.start = local.end = time();
  found.local_sessions = {local};
  Session session;
  session.boot = BootId{0};
  session.start = session.granted = session.end = time();
  session.active_s = std::numeric_limits<double>::max();
  session.logon_id = number();
  session.failure_code = session.failures_before = small();
  session.flags = static_cast<std::uint16_t>(number());
  session.evidence = {{.event = 0, .role = Role::start, .rule = Rule::own_record}};
  found.sessions = {session};
  Burst burst;
  burst.attempts = burst.accounts = small();
  burst.first = burst.last = time();
  found.bursts = {burst};

  HostRows rows(database_);
  rows.write(host, found, strings_, hashes_of_sessions(found, strings_));
  rows.finish();

  read_events(database_, {{1, 0}}, {}, [&](std::span<const Event> events, const Strings& strings) {
    ASSERT_EQ(events.size(), 1U);
    EXPECT_EQ(testing::event_text(events[0], strings), testing::event_text(event(), strings_));
  });
  const std::vector<RecordRange> ranges = read_ranges(database_, {{1, 0}}, strings_);
  ASSERT_EQ(ranges.size(), 1U);
  EXPECT_EQ(ranges[0].first, number());
  EXPECT_EQ(ranges[0].last, number());
  for (const char* view : {"v_session", "v_event", "v_gap", "v_coverage", "v_session_bounds"}) {
    Statement all(database_, std::string("SELECT * FROM ") + view);
    all.finish();
  }
}

}  // namespace
}  // namespace sojourn
