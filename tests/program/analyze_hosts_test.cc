// `sojourn analyze` on logs in pieces, in copies and of machines of one name: which sessions the
// case has.
#include <gtest/gtest.h>

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

#include "tests/simulation/evtx_writer.h"
#include "tests/simulation/scenario.h"
#include "tests/support/sample_logs.h"
#include "tests/support/scratch.h"

namespace sojourn {
namespace {

namespace fs = std::filesystem;
using simulation::LogRecord;
using testing::run_in;
using testing::Scratch;

class AnalyzeHosts : public ::testing::Test {
 protected:
  // Writes a stretch of each of the host's channels into the folder, from one share of its records
  // to another.
  void write(const simulation::Host& host, const std::string& folder, double from, double to) {
    fs::create_directories(folder_ / folder);
    int number = 0;
    for (const auto& channel : host.channels()) {
      const std::vector<LogRecord>& records = channel.second;
      const auto place = [&](double share) {
        return records.begin() +
               static_cast<std::ptrdiff_t>(share * static_cast<double>(records.size()));
      };
      const std::vector<LogRecord> stretch(place(from), place(to));
      const std::string name = folder + "/" + std::to_string(++number) + ".evtx";
      if (!stretch.empty()) simulation::write_evtx(folder_ / name, stretch);
    }
  }

  // The sessions of the case that this evidence makes.
  std::string sessions(const std::string& evidence) {
    fs::remove(folder_ / "case.db");
    EXPECT_EQ(run_in(folder_, "sojourn analyze " + evidence + " -o case.db").status, 0);
    return run_in(folder_, "sojourn sessions case.db --all --format csv").out;
  }
  std::string ask(const std::string& sql) {
    return run_in(folder_, "sqlite3 case.db \"" + sql + "\"").out;
  }

  Scratch folder_;
};

TEST_F(AnalyzeHosts, ShadowCopiesAndArchivesOfALogAddNothing) {
  for (std::uint64_t seed : {1, 2, 3, 4}) {
    const auto scenario = simulation::random_scenario(seed);
    const simulation::Host& host = scenario.hosts.front();
    write(host, "whole", 0, 1);
    write(host, "archive", 0, 0.6);
    write(host, "live", 0.4, 1);
    write(host, "rest", 0.6, 1);
    write(host, "shadow", 0.2, 0.8);
    write(host, "older_shadow", 0, 0.3);
    const std::string wanted = sessions("whole");
    ASSERT_GT(wanted.size(), 1000U);
    EXPECT_EQ(sessions("archive rest"), wanted);
    EXPECT_EQ(sessions("archive live"), wanted);
    EXPECT_EQ(sessions("live shadow archive older_shadow"), wanted);
    run_in(folder_, "cp -r shadow again");
    EXPECT_EQ(sessions("again live whole shadow archive"), wanted);
    run_in(folder_, "rm -r */");
  }
}

TEST_F(AnalyzeHosts, OfTwoMachinesOfOneNameNoSessionHasRecordsOfBoth) {
  for (std::uint64_t seed : {1, 2, 3, 4}) {
    const auto one = simulation::random_scenario(seed, "FRONTDESK");
    const auto other = simulation::random_scenario(seed + 100, "FRONTDESK");
    write(one.hosts.front(), "one", 0, 1);
    write(other.hosts.front(), "other", 0, 1);
    sessions("one other");
    EXPECT_EQ(ask("SELECT count(*) FROM (SELECT session_id FROM v_session_event GROUP BY 1 "
                  "HAVING count(DISTINCT evidence_path LIKE '%other/%') > 1)"),
              "0\n")
        << "seed " << seed;
    EXPECT_EQ(ask("SELECT count(*) > 0 FROM v_session"), "1\n");
    EXPECT_EQ(ask("SELECT count(*) = count(DISTINCT name) FROM host"), "1\n");
    run_in(folder_, "rm -r */");
  }
}

// RemoteConnectionManager's log shows no restart: only with the log of the System is it known to be
// one machine's.
TEST_F(AnalyzeHosts, ARenameThatLaterEvidenceProvesIsKnownAsIfAllHadComeAtOnce) {
  std::vector<LogRecord> connections, starts;
  for (std::uint64_t id = 1; id <= 20; ++id) {
    LogRecord record = testing::logon(id);
    record.provider = "Microsoft-Windows-TerminalServices-RemoteConnectionManager";
    record.channel = record.provider + "/Operational";
    record.event_id = id % 3 == 1 ? 261 : 258;
    record.values = {{"listenerName", "RDP-Tcp", {}}};
    record.computer = id <= 10 ? "OLD" : "NEW";
    connections.push_back(record);
  }
  LogRecord start = testing::logon(7);
  start.provider = "EventLog";
  start.channel = "System";
  start.event_id = 6005;
  start.values = {};
  start.time = connections[10].time;
  start.computer = "NEW";
  simulation::write_evtx(folder_ / "connections.evtx", connections);
  simulation::write_evtx(folder_ / "system.evtx", {start});
  const std::string hosts = "SELECT h.name, c.* FROM v_coverage c JOIN host h ON h.name = c.host";
  sessions("connections.evtx");
  EXPECT_EQ(ask("SELECT group_concat(name) FROM host"), "NEW,OLD\n");
  EXPECT_EQ(run_in(folder_, "sojourn analyze system.evtx -o case.db").status, 0);
  EXPECT_EQ(ask("SELECT group_concat(name) FROM host"), "NEW\n");
  const std::string added = ask(hosts);
  sessions("connections.evtx system.evtx");
  EXPECT_EQ(ask(hosts), added);
  EXPECT_NE(added.find("|1|20|"), std::string::npos) << added;
}

TEST_F(AnalyzeHosts, ASecondMachineOfANameHasANumberAndARemark) {
  write(simulation::random_scenario(1, "FRONTDESK").hosts.front(), "one", 0, 0.1);
  write(simulation::random_scenario(101, "FRONTDESK").hosts.front(), "other", 0, 0.1);
  sessions("one other");
  EXPECT_EQ(ask("SELECT substr(name, -4) FROM host WHERE host_id = 2"), " (2)\n");
  EXPECT_EQ(ask("SELECT count(*) FROM host WHERE remark LIKE '%machine SID S-1-5-21-%'"), "2\n");
  EXPECT_EQ(ask("SELECT count(*) FROM host WHERE remark IS NULL"), "0\n");
}

}  // namespace
}  // namespace sojourn
