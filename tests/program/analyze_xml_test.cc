// `sojourn analyze` on event logs that were exported as XML instead of copied.
#include <gtest/gtest.h>

#include <filesystem>
#include <string>

#include "tests/simulation/evidence_folder.h"
#include "tests/simulation/xml_export.h"
#include "tests/support/scratch.h"

namespace sojourn {
namespace {

using testing::run_in;
using testing::Scratch;
using testing::write_file;

// Writes each of the demo's logs as export/<n>.xml, half of them with a root, and all of them in
// one file: all.xml, and in UTF-16 wide/all.xml.
void write_exports(const Scratch& folder) {
  int count = 0;
  std::string all;
  for (const simulation::Host& host : simulation::demo_scenario().hosts) {
    for (const auto& [channel, records] : host.channels()) {
      const bool with_root = ++count % 2 == 0;
      const std::string log = simulation::exported_log(records, with_root);
      write_file(folder / ("export/" + std::to_string(count) + ".xml"), log);
      all += log;
    }
  }
  write_file(folder / "all.xml", all);
  run_in(folder, "mkdir wide; iconv -f UTF-8 -t UTF-16 all.xml > wide/all.xml");
}

TEST(AnalyzeXml, LogsExportedAsXmlGiveTheSessionsOfTheLogs) {
  const Scratch folder;
  simulation::write_evidence(simulation::demo_scenario(), folder / "demo");
  write_exports(folder);
  const auto sessions_of = [&](const std::string& evidence) {
    EXPECT_EQ(run_in(folder, "sojourn analyze " + evidence + " -o case.db").status, 0) << evidence;
    const auto listed = run_in(folder, "sojourn sessions case.db --all --format csv");
    std::filesystem::remove(folder / "case.db");
    return listed.out;
  };
  const std::string wanted = sessions_of("demo");
  ASSERT_GT(wanted.size(), 10000U);
  for (const char* evidence : {"export", "all.xml", "wide", "demo export"}) {
    EXPECT_EQ(sessions_of(evidence), wanted) << evidence;
  }
}

TEST(AnalyzeXml, AnExportThatIsCutOffIsReadUpToThereAndSaysSo) {
  const Scratch folder;
  write_exports(folder);
  run_in(folder, "head -c 100000 all.xml > cut.xml");
  const auto outcome = run_in(folder, "sojourn analyze cut.xml -o case.db");
  EXPECT_EQ(outcome.status, 3);
  EXPECT_EQ(run_in(folder,
                   "sqlite3 case.db \"SELECT path, what, found, byte_offset > 90000 FROM issue; "
                   "SELECT records - events, events > 50 FROM evidence\"")
                .out,
            "cut.xml|record|the end of the file|1\n1|1\n");
}

}  // namespace
}  // namespace sojourn
