// Whose was it: another tool's timeline beside a case.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>
#include <string>

#include "tests/support/demo_case.h"
#include "tests/support/scratch.h"

namespace sojourn {
namespace {

using testing::DemoCase;
using ::testing::HasSubstr;
using testing::Outcome;
using testing::run_in;

class Attribute : public ::testing::Test {
 protected:
  Outcome attribute(const std::string& timeline, const std::string& options = {}) const {
    testing::write_file(folder_ / "timeline", timeline);
    return run_in(folder_, "sojourn attribute case.db timeline " + options);
  }
  std::string ask(const std::string& sql) const {
    std::string answer = run_in(folder_, "sqlite3 case.db \"" + sql + '"').out;
    while (answer.ends_with('\n')) answer.pop_back();
    return answer;
  }

  DemoCase folder_;
};

constexpr const char* kAdded =
    ",sojourn_user,sojourn_source,sojourn_session,sojourn_state,sojourn_match,sojourn_others\r\n";

TEST_F(Attribute, AFileThatWasMadeIsOfWhoWasOnTheHostThen) {
  const Outcome outcome = attribute(
      "Created0x10,FileName,Computer\n2026-03-05 02:10:00.1234567,out.7z,SRV-FILE01\n", "--tz UTC");
  EXPECT_EQ(outcome.status, 0);
  EXPECT_EQ(outcome.out, std::string("Created0x10,FileName,Computer") + kAdded +
                             "2026-03-05 02:10:00.1234567,out.7z,SRV-FILE01,CORP\\svc_backup,"
                             "198.51.100.23," +
                             ask("SELECT uid FROM v_session WHERE session_id = 176") +
                             ",active,time,\r\n");
  EXPECT_EQ(outcome.err, "1 row, 1 by time alone\n");
}

TEST_F(Attribute, TheSameInstantInAnotherZoneIsTheSameSession) {
  const std::string row = "{\"time\":\"2026-03-05 05:10:00\",\"host\":\"SRV-FILE01\"}\n";
  EXPECT_THAT(attribute(row, "--tz Europe/Istanbul").out,
              HasSubstr("\"sojourn_source\":\"198.51.100.23\""));
}

TEST_F(Attribute, ALogonIdNamesItsSessionWhoeverElseWasOn) {
  // Two people are on the file server; the LogonId is that of one, in decimal.
  const std::string logon =
      ask("SELECT l.wmi_logon_id || '|' || s.uid FROM session s JOIN session_logon x USING "
          "(session_id) "
          "JOIN logon_session l USING (logon_session_id) WHERE s.user_name = 'adm.petrov' AND "
          "s.start_time "
          "< '2026-03-02T08:20' AND s.end_time > '2026-03-02T08:20'");
  const std::string id = logon.substr(0, logon.find('|')), uid = logon.substr(id.size() + 1, 16);
  const Outcome outcome = attribute(
      "{\"datetime\":\"2026-03-02T08:20:00Z\",\"computer\":\"srv-file01.corp.example\","
      "\"LogonId\":" +
      id + "}\n");
  EXPECT_THAT(outcome.out, HasSubstr("\"LogonId\":" + id +
                                     ",\"sojourn_user\":\"CORP\\\\adm.petrov\","
                                     "\"sojourn_source\":\"10.20.4.33\",\"sojourn_session\":\"" +
                                     uid +
                                     "\",\"sojourn_state\":\"active\",\"sojourn_match\":"
                                     "\"logon_id\"}"));
  EXPECT_EQ(outcome.err, "1 row, 1 by LogonId\n");
}

TEST_F(Attribute, ASidAndASessionNumberTellWhoOfSeveralItWas) {
  const std::string both = ask(
      "SELECT a.user_sid || '|' || b.user_sid || '|' || max(a.start_time, b.start_time) || '|' || "
      "a.host "
      "FROM v_session a JOIN v_session b ON a.host = b.host AND a.user_sid < b.user_sid "
      "AND a.account_class = 'user' AND b.account_class = 'user' "
      "AND a.outcome = 'success' AND b.outcome = 'success' AND max(a.start_time, b.start_time) < "
      "min(a.end_time, b.end_time) LIMIT 1");
  ASSERT_NE(both, "");
  std::istringstream words(both);
  std::string first, second, time, host;
  for (std::string* word : {&first, &second, &time, &host}) std::getline(words, *word, '|');
  const std::string row = "{\"time\":\"" + time + "\",\"host\":\"" + host + "\"";
  EXPECT_THAT(attribute(row + "}\n").out, HasSubstr("\"sojourn_others\":\""));
  for (const std::string& sid : {first, second}) {
    std::string question = "SELECT uid FROM v_session WHERE user_sid = '";
    question.append(sid).append("' AND host = '").append(host);
    question.append("' AND start_time <= '").append(time);
    question.append("' AND end_time >= '").append(time).append("'");
    std::string named = row;
    named.append(",\"UserSid\":\"").append(sid).append("\"}\n");
    const std::string out = attribute(named).out;
    EXPECT_THAT(out, HasSubstr("\"sojourn_session\":\"" + ask(question) + "\""));
    EXPECT_THAT(out, HasSubstr("\"sojourn_match\":\"sid\"}"));
  }
  EXPECT_EQ(attribute(row + ",\"UserSid\":\"S-1-5-21-1-2-3-500\"}\n").err,
            "1 row, 1 in nobody's session\n");
}

TEST_F(Attribute, WhatWindowsItselfDoesIsNobodys) {
  for (const char* clue : {"\"LogonId\":\"0x3e7\"", "\"SID\":\"S-1-5-18\""}) {
    EXPECT_EQ(attribute("{\"time\":\"2026-03-05T02:10:00Z\",\"host\":\"SRV-FILE01\"," +
                        std::string(clue) + "}\n")
                  .err,
              "1 row, 1 in nobody's session\n");
  }
}

TEST_F(Attribute, ADesktopThatWasLeftStillDoesThings) {
  const std::string left =
      ask("SELECT uid || '|' || end_time || '|' || host FROM v_session WHERE end_reason = "
          "'idle_timeout'");
  ASSERT_NE(left, "");
  const std::size_t bar = left.find('|'), last = left.rfind('|');
  const Outcome outcome = attribute("{\"time\":\"" + left.substr(bar + 1, 17) +
                                    "59.9Z\",\"host\":\"" + left.substr(last + 1) + "\"}\n");
  EXPECT_THAT(outcome.out, HasSubstr("\"sojourn_session\":\"" + left.substr(0, bar) +
                                     "\",\"sojourn_state\":\"disconnected\""));
}

TEST_F(Attribute, WhatIsMissingIsAskedFor) {
  EXPECT_THAT(attribute("Created0x10,Computer\n2026-03-05 02:10:00,SRV-FILE01\n").err,
              HasSubstr("line 2 has a time without a zone: say in which zone the tool writes with "
                        "--tz"));
  EXPECT_THAT(attribute("When,Computer\n2026-03-05 02:10:00,SRV-FILE01\n").err,
              HasSubstr("name it with --time-column"));
  EXPECT_EQ(
      attribute("When,Computer\n2026-03-05 02:10:00,SRV-FILE01\n", "--time-column When --tz UTC")
          .status,
      0);
  EXPECT_THAT(attribute("Time,Name\n2026-03-05 02:10:00Z,x\n").err,
              HasSubstr("names no host, and the case has several: name it with --host"));
  EXPECT_THAT(attribute("Time,Name\n2026-03-05 02:10:00Z,x\n", "--host srv-file01").out,
              HasSubstr("svc_backup"));
  EXPECT_THAT(attribute("Time,Name\n2026-03-05 02:10:00Z,x\n", "--host nowhere").err,
              HasSubstr("the case has no host \"nowhere\""));
}

TEST_F(Attribute, RowsOfOtherHostsAndWithoutATimeComeBackAsTheyAre) {
  const Outcome outcome = attribute(
      "Time,Computer,Note\n2026-03-05 02:10:00Z,ELSEWHERE,\"=cmd()\"\nnever,SRV-FILE01,x\n");
  EXPECT_EQ(outcome.out, std::string("Time,Computer,Note") + kAdded +
                             "2026-03-05 02:10:00Z,ELSEWHERE,'=cmd(),,,,,,\r\n"
                             "never,SRV-FILE01,x,,,,,,\r\n");
  EXPECT_EQ(outcome.err,
            "2 rows, 1 in nobody's session, 1 without a time (1 of hosts that the case lacks)\n");
}

TEST_F(Attribute, RowsThatCannotBeReadAreCounted) {
  const Outcome outcome = attribute(
      "{\"time\":\"2026-03-05T02:10:00Z\",\"host\":\"SRV-FILE01\"}\n\x1B[2J\n{\"time\":\"never\"}"
      "\n");
  EXPECT_EQ(outcome.status, 3);
  EXPECT_EQ(outcome.err,
            "2 rows, 1 by time alone, 1 without a host\n1 row could not be read, the first at line "
            "2\n");
}

}  // namespace
}  // namespace sojourn
