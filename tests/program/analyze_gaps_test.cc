// What evidence lacks, from files to the words of `show`: a chunk that cannot be read, deleted
// records, a log that rolled over, and evidence that comes later.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <utility>
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

// A minute apart from 10:00 on; a network logon of bob's at 10:00, everything after it is noise.
std::vector<LogRecord> security_log(std::uint64_t count) {
  std::vector<LogRecord> records;
  for (std::uint64_t id = 1; id <= count; ++id) {
    LogRecord record = testing::logon(id);
    record.time = *parse_time("2024-03-01T10:00:00Z") + std::chrono::minutes{id - 1};
    if (id == 1) {
      record.values = {{"TargetUserName", "bob"},
                       {"TargetLogonId", "0xb00", simulation::ValueType::hex64},
                       {"LogonType", "3", simulation::ValueType::uint32},
                       {"IpAddress", "10.0.0.5"}};
    } else {
      record.event_id = 4688;
      record.values = {{"NewProcessName", std::string(400, 'p') + std::to_string(id)}};
    }
    records.push_back(std::move(record));
  }
  return records;
}

std::vector<LogRecord> without(std::vector<LogRecord> records, std::uint64_t first,
                               std::uint64_t last) {
  std::erase_if(records, [&](const LogRecord& record) {
    return record.record_id >= first && record.record_id <= last;
  });
  return records;
}

class AnalyzeGaps : public ::testing::Test {
 protected:
  void write(const std::string& name, const std::vector<LogRecord>& records) {
    std::filesystem::create_directories((folder_ / name).parent_path());
    simulation::write_evtx(folder_ / name, records);
  }
  int analyze(const std::string& evidence, const std::string& database = "case.db") {
    return run("sojourn analyze --quiet " + evidence + " -o " + database).status;
  }
  testing::Outcome run(const std::string& line) { return testing::run_in(folder_, line); }
  std::string rows(const std::string& sql, const std::string& database = "case.db") {
    return run("sqlite3 " + database + " \"" + sql + '"').out;
  }
  std::string gaps() {
    return rows(
        "SELECT channel, cause, first_record, last_record, missing, substr(after_time, 12, 5), "
        "substr(before_time, 12, 5) FROM v_gap");
  }
  std::string dump(const std::string& database) {
    return rows("SELECT * FROM v_coverage; SELECT '', * FROM record_range", database);
  }

  testing::Scratch folder_;
};

TEST_F(AnalyzeGaps, ALogWithAllItsRecordsHasNone) {
  write("a.evtx", security_log(300));
  EXPECT_EQ(0, analyze("a.evtx"));
  EXPECT_EQ("", gaps());
  EXPECT_EQ(rows("SELECT first_record, last_record, substr(last_time, 12, 5), events, ended_by, "
                 "missing FROM v_coverage WHERE events > 0"),
            "1|300|14:59|1|end_of_log|0\n");
  EXPECT_THAT(run("sojourn show case.db 1").out, Not(HasSubstr("gap")));
}

TEST_F(AnalyzeGaps, AChunkOfZeroesIsAGapThatShowPutsIntoWords) {
  write("a.evtx", security_log(300));
  std::string bytes = testing::contents(folder_ / "a.evtx");
  constexpr std::size_t kHeader = 4096, kChunk = 65536;
  ASSERT_GE(bytes.size(), kHeader + 3 * kChunk);
  const auto in_first = std::to_string(
      std::uint64_t{static_cast<unsigned char>(bytes[kHeader + 16])});  // its last record's number
  const auto in_two =
      std::to_string(std::uint64_t{static_cast<unsigned char>(bytes[kHeader + kChunk + 16])});
  std::fill_n(bytes.begin() + kHeader + kChunk, kChunk, '\0');
  testing::write_file(folder_ / "a.evtx", bytes);

  analyze("a.evtx");
  EXPECT_EQ(rows("SELECT first_record - 1, last_record FROM v_gap"),
            in_first + "|" + in_two + "\n");
  EXPECT_EQ(rows("SELECT end_reason, flags FROM v_session"), "open|gap\n");
  const std::string told = run("sojourn show case.db 1").out;
  EXPECT_THAT(told, HasSubstr("\n  gap         Security's log lacks records "));
  EXPECT_THAT(told, HasSubstr(" to " + in_two + ", between 2024-03-01T1"));
  EXPECT_THAT(told, HasSubstr("\n  flag        gap: a log lacks records or was cleared within\n"));
}

