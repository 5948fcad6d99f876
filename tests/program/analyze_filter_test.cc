// `sojourn analyze --host --channel`: what is read, what is left out, and what a later run does.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "engine/read_filter.h"
#include "tests/simulation/evtx_writer.h"
#include "tests/support/sample_logs.h"
#include "tests/support/scratch.h"

namespace sojourn {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using testing::Outcome;
using testing::run_in;
using testing::Scratch;

class AnalyzeFilter : public ::testing::Test {
 protected:
  // Two hosts' Security and one System log, and a forwarded log of both hosts.
  AnalyzeFilter() {
    fs::create_directories(folder_ / "in");
    const auto on = [](simulation::LogRecord record, const char* host) {
      record.computer = host;
      return record;
    };
    const char* a = "WS-1.corp.example";
    const char* b = "SRV-2";
    simulation::write_evtx(folder_ / "in/a.evtx",
                           {on(testing::logon(1), a), on(testing::logon(2), a)});
    simulation::write_evtx(folder_ / "in/b.evtx", {on(testing::logon(1), b)});
    simulation::write_evtx(folder_ / "in/system.evtx", {on(testing::log_service_started(7), a)});
    simulation::write_evtx(folder_ / "in/forwarded.evtx",
                           {on(testing::logon(11), a), on(testing::logon(12), b)});
  }

  Outcome analyze(const std::string& arguments) const {
    return run_in(folder_, "sojourn analyze in -o case.db " + arguments);
  }
  std::string query(const std::string& sql) const {
    return run_in(folder_, "sqlite3 case.db \"" + sql + '"').out;
  }
  std::string events() const {
    return query("SELECT computer, record_id FROM event ORDER BY 1, 2");
  }
  // All of the case but for what tells of runs.
  std::string dump() const {
    return query(
        "SELECT path, records, events, left_out FROM evidence; SELECT * FROM event; SELECT * FROM "
        "coverage; SELECT * FROM record_range; SELECT * FROM session");
  }

  Scratch folder_;
};

TEST_F(AnalyzeFilter, OnlyTheHostsThatAreAskedForAreInTheCase) {
  const Outcome outcome = analyze("--host ws-1");
  EXPECT_EQ(outcome.status, 0) << outcome.err;
  EXPECT_THAT(outcome.err, HasSubstr("2 more that were not asked for\n"));
  EXPECT_EQ(
      events(),
      "WS-1.corp.example|1\nWS-1.corp.example|2\nWS-1.corp.example|7\nWS-1.corp.example|11\n");
  EXPECT_EQ(query("SELECT name FROM host"), "WS-1.corp.example\n");
  EXPECT_EQ(query("SELECT path, records, events, left_out FROM evidence ORDER BY 1"),
            "in/a.evtx|2|2|0\nin/b.evtx|1|0|1\nin/forwarded.evtx|2|1|1\nin/system.evtx|1|1|0\n");
}

TEST_F(AnalyzeFilter, OnlyTheChannelsThatAreAskedForAreInTheCase) {
  ASSERT_EQ(analyze("--channel Sys* --channel Application").status, 0);
  EXPECT_EQ(events(), "WS-1.corp.example|7\n");
  EXPECT_EQ(query("SELECT DISTINCT channel FROM coverage"), "System\n");
  EXPECT_EQ(query("SELECT DISTINCT pattern FROM evidence_filter ORDER BY 1"),
            "application\nsys*\n");
}

TEST_F(AnalyzeFilter, ARunThatAsksForAllReadsTheFilesAgain) {
  ASSERT_EQ(analyze("").status, 0);
  const std::string whole = dump();
  fs::remove(folder_ / "case.db");
  ASSERT_EQ(analyze("--host SRV-2 --channel Security").status, 0);
  EXPECT_EQ(events(), "SRV-2|1\nSRV-2|12\n");
  ASSERT_EQ(analyze("").status, 0);
  EXPECT_EQ(dump(), whole);
  EXPECT_EQ(query("SELECT count(*) FROM evidence_filter"), "0\n");
}

TEST_F(AnalyzeFilter, WhatSeveralRunsAskForIsThereTogether) {
  ASSERT_EQ(analyze("--host SRV-2").status, 0);
  ASSERT_EQ(analyze("--channel System").status, 0);
  EXPECT_EQ(events(), "SRV-2|1\nSRV-2|12\nWS-1.corp.example|7\n");
  const std::string bytes = testing::contents(folder_ / "case.db");
  ASSERT_EQ(analyze("--host srv-2").status, 0);
  ASSERT_EQ(analyze("--channel SYSTEM").status, 0);
  EXPECT_TRUE(testing::contents(folder_ / "case.db") == bytes);
}

TEST_F(AnalyzeFilter, ARunThatAsksForLessTakesNothingAway) {
  ASSERT_EQ(analyze("").status, 0);
  const std::string bytes = testing::contents(folder_ / "case.db");
  ASSERT_EQ(analyze("--host SRV-2").status, 0);
  EXPECT_TRUE(testing::contents(folder_ / "case.db") == bytes);
}

TEST(ReadFilter, PatternsAreMatchedAsAWhole) {
  for (const char* pattern : {"*", "security", "sec*", "*ity", "s*c*y", "?ecurity", "**s*"})
    EXPECT_TRUE(matches(pattern, "Security")) << pattern;
  for (const char* pattern : {"", "sec", "ecurity", "s?curity?", "*x*", "securityy", "?"})
    EXPECT_FALSE(matches(pattern, "Security")) << pattern;
  EXPECT_TRUE(matches("", ""));
  // Of many stars no more steps than the product of both.
  EXPECT_FALSE(matches(std::string(5'000, '*') + "x", std::string(5'000, 'a')));
}

}  // namespace
}  // namespace sojourn
