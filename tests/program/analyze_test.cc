// `sojourn analyze` from evidence on disk to the case on disk.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <sstream>
#include <string>
#include <vector>

#include "tests/simulation/evidence_folder.h"
#include "tests/support/scratch.h"

namespace sojourn {
namespace {

namespace fs = std::filesystem;
using testing::contents;
using ::testing::HasSubstr;
using testing::Outcome;
using testing::run_in;
using testing::Scratch;
using ::testing::StartsWith;
using testing::write_file;

constexpr const char* kWorkstation = "demo/WKS-0142";
constexpr const char* kServer = "demo/SRV-FILE01";

// "" when they are the same, else the first line that is not.
std::string difference(const std::string& found, const std::string& wanted) {
  std::istringstream a(found), b(wanted);
  std::string line_a, line_b;
  while (a || b) {
    line_a.clear();
    line_b.clear();
    std::getline(a, line_a);
    std::getline(b, line_b);
    if (line_a != line_b) {
      return std::string("found  ").append(line_a).append("\nwanted ").append(line_b);
    }
  }
  return "";
}

// A folder that holds the demo's evidence, by host.
class Analyze : public ::testing::Test {
 protected:
  Analyze() { simulation::write_evidence(simulation::demo_scenario(), folder_ / "demo"); }

  Outcome analyze(const std::string& arguments) const {
    return run_in(folder_, "sojourn analyze " + arguments);
  }

  // Every row of the case, but for when and under what name its evidence came.
  std::string rows(const std::string& name) const {
    std::string all;
    for (const char* table : {"host", "host_name", "boot", "clock_epoch", "coverage", "account",
                              "account_name", "event", "logon_session", "local_session", "burst",
                              "session", "session_event", "session_logon"}) {
      all += run_in(folder_, "sqlite3 " + name + " 'SELECT * FROM " + table + "'").out;
    }
    return all +
           run_in(folder_, "sqlite3 " + name +
                               " 'SELECT evidence_id, size, sha256, records, events FROM evidence'")
               .out;
  }

  // One line for the user, the right status, and nothing made or changed.
  void expect_refusal(const std::string& arguments, int status, const std::string& what) const {
    const auto listing = [this] {
      return run_in(folder_, "find . -type f | xargs -d '\\n' sha256sum | sort").out;
    };
    const std::string before = listing();
    const Outcome outcome = analyze(arguments);
    EXPECT_EQ(outcome.status, status) << arguments;
    EXPECT_EQ(outcome.out, "");
    EXPECT_THAT(outcome.err, StartsWith("sojourn: "));
    EXPECT_THAT(outcome.err, HasSubstr(what));
    EXPECT_EQ(std::ranges::count(outcome.err, '\n'), 1) << outcome.err;
    EXPECT_EQ(listing(), before);
  }

