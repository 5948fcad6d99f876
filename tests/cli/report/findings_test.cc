#include "cli/report/findings.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sojourn {
namespace {

using ::testing::ElementsAre;

Cell text(const char* value) { return std::string(value); }
Cell number(std::int64_t value) { return value; }

std::vector<std::string> texts(const std::vector<Finding>& findings) {
  std::vector<std::string> all;
  all.reserve(findings.size());
  for (const Finding& finding : findings) all.push_back(finding.what + ": " + finding.text);
  return all;
}

HeldList gaps() {
  return {.columns = {"host", "channel", "cause", "after_time", "before_time", "missing"},
          .rows = {}};
}

std::vector<Cell> gap(const char* host, const char* cause, const char* after, const char* before,
                      const Cell& missing) {
  return {text(host), text("Security"), text(cause), text(after), text(before), missing};
}

TEST(Findings, TakeTheGapsOfALogTogether) {
  ReportContents contents;
  contents.gaps = gaps();
  contents.gaps.rows = {gap("pc01", "cleared", "2026-03-01T00:00:00.0000000Z",
                            "2026-03-01T00:00:01.0000000Z", Cell()),
                        gap("pc01", "records_missing", "2026-03-02T00:00:00.0000000Z",
                            "2026-03-02T01:00:00.0000000Z", number(1'000)),
                        gap("pc01", "cleared", "2026-03-03T00:00:00.0000000Z",
                            "2026-03-03T00:00:01.0000000Z", Cell()),
                        gap("pc01", "events_lost", "2026-03-04T00:00:00.0000000Z", "", Cell()),
                        gap("pc02", "records_missing", "2026-03-05T00:00:00.0000000Z",
                            "2026-03-05T01:00:00.0000000Z", number(1)),
                        gap("pc02", "no_log", "", "", Cell())};
  EXPECT_THAT(
      texts(findings_of(contents)),
      ElementsAre("cleared: Security's log of pc01 was cleared 2 times between 2026-03-01 "
                  "00:00:00Z and 2026-03-03 00:00:01Z",
                  "gap: Security's log of pc01 lacks at least 1,000 records in 2 gaps between "
                  "2026-03-02 00:00:00Z and 2026-03-04 00:00:00Z",
                  "gap: Security's log of pc02 lacks 1 record between 2026-03-05 00:00:00Z and "
                  "2026-03-05 01:00:00Z",
                  "gap: No log of Security from pc02"));
}

TEST(Findings, TakeTheSettingsOfAClockTogether) {
  ReportContents contents;
  contents.clock_steps = {
      .columns = {"host", "time", "step_s"},
      .rows = {{text("pc01"), text("2026-03-01T00:00:00.0000000Z"), Cell(-5.0)},
               {text("pc01"), text("2026-03-02T00:00:00.0000000Z"), Cell(7200.0)},
               {text("pc02"), text("2026-03-03T00:00:00.0000000Z"), Cell(-60.0)}}};
  EXPECT_THAT(texts(findings_of(contents)),
              ElementsAre("clock: The clock of pc01 was set 2 times, the farthest forward by 2 h "
                          "to 2026-03-02 00:00:00Z",
                          "clock: The clock of pc02 was set back by 1 min to 2026-03-03 "
                          "00:00:00Z"));
}

TEST(Findings, CountThoseBehindTheFirstEightOfAKind) {
  ReportContents contents;
  contents.sources = {.columns = {"user_name", "src_ip", "sessions", "failures", "hosts", "why"},
                      .rows = {}};
  for (int i = 0; i < 10; ++i) {
    contents.sources.rows.push_back({text("alice"), text("203.0.113.66"), number(1), number(0),
                                     number(1), text("external new_network")});
  }
  contents.sources.rows.push_back(
      {text("bob"), text("198.51.100.23"), number(0), number(9), number(1), text("external")});
  const std::vector<std::string> told = texts(findings_of(contents));
  ASSERT_EQ(told.size(), 9U);
  EXPECT_EQ(told.front(),
            "external: alice from 203.0.113.66: 1 session on 1 host: external, new network");
  EXPECT_EQ(told.back(), "external: and 2 more: sojourn sources");
}

TEST(Findings, OfOneTimeThatIsNotKnownNameTheOther) {
  ReportContents contents;
  contents.movement = {
      .columns = {"source_host", "host", "user_name", "kind", "sessions", "first", "last"},
      .rows = {{text("pc01"), text("srv02"), text("alice"), text("remote"), number(1), Cell(),
                text("2026-03-01T00:00:00.0000000Z")}}};
  EXPECT_THAT(texts(findings_of(contents)),
              ElementsAre("movement: alice went from pc01 to srv02: 1 remote session, 2026-03-01 "
                          "00:00:00Z"));
}

}  // namespace
}  // namespace sojourn
