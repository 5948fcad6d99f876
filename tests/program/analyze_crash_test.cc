// The end of what a crash cut short, by the last record of the boot whether the catalog knows it or
// not, from files to the words of `show`.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "tests/simulation/evtx_writer.h"
#include "tests/simulation/xml_export.h"
#include "tests/support/sample_logs.h"
#include "tests/support/scratch.h"

namespace sojourn {
namespace {

using simulation::LogRecord;
using ::testing::HasSubstr;
using ::testing::Not;

LogRecord record(const std::string& channel, const std::string& provider, std::uint16_t event_id,
                 const std::string& at) {
  static std::uint64_t id = 1000;
  LogRecord made = testing::logon(++id);
  made.provider = provider;
  made.provider_guid = "";
  made.event_id = event_id;
  made.version = 0;
  made.channel = channel;
  made.time = *parse_time("2024-03-01T" + at + "Z");
  made.values = {};
  return made;
}
LogRecord system(const std::string& provider, std::uint16_t event_id, const std::string& at) {
  return record("System", provider, event_id, at);
}
LogRecord service(const std::string& at) { return system("Service Control Manager", 7036, at); }
LogRecord process(const std::string& at) {
  return record("Security", "Microsoft-Windows-Security-Auditing", 4688, at);
}
LogRecord lsass(const std::string& at) {
  return record("Security", "Microsoft-Windows-Security-Auditing", 4608, at);
}
LogRecord start(const std::string& at) {
  LogRecord made = system("Microsoft-Windows-Kernel-General", 12, at);
  made.values = {{"StartTime", "2024-03-01T" + at + "Z", simulation::ValueType::filetime}};
  return made;
}
LogRecord desktop(const std::string& at) {
  LogRecord made = system("Microsoft-Windows-Winlogon", 7001, at);
  made.values = {{"TSId", "1", simulation::ValueType::uint32},
                 {"UserSid", "S-1-5-21-1-2-3-1001", simulation::ValueType::sid}};
  return made;
}

// Numbers them in each channel.
std::vector<LogRecord> numbered(std::vector<LogRecord> records) {
  std::uint64_t of_system = 100, other = 500;
  for (LogRecord& one : records) one.record_id = one.channel == "System" ? ++of_system : ++other;
  return records;
}

// Somebody is on from 09:00, and the machine starts anew at 12:10.
const std::vector<LogRecord>& system_log() {
  static const std::vector<LogRecord> kRecords =
      numbered({start("08:00:00"), system("EventLog", 6005, "08:00:10"), desktop("09:00:00"),
                service("09:30:00"), service("11:55:00"), start("12:10:00"), service("12:10:02"),
                service("12:10:08"), system("EventLog", 6005, "12:10:20"), service("12:30:00")});
  return kRecords;
}
std::vector<LogRecord> security_log() {
  return numbered({process("08:00:01"), lsass("08:00:02"), process("11:58:00"), process("12:10:01"),
                   lsass("12:10:03"), process("12:20:00")});
}

class AnalyzeCrash : public ::testing::Test {
 protected:
  void write(const std::string& name, const std::vector<LogRecord>& records) {
    std::filesystem::create_directories((folder_ / name).parent_path());
    simulation::write_evtx(folder_ / name, records);
  }
  testing::Outcome run(const std::string& line) { return testing::run_in(folder_, line); }
  std::string rows(const std::string& sql, const std::string& database = "case.db") {
    return run("sqlite3 " + database + " \"" + sql + '"').out;
  }
  // "11:55|logoff|0|System.evtx|System|105": end, reason, whether it is exact, and the record.
  std::string end_of(const std::string& evidence) {
    EXPECT_EQ(0, run("sojourn analyze --quiet " + evidence + " -o case.db").status);
    return rows(
        "SELECT substr(end_time, 12, 5), s.end_reason, end_exact, "
        "end_evidence_path, end_channel, end_record_id FROM session s LEFT JOIN v_session_bounds "
        "USING (session_id)");
  }

  testing::Scratch folder_;
};

TEST_F(AnalyzeCrash, ARecordThatTheCatalogDoesNotKnowIsTheLastSignOfLife) {
  write("System.evtx", system_log());
  EXPECT_EQ("11:55|crash|0|System.evtx|System|105\n", end_of("System.evtx"));
  EXPECT_EQ("2024-03-01T11:55:00.0000000Z|2024-03-01T12:10:00.0000000Z\n",
            rows("SELECT end_after, end_before FROM v_session_bounds"));
  EXPECT_EQ("10500.0\n", rows("SELECT duration_s FROM v_session"));
  EXPECT_THAT(run("sojourn show case.db 1").out,
              HasSubstr("\n  last sign   record 105 of System, System.evtx\n"));
}

TEST_F(AnalyzeCrash, TheLastSignOfLifeMayBeInAnyLog) {
  write("logs/System.evtx", system_log());
  write("logs/Security.evtx", security_log());
  EXPECT_EQ("11:58|crash|0|logs/Security.evtx|Security|503\n", end_of("logs"));
}

TEST_F(AnalyzeCrash, WhatIsWrittenBeforeAStartsOwnRecordIsNoSignOfTheBootBefore) {
  write("logs/System.evtx", system_log());
  write("logs/Security.evtx", numbered({lsass("08:00:02"), process("12:09:59.5"),
                                        process("12:10:01"), lsass("12:10:03")}));
  EXPECT_EQ("11:55|crash|0|logs/System.evtx|System|105\n", end_of("logs"));
}

TEST_F(AnalyzeCrash, AnExportOfSeveralLogsTellsItAsWell) {
  std::vector<LogRecord> all = system_log();
  for (const LogRecord& one : security_log()) all.push_back(one);
  std::ranges::stable_sort(all, {}, &LogRecord::time);
  testing::write_file(folder_ / "all.xml", simulation::exported_log(all, true));
  EXPECT_EQ("11:58|crash|0|all.xml|Security|503\n", end_of("all.xml"));
  EXPECT_EQ("", rows("SELECT * FROM v_gap"));
  EXPECT_EQ("0\n", rows("SELECT count(*) FROM record_range WHERE NOT is_sign"));
}

TEST_F(AnalyzeCrash, WhatCameAfterTheLastRecordOfAShutDownChangesNothing) {
  auto records = system_log();
  LogRecord stop = system("EventLog", 6006, "11:50:00");
  records.insert(records.begin() + 4, stop);
  write("System.evtx", numbered(records));
  EXPECT_EQ("11:50|shutdown|0|||\n", end_of("System.evtx"));
}

TEST_F(AnalyzeCrash, EvidenceThatComesLaterGivesTheSameEnd) {
  write("a/System.evtx", system_log());
  write("b/Security.evtx", security_log());
  const std::string wanted = "11:58|crash|0|b/Security.evtx|Security|503\n";
  end_of("a");
  EXPECT_EQ(wanted, end_of("b"));
  std::filesystem::remove(folder_ / "case.db");
  end_of("b");
  EXPECT_EQ(wanted, end_of("a"));
}

}  // namespace
}  // namespace sojourn