  Scratch folder_;
};

TEST_F(Analyze, PrintsNothingAsDataAndSaysWhatItDid) {
  const Outcome outcome = analyze("demo -o case.db");
  EXPECT_EQ(outcome.status, 0);
  EXPECT_EQ(outcome.out, "");
  EXPECT_THAT(outcome.err, HasSubstr("from 2 hosts"));
  EXPECT_EQ(analyze("demo -o quiet.db --quiet").err, "");
}

TEST_F(Analyze, TheSameEvidenceAgainChangesNoByteOfTheCase) {
  analyze("demo -o case.db");
  const std::string once = contents(folder_ / "case.db");
  EXPECT_EQ(analyze("demo ./demo -o case.db").status, 0);
  EXPECT_TRUE(contents(folder_ / "case.db") == once);
}

TEST_F(Analyze, EvidenceThatComesInPiecesMakesTheSameCase) {
  analyze("demo -o whole.db");
  analyze(std::string(kWorkstation) + " -o pieces.db");
  const std::vector<std::string> logs = {"Security", "System", "*LocalSession*", "*"};
  for (const std::string& log : logs) {
    run_in(folder_, "mkdir -p piece && cp " + std::string(kServer) +
                        "*/Windows/System32/winevt/Logs/" + log + ".evtx piece");
    EXPECT_EQ(analyze("piece -o pieces.db").status, 0);
  }
  EXPECT_EQ(difference(rows("pieces.db"), rows("whole.db")), "");
}

TEST_F(Analyze, NamesOrderLocaleAndTimeZoneChangeNoRow) {
  analyze("demo -o case.db");
  run_in(folder_,
         "mkdir renamed; find demo -name '*.evtx' | sort -r | while read -r f; do "
         "n=$((n+1)); cp \"$f\" renamed/$n.bin; done");
  EXPECT_EQ(
      run_in(folder_,
             "LC_ALL=tr_TR.UTF-8 TZ=Asia/Tokyo sojourn analyze $(ls -r renamed/*) -o other.db")
          .status,
      0);
  EXPECT_EQ(difference(rows("other.db"), rows("case.db")), "");
}

TEST_F(Analyze, HowManyThreadsThereAreChangesNoRow) {
  // A host for each of 20 file servers' logs, besides the demo's two.
  for (int i = 0; i < 20; ++i) {
    const auto scenario =
        simulation::random_scenario(static_cast<std::uint64_t>(i), "SRV" + std::to_string(i));
    simulation::write_evidence(scenario, folder_ / "demo");
  }
  analyze("demo --threads 1 -o one.db");
  for (const char* threads : {"2", "7"}) {
    EXPECT_EQ(analyze(std::string("demo -o more.db --threads ") + threads).status, 0);
    EXPECT_EQ(difference(rows("more.db"), rows("one.db")), "") << threads;
    std::filesystem::remove(folder_ / "more.db");
  }
  expect_refusal("demo --threads 0 -o none.db", 2, "--threads");
}

TEST_F(Analyze, ARunThatIsKilledLeavesTheCaseWholeAndTheNextCompletesIt) {
  analyze("demo -o reference.db");
  analyze(std::string(kWorkstation) + " -o case.db");
  const std::string before = rows("case.db"), after = rows("reference.db");
  for (const char* delay : {"0.01", "0.03", "0.06", "0.1", "0.2"}) {
    run_in(folder_, "sojourn analyze demo -o case.db --quiet & pid=$!; sleep " +
                        std::string(delay) + "; kill -9 $pid; wait $pid || true");
    EXPECT_EQ(run_in(folder_, "sojourn sessions case.db >/dev/null").status, 0);
    const std::string found = rows("case.db");
    EXPECT_TRUE(found == before || found == after) << "killed after " << delay << " s";
  }
  EXPECT_EQ(analyze("demo -o case.db").status, 0);
  EXPECT_EQ(difference(rows("case.db"), after), "");
}

TEST_F(Analyze, AnotherNetworkGapIsAnotherCorrelation) {
  analyze("demo -o case.db");
  EXPECT_EQ(analyze("demo -o case.db --network-gap 1").status, 0);
  EXPECT_EQ(run_in(folder_, "sqlite3 case.db 'SELECT run_id, network_gap_s FROM run'").out,
            "1|900\n2|60\n");
}

TEST_F(Analyze, WhatIsBrokenIsNamedAndTheRestIsRead) {
  analyze("demo -o good.db");
  write_file(folder_ / "demo/broken.evtx", std::string("ElfFile\0", 8) + std::string(5000, 'x'));
  write_file(folder_ / "demo/notes.evtx", "not a log");
  const Outcome outcome = analyze("demo -o case.db");
  EXPECT_EQ(outcome.status, 3);
  EXPECT_EQ(run_in(folder_, "sqlite3 case.db 'SELECT path, what FROM issue ORDER BY path'").out,
            "demo/broken.evtx|chunk\ndemo/notes.evtx|file\n");
  const auto sessions = [&](const std::string& name) {
    return run_in(folder_, "sojourn sessions " + name + " --all --format csv").out;
  };
  EXPECT_EQ(difference(sessions("case.db"), sessions("good.db")), "");
  const std::string once = contents(folder_ / "case.db");
  EXPECT_EQ(analyze("demo -o case.db").status, 3) << "what could not be read is said again";
  EXPECT_TRUE(contents(folder_ / "case.db") == once);
}

TEST_F(Analyze, TheSummaryNamesWhatOfThisRunsEvidenceCouldNotBeRead) {
  for (const char* name : {"a", "b", "c", "d"})
    write_file(folder_ / (std::string(kWorkstation) + '/' + name + ".evtx"), "not a log");
  write_file(folder_ / (std::string(kServer) + "/z.evtx"), "no log either");
  const std::string first = analyze(std::string(kWorkstation) + " -o case.db").err;
  EXPECT_THAT(first, HasSubstr("4 places could not be read"));
  EXPECT_THAT(first, HasSubstr("all of them: sojourn sql case.db"));
  const std::string second = analyze(std::string(kServer) + " -o case.db").err;
  EXPECT_THAT(second, HasSubstr("1 place could not be read"));
  EXPECT_THAT(second, HasSubstr("z.evtx"));
  EXPECT_THAT(second, ::testing::Not(HasSubstr("a.evtx")));
}

TEST_F(Analyze, BadInputIsOneLineAndLeavesNothingBehind) {
  write_file(folder_ / "text/fake.evtx", "hello");
  write_file(folder_ / "plain/notes.txt", "hello");
  fs::create_directories(folder_ / "empty");
  expect_refusal("gone -o case.db", 1, "no such file or folder: gone");
  expect_refusal("empty -o case.db", 1, "no event logs found");
  expect_refusal("plain -o case.db", 1, "no event logs found");
  expect_refusal("text -o case.db", 1, "text/fake.evtx: wanted an event log");
  expect_refusal("demo -o no/such/folder/case.db", 1, "cannot be written");
  expect_refusal("demo -o plain", 1, "is a folder");
  expect_refusal("demo -o plain/notes.txt", 1, "is not a sojourn case and stays as it is");
  testing::write_database(folder_ / "other.db", "CREATE TABLE t(a)");
  expect_refusal("demo -o other.db", 1, "is not a sojourn case and stays as it is");
}

// Cuts the live part of a log short, as the service does when it goes round: the records behind
// the free-space offset are still there, but no longer of the log. The offset is at byte 48 of the
// chunk's header.
void free_space_behind(const fs::path& log, std::size_t records) {
  std::string bytes = contents(log);
  std::size_t at = 4096 + 512;
  const auto number = [&](std::size_t place) {
    std::uint32_t value = 0;
    std::memcpy(&value, bytes.data() + place, sizeof value);
    return value;
  };
  for (; records > 0; --records) at += number(at + 4);
  const auto offset = static_cast<std::uint32_t>(at - 4096);
  std::memcpy(bytes.data() + 4096 + 48, &offset, sizeof offset);
  const std::uint32_t no_checksums = 4;
  std::memcpy(bytes.data() + 4096 + 120, &no_checksums, sizeof no_checksums);
  write_file(log, bytes);
}

TEST_F(Analyze, RemainsOfOlderRecordsAreUsedOnRequestAndFlagged) {
  const std::string log = "demo/WKS-0142/Windows/System32/winevt/Logs/System.evtx";
  run_in(folder_, "mkdir one && cp '" + log + "' one/System.evtx");
  const auto events = [&](const std::string& which) {
    return run_in(folder_,
                  "sqlite3 case.db 'SELECT count(*) FROM event WHERE recovered = " + which + "'")
        .out;
  };
  analyze("one -o whole.db");
  free_space_behind(folder_ / "one/System.evtx", 10);
  analyze("one -o case.db");
  EXPECT_EQ(events("0"), "10\n");
  EXPECT_EQ(events("1"), "0\n");
  EXPECT_EQ(analyze("one -o case.db --recover").status, 0);
  EXPECT_EQ(events("0"), "10\n");
  EXPECT_EQ(events("1"), "8\n");
  EXPECT_EQ(run_in(folder_, "sqlite3 case.db 'SELECT count(*) FROM evidence'").out, "1\n");
  const std::string once = contents(folder_ / "case.db");
  EXPECT_EQ(analyze("one -o case.db --recover").status, 0);
  EXPECT_TRUE(contents(folder_ / "case.db") == once);

  // With the live records from a copy of the whole log, the remains are copies and left out.
  run_in(folder_, "cp '" + log + "' one/Whole.evtx");
  analyze("one -o case.db --recover");
  EXPECT_EQ(events("0"), "18\n");
  EXPECT_EQ(events("1"), "0\n");
}

TEST_F(Analyze, RemainsStayWhenMoreOfTheirFileIsAskedFor) {
  run_in(folder_, "mkdir one && cp demo/WKS-0142/Windows/System32/winevt/Logs/System.evtx one");
  free_space_behind(folder_ / "one/System.evtx", 10);
  analyze("one -o case.db --recover --channel Application");
  EXPECT_EQ(analyze("one -o case.db --channel System").status, 0);
  EXPECT_EQ(run_in(folder_,
                   "sqlite3 case.db 'SELECT sum(recovered), (SELECT recovered FROM evidence) FROM "
                   "event'")
                .out,
            "8|1\n");
}

TEST_F(Analyze, EvidenceIsNeverWrittenTo) {
  const auto state = [this] {
    return run_in(folder_,
                  "find demo -printf '%p %s %T@ %m\\n' | sort; "
                  "find demo -type f | sort | xargs -d '\\n' sha256sum")
        .out;
  };
  run_in(folder_, "chmod -R a-w demo");
  const std::string before = state();
  EXPECT_EQ(analyze("demo -o case.db").status, 0);
  EXPECT_EQ(state(), before);
  run_in(folder_, "chmod -R u+w demo");
}

TEST_F(Analyze, NoRecordIsSilentlyLost) {
  analyze("demo -o case.db");
  EXPECT_EQ(run_in(folder_,
                   "sqlite3 case.db \"SELECT count(*) > 1000, count(*) = (SELECT "
                   "sum(events) FROM evidence) FROM event\"")
                .out,
            "1|1\n");
  EXPECT_EQ(
      run_in(folder_,
             "sqlite3 case.db \"SELECT count(*) FROM event e WHERE (unmatched_reason IS NULL) "
             "<> (EXISTS (SELECT 1 FROM session_event x WHERE x.event_id = e.event_id) OR "
             "EXISTS (SELECT 1 FROM logon_session l WHERE e.event_id IN (l.start_event_id, "
             "l.end_event_id)) OR EXISTS (SELECT 1 FROM local_session l WHERE e.event_id IN "
             "(l.start_event_id, l.end_event_id)))\"")
          .out,
      "0\n");
}

TEST_F(Analyze, TheCaseKeepsTheRulesOfItsSchema) {
  analyze("demo -o case.db");
  EXPECT_EQ(
      run_in(folder_, "sqlite3 case.db 'PRAGMA integrity_check; PRAGMA foreign_key_check'").out,
      "ok\n");
  const std::string views =
      run_in(folder_, "sqlite3 case.db \"SELECT name FROM sqlite_schema WHERE type = 'view'\"").out;
  EXPECT_EQ(std::ranges::count(views, '\n'), 25);
  EXPECT_EQ(
      run_in(folder_,
             "for v in $(sqlite3 case.db \"SELECT name FROM sqlite_schema WHERE type = "
             "'view'\"); do sqlite3 case.db \"SELECT '$v' WHERE NOT EXISTS (SELECT * FROM $v)\"; "
             "done")
          .out,
      "v_gap\nv_session_gap\nv_authentication\nv_gateway\n")
      << "a view shows nothing of the demo, which has no gaps, no gateway and no domain controller";
}

}  // namespace
}  // namespace sojourn
