// What the last evidence added to a case.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "tests/simulation/evidence_folder.h"
#include "tests/simulation/evtx_writer.h"
#include "tests/support/scratch.h"

namespace sojourn {
namespace {

using ::testing::HasSubstr;
using testing::Outcome;
using testing::run_in;
using testing::Scratch;

// The logs as they were collected a second time, and those of the first: of each channel the
// records until then.
class SinceRun : public ::testing::Test {
 protected:
  SinceRun() {
    const simulation::Scenario demo = simulation::demo_scenario();
    simulation::write_evidence(demo, folder_ / "later");
    const Timestamp until = *parse_time("2026-03-04T23:20:00Z");
    for (const simulation::Host& host : demo.hosts) {
      for (const auto& [channel, records] : host.channels()) {
        std::vector<simulation::LogRecord> part = records;
        std::erase_if(part, [&](const auto& record) { return record.time > until; });
        std::string name = "sooner-" + host.name() + "-" + channel;
        std::ranges::replace(name, '/', '-');
        if (!part.empty())
          testing::write_file(folder_ / ("sooner/" + name + ".evtx"), simulation::evtx_bytes(part));
      }
    }
  }

  void analyze(const std::string& evidence) const {
    ASSERT_EQ(run_in(folder_, "sojourn analyze " + evidence + " -o case.db --quiet").status, 0);
  }
  std::string uids(const std::string& options) const {
    return run_in(folder_, "sojourn sessions case.db --all --format csv " + options +
                               " | cut -d, -f2 | sort")
        .out;
  }
  // Of sessions a record of which is later than the first collection.
  std::string uids_of_later_records() const {
    return run_in(folder_,
                  "{ echo uid; sqlite3 case.db \"SELECT DISTINCT uid FROM session JOIN "
                  "session_event USING (session_id) JOIN event USING (event_id) WHERE time > "
                  "'2026-03-04T23:20:00.0000000Z'\"; } | sort")
        .out;
  }

  Scratch folder_;
};

TEST_F(SinceRun, WhatALaterCollectionOfTheSameLogsAddedIsListedAndNoMore) {
  analyze("sooner");
  analyze("later");
  EXPECT_EQ(uids("--since-run 2"), uids_of_later_records());
  // Session 175 was there, but not its end.
  EXPECT_THAT(run_in(folder_, "sojourn sessions case.db --since-run 2").out,
              HasSubstr("\n175  SRV-FILE01"));
  EXPECT_EQ(uids("--since-run 1"), uids(""));
  // The same files, the other way round: the first run had all of it.
  run_in(folder_, "rm case.db");
  analyze("later");
  analyze("sooner");
  EXPECT_EQ(uids("--since-run 2"), "uid\n");
}

TEST_F(SinceRun, AHostThatCameLaterIsAddedWhole) {
  analyze("later/SRV-FILE01");
  analyze("later");
  EXPECT_EQ(uids("--since-run 2"), uids("--host WKS-0142"));
  EXPECT_EQ(uids("--since-run 2 --host SRV-FILE01"), "uid\n");
  EXPECT_EQ(
      run_in(folder_, "sojourn users case.db --since-run 2 --format csv | cut -d, -f2").out,
      run_in(folder_, "sojourn users case.db --host WKS-0142 --format csv | cut -d, -f2").out);
}

TEST_F(SinceRun, ARunThatThereWasNotIsSaidWithThoseThatThereWere) {
  run_in(folder_, "export SOURCE_DATE_EPOCH=1600000000\nsojourn analyze later -o case.db --quiet");
  const Outcome none = run_in(folder_, "sojourn sessions case.db --since-run 2");
  EXPECT_EQ(none.status, 1);
  EXPECT_EQ(none.err, "sojourn: the case has no run \"2\"; it has 1 of 2020-09-13\n");
  EXPECT_EQ(run_in(folder_, "sojourn sessions case.db --since-run soon").status, 2);
}

}  // namespace
}  // namespace sojourn
