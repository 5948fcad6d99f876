// The list commands as their users meet them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

#include "cli/escape.h"
#include "tests/simulation/evidence_folder.h"
#include "tests/support/case_of_rows.h"

namespace sojourn {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using testing::Outcome;
using testing::run_in;
using testing::Scratch;
using ::testing::StartsWith;

const std::vector<std::string> kLists = {"sessions", "users", "timeline", "hosts", "gaps"};

// The list of all there is.
std::string all_of(const std::string& list) {
  return "sojourn " + list + " case.db" + (list == "gaps" ? "" : " --all");
}

class Lists : public ::testing::Test {
 protected:
  Lists() {
    simulation::write_evidence(simulation::demo_scenario(), folder_ / "demo");
    run_in(folder_, "sojourn analyze demo -o case.db --quiet");
  }

  Outcome run(const std::string& words) const { return run_in(folder_, "sojourn " + words); }
  std::string first_lines(const std::string& words, int count) const {
    return run(words + " | head -n " + std::to_string(count)).out;
  }

  Scratch folder_;
};

TEST_F(Lists, UsersAreTheAccountsOverAllHosts) {
  EXPECT_EQ(
      run("users case.db --user 'corp\\svc*'").out,
      "user             hosts  sessions  failures  sources  external  first             last\n"
      "CORP\\svc_backup      2         6        34        4         2  2026-03-03 13:30  "
      "2026-03-05 "
      "08:55\n");
  EXPECT_EQ(
      run("users case.db --scope external --outcome success --format csv").out,
      "account_id,user_name,user_domain,user_sid,account_class,hosts,sessions,failures,sources,"
      "external_sources,first,last\r\n"
      "6,svc_backup,CORP,S-1-5-21-1004336348-1177238915-682003330-1150,user,1,2,0,2,2,"
      "2026-03-04T23:17:47.5493981Z,2026-03-05T04:11:47.1093575Z\r\n");
}

TEST_F(Lists, HostsHaveWhatTheirLogsHoldAndWhoWasThere) {
  EXPECT_EQ(
      run("hosts case.db --user svc_backup --from 2026-03-04 --to 2026-03-04").out,
      "host                     logs  gaps  accounts  sessions  failures  external  first      "
      "       last\n"
      "SRV-FILE01.corp.example     8     0         1         1        32         1  2026-03-02 "
      "04:30  2026-03-05 08:55\n"
      "WKS-0142.corp.example       7     0         0         0         0         0  2026-03-02 "
      "06:52  2026-03-05 11:00\n");
}

TEST_F(Lists, TheTimelineHasStartsEndsAndLocksWithinTheTimesAsked) {
  EXPECT_EQ(run("timeline case.db --host wks-0142 --from 2026-03-05T07 --from 2026-03-05T07:00 "
                "--to 2026-03-05T09:42")
                .status,
            2);
  EXPECT_EQ(
      run("timeline case.db --host wks-0142 --from 2026-03-05T07:00 --to 2026-03-05T09:42").out,
      "time                  host       id  what   reason  user                  kind   source\n"
      "2026-03-05 07:02:41Z  WKS-0142  193  start  logon   CORP\\maria.lindqvist  local  -\n"
      "2026-03-05 09:40:51Z  WKS-0142  193  end    logoff  CORP\\maria.lindqvist  local  -\n");
}

TEST_F(Lists, GapsNameMissingLogsAndMissingRecords) {
  EXPECT_EQ(run("gaps case.db").out, "host  log  why  after  before  missing records\n");
  run_in(
      folder_,
      "sqlite3 case.db \"DELETE FROM coverage WHERE host_id = 2 AND channel = 'Security'; UPDATE "
      "coverage SET ended_by = 'cleared' WHERE host_id = 1 AND channel = 'Security'\"");
  EXPECT_EQ(run("gaps case.db").out,
            "host        log       why      after                 before  missing records\n"
            "SRV-FILE01  Security  cleared  2026-03-05 08:55:39Z  -       -\n"
            "WKS-0142    Security  no_log   -                     -       -\n");
  EXPECT_EQ(run("gaps case.db --host srv* --format jsonl").out,
            "{\"host\":\"SRV-FILE01.corp.example\",\"channel\":\"Security\",\"cause\":\"cleared\","
            "\"after_time\":\"2026-03-05T08:55:39.2774888Z\",\"before_time\":null,\"first_record\":"
            "null,\"last_record\":null,\"missing\":null,\"after_epoch_id\":1,"
            "\"before_epoch_id\":null}\n");
}

TEST_F(Lists, SayWhatTheyHideAndHowItIsShown) {
  EXPECT_EQ(run("sessions case.db").err,
            "5 more sessions with --all: of machines, services and Windows' own accounts\n");
  EXPECT_EQ(run("users case.db --limit 6").err,
            "2 more users with a higher --limit\n"
            "1 more user with --all: of machines, services and Windows' own accounts\n");
  EXPECT_EQ(run("sessions case.db --all --limit 1000").err, "");
  EXPECT_EQ(run("sessions case.db --all --format csv --limit 190").err,
            "4 more sessions with a higher --limit\n");
}

TEST_F(Lists, WhereNothingFitsTheySayWhatThereIs) {
  EXPECT_EQ(run("sessions case.db --kind batch --tz Europe/Istanbul --all").err,
            "nothing fits; the case has sessions from 2026-03-02T10:03:43.3526937+03:00 to "
            "2026-03-05T12:44:26.8079287+03:00: failure 165, success 29; remote 172, network 11, "
            "local 9, secondary 2\n");
}

TEST_F(Lists, AreSortedByAColumnOrTheOtherWayRound) {
  EXPECT_THAT(first_lines("sessions case.db --sort duration --reverse", 2), HasSubstr("\n185  "));
  EXPECT_THAT(first_lines("sessions case.db --reverse", 2), HasSubstr("\n194  "));
  EXPECT_THAT(first_lines("users case.db --sort failures --reverse --format csv", 2),
              HasSubstr("svc_backup"));
  const Outcome wrong = run("users case.db --sort 'x\" DESC; --'");
  EXPECT_EQ(wrong.status, 1);
  EXPECT_THAT(wrong.err, StartsWith("sojourn: --sort: there is no column \"x\" DESC; --\"; there "
                                    "are account_id, user_name"));
}

TEST_F(Lists, GoIntoANewFileAndOverwriteNone) {
  EXPECT_EQ(run("sessions case.db --format csv -o list.csv").out, "");
  EXPECT_EQ(testing::contents(folder_ / "list.csv"), run("sessions case.db --format csv").out);
  const std::string before = testing::contents(folder_ / "case.db");
  for (const char* there : {"list.csv", "case.db", "demo"}) {
    const Outcome refused = run(std::string("users case.db -o ") + there);
    EXPECT_EQ(refused.status, 1);
    EXPECT_THAT(refused.err, HasSubstr("is there already: name a new file"));
  }
  EXPECT_EQ(testing::contents(folder_ / "case.db"), before);
  EXPECT_EQ(run("users case.db -o -").status, 2);
  EXPECT_THAT(run("users case.db -o no/such/x").err, HasSubstr("cannot make no/such/x: No such"));
}

TEST_F(Lists, FitEightyColumns) {
  for (const std::string& list : kLists) {
    std::istringstream lines(run_in(folder_, "COLUMNS=80 " + all_of(list)).out);
    for (std::string line; std::getline(lines, line);) {
      EXPECT_LE(display_width(line), 80U) << line;
    }
  }
}

TEST_F(Lists, EndQuietlyWhenNobodyReadsOn) {
  for (const std::string& list : kLists) {
    const Outcome outcome =
        run_in(folder_, "{ " + all_of(list) + " --format csv 2>/dev/null; echo $? >&2; } | :");
    EXPECT_EQ(outcome.err, "0\n") << list;
  }
}

// What a name holds is one cell of one line, whatever it is.
TEST(ListsOfHostileNames, AreHarmlessInEveryFormat) {
  const Scratch folder;
  testing::write_case(folder / "case.db", R"(
    INSERT INTO host (host_id, name) VALUES (1, '=cmd()' || char(27) || '[31m');
    INSERT INTO account (account_id, name, domain, class)
      VALUES (1, char(8238) || '<script>|x' || char(10), printf('%.*c', 65536, 'd'), 'user');
    INSERT INTO coverage VALUES (1, '=x' || char(27), '2026', '2026', '2026', '2026', 1, 1, 1, 1, 1,
      'cleared', 0);
    INSERT INTO session (session_id, uid, account_id, host_id, user_name, user_domain, account_class, kind, outcome,
                         start_time, end_time, src_host, boot_id, start_reason, end_reason, end_exact, src_scope,
                         src_inferred, elevated, failures_before, confidence)
    SELECT 1, 'u', 1, 1, name, domain, 'user', 'network', 'success', '2026-03-04T23:05:01.0000000Z' || char(27),
           CAST(x'ff1b' AS TEXT), '=1+1' || char(155), 1, 'logon', 'logoff', 1, 'unknown', 0, 0, 0, 1 FROM account;)");
  for (const std::string& list : kLists) {
    for (const char* format : {"table", "csv", "jsonl", "markdown"}) {
      const Outcome outcome =
          run_in(folder, "sojourn " + list + " case.db --format " + format +
                             " && COLUMNS=80 sojourn " + list + " case.db --format " + format);
      EXPECT_EQ(outcome.status, 0) << list << ' ' << format << outcome.err;
      const std::string all = outcome.out + outcome.err;
      for (const char* bad : {"\x1b", "\u202e", "\u009b", "\xff"})
        EXPECT_EQ(all.find(bad), std::string::npos) << list << ' ' << format;
      if (std::string(format) == "csv") {
        EXPECT_EQ(all.find(",="), std::string::npos) << list;
        EXPECT_EQ(all.find("\n="), std::string::npos) << list;
      }
      if (std::string(format) == "markdown") {
        EXPECT_EQ(all.find('<'), std::string::npos) << list;
      }
      const auto lines = std::ranges::count(outcome.out, '\n');
      const bool has_no_head = std::string(format) == "jsonl";
      EXPECT_LE(lines, has_no_head ? 30 : 32) << list << ' ' << format;
    }
  }
}

}  // namespace
}  // namespace sojourn
