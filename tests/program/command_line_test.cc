// The program as its users meet it: what it prints, where, and with which exit status.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "engine/case/case_reader.h"
#include "tests/support/case_of_rows.h"

namespace sojourn {
namespace {

using ::testing::HasSubstr;
using testing::Outcome;
using testing::run_in;
using testing::Scratch;
using ::testing::StartsWith;

constexpr int kCouldNotRun = 1;
constexpr int kUsage = 2;

// Nothing on standard output, and one line that says `what` on standard error.
void expect_one_line(const Outcome& outcome, int status, const std::string& what) {
  EXPECT_EQ(status, outcome.status);
  EXPECT_EQ("", outcome.out);
  EXPECT_THAT(outcome.err, StartsWith("sojourn: "));
  EXPECT_THAT(outcome.err, HasSubstr(what));
  EXPECT_EQ(1, std::count(outcome.err.begin(), outcome.err.end(), '\n')) << outcome.err;
}

void write_case(const Scratch& folder, const std::string& sql = {}) {
  testing::write_case(folder / "case.db", sql);
}

TEST(CommandLine, HelpIsDataAndNamesEveryCommand) {
  const Scratch folder;
  const Outcome help = run_in(folder, "sojourn --help");
  EXPECT_EQ(0, help.status);
  EXPECT_EQ("", help.err);
  for (const char* command : {"analyze", "sessions", "show", "sql"})
    EXPECT_THAT(help.out, HasSubstr(command));
}

TEST(CommandLine, HelpTeachesByExamplesAndTellsOfOneCommand) {
  const Scratch folder;
  const Outcome help = run_in(folder, "sojourn help");
  EXPECT_EQ(help.out, run_in(folder, "sojourn --help").out);
  EXPECT_THAT(help.out, HasSubstr("sojourn analyze logs/ -o case.db"));
  const Outcome sources = run_in(folder, "sojourn help sources");
  EXPECT_EQ(0, sources.status);
  EXPECT_THAT(sources.out, HasSubstr("--known FILE"));
  expect_one_line(run_in(folder, "sojourn help sorces"), kUsage,
                  "no command \"sorces\"; did you mean sources?");
}

TEST(CommandLine, AWordThatThereIsNotIsAnsweredWithTheNearest) {
  const Scratch folder;
  expect_one_line(run_in(folder, "sojourn sesions c.db"), kUsage, "; did you mean sessions? (");
  expect_one_line(run_in(folder, "sojourn sessions c.db --form 2026-03-01"), kUsage,
                  "; did you mean --from? (");
  expect_one_line(run_in(folder, "sojourn sessions c.db --outcom=failure"), kUsage,
                  "; did you mean --outcome? (");
  expect_one_line(run_in(folder, "sojourn explain shutdwon"), kCouldNotRun,
                  "; did you mean shutdown?");
}

TEST(CommandLine, TheVersionNamesTheLibrariesThatProducedTheResult) {
  const Scratch folder;
  const Outcome version = run_in(folder, "sojourn --version");
  EXPECT_EQ(version.out, run_in(folder, "sojourn -V").out);
  EXPECT_EQ(0, version.status);
  EXPECT_THAT(version.out, StartsWith("sojourn "));
  for (const char* library :
       {"SQLite 3.", "OpenSSL 3.", "libevtx 20", "pugixml 1.", "date 3.", "CLI11 2.", "d3 5."}) {
    EXPECT_THAT(version.out, HasSubstr(library));
  }
}

TEST(CommandLine, WrongUsageIsOneLineAndStatusTwo) {
  const Scratch folder;
  expect_one_line(run_in(folder, "sojourn"), kUsage, "name a command");
  expect_one_line(run_in(folder, "sojourn frobnicate"), kUsage, "not expected: frobnicate");
  expect_one_line(run_in(folder, "sojourn analyze evidence"), kUsage, "--output is required");
  expect_one_line(run_in(folder, "sojourn sessions"), kUsage, "CASE is required");
  expect_one_line(run_in(folder, "sojourn sessions c.db --from yesterday"), kUsage,
                  "\"yesterday\" is no time");
  expect_one_line(run_in(folder, "sojourn sessions c.db --ip kali"), kUsage,
                  "\"kali\" is no address");
  expect_one_line(run_in(folder, "sojourn sessions c.db --tz Atlantis"), kUsage,
                  "\"Atlantis\" is no time zone");
  for (const char* empty : {"--user", "--host", "--from", "--to"}) {
    expect_one_line(run_in(folder, std::string("sojourn sessions c.db ") + empty + " ''"), kUsage,
                    std::string(empty) + ": is empty");
  }
  expect_one_line(run_in(folder, "sojourn sessions c.db --from 2026-03-02 --to 2026-03-01"), kUsage,
                  "\"2026-03-02\" is later than --to \"2026-03-01\"");
  expect_one_line(run_in(folder, "sojourn sessions c.db --kind telepathy"), kUsage,
                  "telepathy not in");
  expect_one_line(run_in(folder, "sojourn sessions c.db --format xml"), kUsage, "xml not in");
  expect_one_line(run_in(folder, "sojourn sessions c.db --limit -1"), kUsage, "--limit");
}

TEST(CommandLine, AHostOrAnAccountThatTheCaseDoesNotHaveIsSaidWithWhatThereIs) {
  const Scratch folder;
  write_case(
      folder,
      "INSERT INTO host (host_id, name) VALUES (1, 'PC01.corp.local'), (2, 'SRV02');"
      "INSERT INTO account (account_id, sid, name, domain, class) VALUES "
      "(1, 'S-1-5-21-1', 'alice', 'CORP', 'user'), (2, 'S-1-5-18', 'SYSTEM', NULL, 'system');"
      "INSERT INTO account_name VALUES (1, 'alice', 'CORP', 1);");
  expect_one_line(run_in(folder, "sojourn sessions case.db --host PC0"), kCouldNotRun,
                  "no host \"PC0\"; it has PC01.corp.local, SRV02");
  expect_one_line(run_in(folder, "sojourn sessions case.db --user bob --format csv"), kCouldNotRun,
                  "no account \"bob\"; it has CORP\\alice");
  for (const char* there : {"--host pc01", "--user 'corp\\ALICE'", "--user s-1-5-21-1"})
    EXPECT_EQ(0, run_in(folder, std::string("sojourn sessions case.db ") + there).status) << there;
}

TEST(CommandLine, AMissingCaseIsNotCreatedByLookingAtIt) {
  const Scratch folder;
  for (const char* command : {"sessions none.db", "show none.db 1", "sql none.db 'SELECT 1'"}) {
    expect_one_line(run_in(folder, std::string("sojourn ") + command), kCouldNotRun,
                    "no such case: none.db");
  }
  EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

TEST(CommandLine, AFileThatIsNoCaseIsSaidToBeNone) {
  const Scratch folder;
  testing::write_file(folder / "notes.txt", "not a database");
  expect_one_line(run_in(folder, "sojourn sessions notes.txt"), kCouldNotRun,
                  "notes.txt is not a sojourn case");
}

TEST(CommandLine, TheNameOfAFileCannotDrawOnTheTerminal) {
  const Scratch folder;
  expect_one_line(run_in(folder, "sojourn sessions \"$(printf 'x\\033[31m.db')\""), kCouldNotRun,
                  "x\\u{1b}[31m.db");
}

TEST(CommandLine, SqlPrintsRowsAndOnlyRows) {
  const Scratch folder;
  write_case(folder, "INSERT INTO host (host_id, name) VALUES (1, '=1+1')");
  const Outcome table = run_in(folder, "sojourn sql case.db 'SELECT host_id, name FROM host'");
  EXPECT_EQ("host_id  name\n      1  =1+1\n", table.out);
  EXPECT_EQ("", table.err);
  EXPECT_EQ(
      "host_id,name\r\n1,'=1+1\r\n",
      run_in(folder, "sojourn sql case.db 'SELECT host_id, name FROM host' --format csv").out);
  EXPECT_EQ(
      "{\"host_id\":1,\"name\":\"=1+1\"}\n",
      run_in(folder, "sojourn sql case.db 'SELECT host_id, name FROM host' --format jsonl").out);
}

TEST(CommandLine, SqlThatWritesIsRefused) {
  const Scratch folder;
  write_case(folder);
  expect_one_line(run_in(folder, "sojourn sql case.db 'DROP TABLE host'"), kCouldNotRun,
                  "a case is only read");
}

TEST(CommandLine, AReaderThatHasSeenEnoughIsNoError) {
  const Scratch folder;
  write_case(folder);
  const Outcome outcome =
      run_in(folder,
             "{ sojourn sql case.db 'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM "
             "n LIMIT 200000)"
             " SELECT i FROM n' --format jsonl; echo \"status $?\" >&2; } | head -n 1");
  EXPECT_EQ("{\"i\":1}\n", outcome.out);
  EXPECT_EQ("status 0\n", outcome.err);
}

TEST(CommandLine, AFullDiskIsAnError) {
  const Scratch folder;
  write_case(folder);
  expect_one_line(run_in(folder, "sojourn sql case.db 'SELECT 1' >/dev/full"), kCouldNotRun,
                  "cannot write the output: No space left on device");
}

TEST(CommandLine, ATableOfRowsWithoutEndIsWrittenAsItComes) {
  const Scratch folder;
  write_case(folder);
  const Outcome outcome =
      run_in(folder,
             "sojourn sql case.db 'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)"
             " SELECT i FROM n' | head -n 2");
  EXPECT_EQ("   i\n   1\n", outcome.out);
}

TEST(CommandLine, AQueryWithoutEndEndsAtItsTimeLimit) {
  const Scratch folder;
  write_case(folder);
  expect_one_line(
      run_in(folder,
             "sojourn sql case.db --time-limit 1 'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL "
             "SELECT i + 1 FROM n) SELECT max(i) FROM n'"),
      kCouldNotRun, "longer than --time-limit");
}

TEST(CommandLine, APipeIsNoCase) {
  const Scratch folder;
  expect_one_line(run_in(folder, "mkfifo pipe; sojourn sessions pipe"), kCouldNotRun,
                  "pipe is not a file");
}

TEST(CommandLine, AReaderWaitsForAProgramThatWritesAndSaysSo) {
  const Scratch folder;
  write_case(folder);
  const std::string hold =
      "{ sqlite3 case.db 'BEGIN EXCLUSIVE' '.shell touch held; sleep 2' 'COMMIT' & }; "
      "while [ ! -e held ]; do sleep 0.05; done; ";
  const Outcome waited = run_in(folder, hold + "sojourn sql case.db 'SELECT 1 AS a'; wait");
  EXPECT_EQ("a\n1\n", waited.out);
  EXPECT_EQ("sojourn: another program uses case.db: waiting up to 10 s\n", waited.err);
  const Outcome hurried =
      run_in(folder, "rm held; " + hold + "sojourn sql case.db 'SELECT 1' --wait 0; wait");
  EXPECT_EQ("", hurried.out);
  EXPECT_THAT(hurried.err, HasSubstr("case.db is being written by another program"));
}

}  // namespace
}  // namespace sojourn