// Synthetic, after what is published of tools that delete single records: they leave the ids of the
// others, and then it shows.
TEST_F(AnalyzeGaps, TenDeletedRecordsAreAHole) {
  write("a.evtx", without(security_log(100), 41, 50));
  EXPECT_EQ(0, analyze("a.evtx"));
  EXPECT_EQ(gaps(), "Security|records_missing|41|50|10|10:39|10:50\n");
  EXPECT_THAT(run("sojourn show case.db 1").out,
              HasSubstr("Security's log lacks records 41 to 50, between "
                        "2024-03-01T10:39:00.0000000Z and 2024-03-01T10:50:00.0000000Z\n"));
}

// Or, as EventLogEdit of DanderSpritz is said to, they number what follows anew: then record ids
// tell nothing, and sojourn does not pretend that they do.
TEST_F(AnalyzeGaps, TenDeletedRecordsAreNoHoleWhereTheRestIsNumberedAnew) {
  auto records = without(security_log(100), 41, 50);
  std::uint64_t id = 0;
  for (LogRecord& record : records) record.record_id = ++id;
  write("a.evtx", records);
  EXPECT_EQ(0, analyze("a.evtx"));
  EXPECT_EQ(gaps(), "");
}

TEST_F(AnalyzeGaps, WhatRolledOverBetweenTwoArchivedPiecesIsAHoleUntilACopyFillsIt) {
  const auto all = security_log(200);
  write("Archive-Security-1.evtx", without(all, 81, 200));
  auto second = without(all, 1, 120);
  second.push_back(testing::logon(201));  // of the catalog, or nothing would tie it to its host
  second.back().time = second[second.size() - 2].time;
  write("Security.evtx", second);
  EXPECT_EQ(0, analyze("Archive-Security-1.evtx Security.evtx"));
  EXPECT_EQ(gaps(), "Security|records_missing|81|120|40|11:19|12:00\n");
  EXPECT_EQ(rows("SELECT flags FROM v_session WHERE user_name = 'bob'"), "gap\n");

  auto shadow = without(without(all, 1, 79), 150, 200);
  shadow.push_back(testing::logon(1'000));  // its own channel and host, but no record of the case
  shadow.back().channel = "System";
  shadow.pop_back();
  shadow.insert(shadow.begin(), all.front());
  write("shadow/Security.evtx", shadow);
  EXPECT_EQ(0, analyze("shadow"));
  EXPECT_EQ(gaps(), "") << "the copy has them";
  EXPECT_EQ(rows("SELECT coalesce(flags, '-') FROM session WHERE user_name = 'bob'"), "-\n");
}

TEST_F(AnalyzeGaps, EvidenceThatComesLaterGivesTheSameGapsAsAllAtOnce) {
  const auto all = security_log(200);
  write("x/1.evtx", without(all, 60, 80));
  write("x/2.evtx", without(without(all, 2, 70), 150, 199));
  write("x/3.evtx", without(without(all, 2, 72), 100, 120));
  EXPECT_EQ(0, analyze("x", "at-once.db"));
  for (const char* order : {"1 2 3", "3 1 2"}) {
    std::filesystem::remove(folder_ / "case.db");
    const std::string numbers = order;
    for (const char number : {numbers[0], numbers[2], numbers[4]})
      EXPECT_EQ(0, analyze(std::string("x/") + number + ".evtx"));
    EXPECT_EQ(dump("case.db"), dump("at-once.db")) << order;
  }
  EXPECT_THAT(dump("at-once.db"), HasSubstr("records_missing"));
}

// The export has each record of the log too, and no ranges. By chance of their hashes the log is
// the copy: then the case holds no event of it.
TEST_F(AnalyzeGaps, EvidenceThatComesLaterLeavesTheGapsOfALogThatAnExportOfSeveralHasToo) {
  const auto log = without(security_log(60), 20, 30);
  write("x/log.evtx", log);
  auto several = log;
  several.push_back(testing::log_service_started(1));
  write("later/System.evtx", {testing::log_service_started(2)});
  const auto is_copy = [&] {
    return rows(
               "SELECT count(*) FROM event JOIN evidence USING (evidence_id) "
               "WHERE path LIKE '%log.evtx'") == "0\n";
  };
  std::string blanks;
  do {
    std::filesystem::remove(folder_ / "case.db");
    blanks += ' ';
    testing::write_file(folder_ / "x/several.xml",
                        simulation::exported_log(several, true) + blanks);
    ASSERT_EQ(0, analyze("x"));
    ASSERT_LT(blanks.size(), 100u);
  } while (!is_copy());
  EXPECT_EQ(0, analyze("later"));
  EXPECT_EQ(0, analyze("x later", "at-once.db"));
  EXPECT_EQ(dump("case.db"), dump("at-once.db"));
  EXPECT_THAT(dump("at-once.db"), HasSubstr("records_missing"));
}

TEST_F(AnalyzeGaps, AnExportAsXmlHasTheGapsOfItsLog) {
  const auto records = without(security_log(100), 41, 50);
  write("a.evtx", records);
  testing::write_file(folder_ / "a.xml", simulation::exported_log(records, true));
  EXPECT_EQ(0, analyze("a.evtx"));
  const std::string of_log = rows("SELECT * FROM v_coverage");
  EXPECT_EQ(0, analyze("a.xml", "xml.db"));
  EXPECT_EQ(rows("SELECT * FROM v_coverage", "xml.db"), of_log);
}

// A collector counts the records of all its machines, so that in its log each machine's ids have
// holes that are none.
TEST_F(AnalyzeGaps, ACollectorsLogSaysNothingOfWhatIsMissing) {
  std::vector<LogRecord> records;
  for (std::uint64_t id = 1; id <= 60; ++id) {
    if (id >= 30 && id < 40) continue;
    records.push_back(testing::logon(id));
    records.back().computer = id % 3 == 0 ? "A.corp.example" : "B.corp.example";
  }
  write("ForwardedEvents.evtx", records);
  EXPECT_EQ(0, analyze("ForwardedEvents.evtx"));
  EXPECT_EQ(gaps(), "");
  EXPECT_EQ(rows("SELECT count(*) FROM v_coverage WHERE events > 0"), "2\n");
}

TEST_F(AnalyzeGaps, RecordsThatWereCarvedLeaveTheHole) {
  const auto all = security_log(60);
  write("a.evtx", all);
  // The free space begins before the last records: they are remains, and the log is cut short.
  std::string bytes = testing::contents(folder_ / "a.evtx");
  const std::string frame("\x2a\x2a\0\0", 4);
  std::vector<std::size_t> frames;
  for (std::size_t at = bytes.find(frame); at != std::string::npos; at = bytes.find(frame, at + 4))
    frames.push_back(at);
  ASSERT_EQ(60u, frames.size());
  const auto free_space = static_cast<std::uint32_t>(frames[50] - 4096);
  for (int i = 0; i < 4; ++i)
    bytes[4096 + 48 + static_cast<std::size_t>(i)] = static_cast<char>(free_space >> (8 * i));
  testing::write_file(folder_ / "a.evtx", bytes);
  analyze("a.evtx --recover");
  EXPECT_EQ(rows("SELECT first_record, last_record FROM record_range WHERE NOT is_sign"), "1|50\n");
}

}  // namespace
}  // namespace sojourn
