// `sojourn analyze` on events that other tools wrote as JSON.
#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "tests/simulation/evtx_writer.h"
#include "tests/simulation/json_export.h"
#include "tests/simulation/scenario.h"
#include "tests/support/scratch.h"

namespace sojourn {
namespace {

using simulation::JsonForm;
using simulation::LogRecord;
using testing::run_in;
using testing::Scratch;
using testing::write_file;

std::string sessions_of(const Scratch& folder, const std::string& evidence) {
  const auto outcome = run_in(folder, "sojourn analyze " + evidence + " -o case.db");
  EXPECT_EQ(outcome.status, 0) << evidence << ": " << outcome.err;
  const auto listed = run_in(folder, "sojourn sessions case.db --all --format csv");
  std::filesystem::remove(folder / "case.db");
  return listed.out;
}

// Each of the demo's logs as whole/<n>.evtx, and with such times as the form holds as logs/<n>.evtx
// and json/<n>; and all of these in one file, all.json.
void write_demo(const Scratch& folder, JsonForm form) {
  int count = 0;
  std::string all;
  std::filesystem::create_directories(folder / "logs");
  std::filesystem::create_directories(folder / "whole");
  for (const simulation::Host& host : simulation::demo_scenario().hosts) {
    for (const auto& [channel, records] : host.channels()) {
      if (records.empty()) continue;
      std::vector<LogRecord> held;
      for (const LogRecord& record : records) held.push_back(simulation::held(record, form));
      const std::string name = std::to_string(++count);
      simulation::write_evtx(folder / ("whole/" + name + ".evtx"), records);
      simulation::write_evtx(folder / ("logs/" + name + ".evtx"), held);
      const std::string log = simulation::json_log(held, form);
      write_file(folder / ("json/" + name), log);
      all += log;
    }
  }
  write_file(folder / "all.json", all);
}

TEST(AnalyzeJson, EventsWrittenAsJsonGiveTheSessionsOfTheLogs) {
  for (const JsonForm form : {JsonForm::evtx_dump, JsonForm::velociraptor, JsonForm::winlogbeat}) {
    const Scratch folder;
    write_demo(folder, form);
    const std::string wanted = sessions_of(folder, "logs");
    ASSERT_GT(wanted.size(), 10000U);
    EXPECT_EQ(sessions_of(folder, "json"), wanted) << static_cast<int>(form);
    if (form != JsonForm::evtx_dump) continue;
    run_in(folder, "tar -cf json.tar json");
    EXPECT_EQ(sessions_of(folder, "json.tar"), wanted);
    EXPECT_EQ(sessions_of(folder, "all.json"), wanted);
  }
}

TEST(AnalyzeJson, EventsThatTheLogsHoldWithTheirWholeTimesAreCopies) {
  for (const JsonForm form : {JsonForm::evtx_dump, JsonForm::winlogbeat}) {
    const Scratch folder;
    write_demo(folder, form);
    EXPECT_EQ(sessions_of(folder, "whole json"), sessions_of(folder, "whole"))
        << static_cast<int>(form);
  }
}

TEST(AnalyzeJson, AFileThatIsCutOffIsReadUpToThereAndSaysSo) {
  const Scratch folder;
  write_demo(folder, JsonForm::evtx_dump);
  run_in(folder, "head -c 100000 all.json > cut.json");
  EXPECT_EQ(run_in(folder, "sojourn analyze cut.json -o case.db").status, 3);
  EXPECT_EQ(run_in(folder,
                   "sqlite3 case.db \"SELECT path, what, found, byte_offset > 90000 FROM issue; "
                   "SELECT records - events < 5, events > 50 FROM evidence\"")
                .out,
            "cut.json|record|the end of the file|1\n1|1\n");
}

}  // namespace
}  // namespace sojourn
