// The list commands as their users meet them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

#include "cli/escape.h"
#include "tests/support/case_of_rows.h"
#include "tests/support/demo_case.h"

namespace sojourn {
namespace {

using testing::DemoCase;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using testing::Outcome;
using testing::run_in;
using testing::Scratch;
using ::testing::StartsWith;

const std::vector<std::string> kLists = {"sessions", "at",       "users",   "sources", "failures",
                                         "timeline", "outbound", "lateral", "hosts",   "gaps"};

std::string list_command(const std::string& list) {
  return "sojourn " + list + " case.db" + (list == "at" ? " 2020-01-01 2030-01-01" : "");
}

// The list of all there is.
std::string all_of(const std::string& list) {
  return list_command(list) + (list == "gaps" || list == "outbound" ? "" : " --all");
}

class Lists : public ::testing::Test {
 protected:
  Outcome run(const std::string& words) const { return run_in(folder_, "sojourn " + words); }
  std::string first_lines(const std::string& words, int count) const {
    return run(words + " | head -n " + std::to_string(count)).out;
  }

  DemoCase folder_;
};

TEST_F(Lists, LateralIsWhoCameFromAnotherHost) {
  EXPECT_EQ(
      run("lateral case.db --user svc_backup --outcome success").out,
      "start                 from        to         id  user                     kind     outcome\n"
      "2026-03-05 02:08:39Z  SRV-FILE01  WKS-0142  190  CORP\\svc_backup          remote   "
      "success\n"
      "2026-03-05 02:21:48Z  SRV-FILE01  WKS-0142  191  CORP.EXAMPLE\\svc_backup  network  "
      "success\n"
      "2026-03-05 02:51:42Z  SRV-FILE01  WKS-0142  192  CORP\\svc_backup          remote   "
      "success\n");
}

TEST_F(Lists, LateralIsDrawn) {
  EXPECT_EQ(run("lateral case.db --user svc_backup --format dot").out,
            "digraph movement {\n"
            "  rankdir=LR;\n"
            "  node [shape=box];\n"
            "  h0 [label=\"SRV-FILE01.corp.example\"];\n"
            "  h1 [label=\"WKS-0142.corp.example\"];\n"
            "  h0 -> h1 [label=\"CORP\\\\svc_backup, 2026-03-05 02:06, 1 failed time\", "
            "style=dashed];\n"
            "  h0 -> h1 [label=\"CORP\\\\svc_backup, 2026-03-05 02:08, 2 times\"];\n"
            "  h0 -> h1 [label=\"CORP.EXAMPLE\\\\svc_backup, 2026-03-05 02:21, 1 time\"];\n"
            "  h1 -> h0 [label=\"CORP\\\\svc_backup, 2026-03-05 08:55, 1 failed time\", "
            "style=dashed];\n"
            "}\n");
  EXPECT_EQ(run("lateral case.db --user svc_backup --outcome success --format mermaid").out,
            "flowchart LR\n"
            "  h0[\"SRV-FILE01.corp.example\"]\n"
            "  h1[\"WKS-0142.corp.example\"]\n"
            "  h0 -->|\"CORP#92;svc_backup, 2026-03-05 02:08, 2 times\"| h1\n"
            "  h0 -->|\"CORP.EXAMPLE#92;svc_backup, 2026-03-05 02:21, 1 time\"| h1\n");
}

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

TEST_F(Lists, SourcesHaveWhatIsOddFirstAndSayWhy) {
  EXPECT_EQ(
      run("sources case.db --user svc_backup").out,
      "user             source         scope     sessions  failures  hosts  first             "
      "last              why\n"
      "CORP\\svc_backup  203.0.113.66   external         1        32      1  2026-03-04 23:05  "
      "2026-03-04 23:41  external many_accounts\n"
      "CORP\\svc_backup  198.51.100.23  external         1         0      1  2026-03-05 01:48  "
      "2026-03-05 04:11  external\n"
      "CORP\\svc_backup  10.20.4.17     internal         0         1      1  2026-03-05 08:55  "
      "2026-03-05 08:55  new_network\n"
      "CORP\\svc_backup  10.20.1.10     internal         3         1      1  2026-03-05 02:06  "
      "2026-03-05 03:05  -\n"
      "CORP\\svc_backup  local          local            1         0      1  2026-03-03 13:30  "
      "2026-03-03 13:30  -\n");
  // What is odd follows from the whole case, whatever part of it is shown.
  EXPECT_EQ(
      run("sources case.db --user svc_backup --outcome success --from 2026-03-05 --format csv").out,
      "user_name,user_domain,user_sid,src_ip,src_host,src_scope,sessions,failures,hosts,first,"
      "last,why\r\n"
      "svc_backup,CORP,S-1-5-21-1004336348-1177238915-682003330-1150,198.51.100.23,DESKTOP-7Q2,"
      "external,1,0,1,2026-03-05T01:48:22.4542053Z,2026-03-05T04:11:47.1093575Z,external\r\n"
      "svc_backup,CORP,S-1-5-21-1004336348-1177238915-682003330-1150,10.20.1.10,SRV-FILE01,"
      "internal,3,1,1,2026-03-05T02:06:37.9247603Z,2026-03-05T03:05:03.1976623Z,\r\n");
}

TEST_F(Lists, WhatIsExpectedIsLeftOutOfTheOrder) {
  testing::write_file(folder_ / "known.txt", "# VPN\n203.0.113.0/24\n10.0.0.0/8  # office\n");
  const std::string known = run("sources case.db --user svc_backup --known known.txt").out;
  EXPECT_THAT(known,
              HasSubstr("198.51.100.23  external         1         0      1  2026-03-05 01:48  "
                        "2026-03-05 04:11  external\nCORP\\svc_backup  local"));
  EXPECT_THAT(known, HasSubstr("2026-03-04 23:41  known\n"));
  EXPECT_THAT(run("sources case.db --known none.txt").err,
              HasSubstr("cannot read none.txt: No such"));
  EXPECT_THAT(run("sources case.db --known demo").err,
              HasSubstr("cannot read demo: it is not a file"));
}

TEST_F(Lists, FailuresAreBurstsWithWhoGotIn) {
  const Outcome all = run("failures case.db");
  EXPECT_EQ(all.out,
            "burst  host        source        attempts  accounts  method    first                 "
            "last                  who got in\n"
            "    1  SRV-FILE01  203.0.113.66       160         5  guessing  2026-03-04 23:05:32Z  "
            "2026-03-04 23:15:49Z  svc_backup, session 175\n");
  EXPECT_EQ(all.err,
            "5 more failures in no burst: sessions --outcome failure\n"
            "5 more sessions with --all: of machines, services and Windows' own accounts\n");
  EXPECT_THAT(run("failures case.db --user maria*").out, ::testing::Not(HasSubstr("203.0.113.66")));
  EXPECT_EQ(run_in(folder_, "sojourn failures case.db --burst 1 | wc -l").out, "161\n");
  EXPECT_EQ(run_in(folder_, "sojourn failures case.db --burst 1 --user admin | wc -l").out, "33\n");
  EXPECT_EQ(run("failures case.db --burst 9").err,
            "sojourn: the case has no burst \"9\"; it has 1\n");
  run_in(folder_, "sqlite3 case.db 'UPDATE burst SET attempts = 15, followed_by = NULL'");
  EXPECT_THAT(run("failures case.db").out, HasSubstr("15         5  spray "));
  EXPECT_THAT(run("failures case.db").out, EndsWith("23:15:49Z  -\n"));
  run_in(folder_, "sqlite3 case.db 'UPDATE burst SET attempts = 4, accounts = 1'");
  EXPECT_THAT(run("failures case.db").out, HasSubstr(" 4         1  -  "));
}

TEST_F(Lists, AtATimeShowsWhoWasOnAndInWhichState) {
  const auto at = [this](const std::string& time) {
    const std::string all = run("at case.db " + time + " --format csv").out;
    std::string states;
    std::istringstream lines(all.substr(all.find('\n') + 1));
    for (std::string id, uid, state, since, rest;
         std::getline(lines, id, ',') && std::getline(lines, uid, ',') &&
         std::getline(lines, state, ',') && std::getline(lines, since, ',') &&
         std::getline(lines, rest);) {
      states.append(id).append(" ").append(state).append(" ");
      states.append(since.substr(0, 19)).append("\n");
    }
    return states;
  };
  EXPECT_EQ(at("2026-03-04T23:30"), "175 active 2026-03-04T23:17:47\n");
  EXPECT_EQ(at("2026-03-04T23:50"), "175 disconnected 2026-03-04T23:41:06\n");
  EXPECT_EQ(at("2026-03-05T01:49"), "176 active 2026-03-05T01:48:25\n");
  EXPECT_EQ(at("2026-03-03T14:00"),
            "10 active 2026-03-03T12:40:59\n185 active 2026-03-03T11:38:41\n");
  EXPECT_EQ(at("2026-03-05T11:00:09.2910635 --host wks-0142"), "194 locked 2026-03-05T11:00:09\n");
  // The logs of the host end before.
  EXPECT_EQ(at("2026-03-05T12:00 --host wks-0142"), "194 perhaps 2026-03-05T09:44:26\n");
  EXPECT_EQ(at("2026-03-04T23:20 2026-03-05T00:00"), "175 ended 2026-03-04T23:41:06\n");
  EXPECT_EQ(at("2026-03-02T09:11:30+02:00"),
            "2 on 2026-03-02T07:11:05\n183 active 2026-03-02T07:03:45\n");
  EXPECT_EQ(at("2026-03-02T10:11:30 --tz Europe/Istanbul --kind network").substr(0, 5), "2 on ");
  run_in(folder_, "sqlite3 case.db 'DELETE FROM event_row WHERE event_code IN (4800, 4801)'");
  EXPECT_EQ(at("2026-03-04T23:30"), "175 on 2026-03-04T23:17:47\n");
}

TEST_F(Lists, AtAsksForTimesInOrder) {
  EXPECT_THAT(run("at case.db").err, HasSubstr("TIME is required"));
  EXPECT_THAT(run("at case.db noon").err, HasSubstr("\"noon\" is no time"));
  EXPECT_THAT(run("at case.db 2026-03-05 2026-03-04").err,
              HasSubstr("\"2026-03-05\" is later than UNTIL \"2026-03-04\""));
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

// The intruder's first password is refused there, the second is right.
TEST_F(Lists, OutboundIsWhereThePeopleOfAHostWent) {
  EXPECT_EQ(run("outbound case.db --from 2026-03-05T02:05 --to 2026-03-05T02:08").out,
            "time                  host         id  user             by          as  to"
            "                     there\n"
            "2026-03-05 02:05:27Z  SRV-FILE01  176  CORP\\svc_backup  rdp_client  -   WKS-0142"
            "                 189\n"
            "2026-03-05 02:07:23Z  SRV-FILE01  176  CORP\\svc_backup  rdp_client  -   WKS-0142 "
            "(10.20.4.17)    190\n");
  EXPECT_EQ(run("outbound case.db --host WKS-0142").out,
            "time  host  id  user  by  as  to  there\n");
  EXPECT_THAT(run("show case.db 176").out,
              HasSubstr("went on     2026-03-05T02:07:23.8601970Z, rdp_client, to WKS-0142 "
                        "(10.20.4.17), session 190 there\n"));
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

TEST_F(Lists, JsonIsJsonLines) {
  EXPECT_EQ(run("users case.db --format json").out, run("users case.db --format jsonl").out);
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
      'cleared', 0, NULL);
    INSERT INTO session (session_id, uid, account_id, host_id, user_name, user_domain, account_class, kind, outcome,
                         start_time, end_time, src_host, boot_id, start_reason, end_reason, end_exact, src_scope,
                         src_inferred, elevated, failures_before, confidence)
    SELECT 1, 'u', 1, 1, name, domain, 'user', 'network', 'success', '2026-03-04T23:05:01.0000000Z' || char(27),
           CAST(x'ff1b' AS TEXT), '=1+1' || char(155), 1, 'logon', 'logoff', 1, 'unknown', 0, 0, 0, 1 FROM account;)");
  for (const std::string& list : kLists) {
    for (const char* format : {"table", "csv", "jsonl", "markdown"}) {
      std::string line = "f() { " + list_command(list);
      line += std::string(" --format ") + format + "; }; f && COLUMNS=80 f";
      const Outcome outcome = run_in(folder, line);
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
