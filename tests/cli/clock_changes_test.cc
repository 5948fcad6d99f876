// What a case answers of a host whose clock was set: in which times its sessions lie, what its logs
// hold and what they lack.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "cli/list_command.h"
#include "cli/show_session.h"
#include "engine/case/host_rows.h"
#include "tests/support/case_of_rows.h"
#include "tests/support/timeline.h"

namespace sojourn {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

// A logon over the network, at a time like "20T10:00:32".
std::string logon(const std::string& at, const std::string& user, const std::string& id) {
  return at + ".0 Security 4624 TargetUserName=" + user +
         " TargetDomainName=CORP TargetLogonId=" + id + " LogonType=3 IpAddress=10.0.0.5\n";
}
std::string logoff(const std::string& at, const std::string& user, const std::string& id) {
  return at + ".0 Security 4634 TargetUserName=" + user +
         " TargetDomainName=CORP TargetLogonId=" + id + " LogonType=3\n";
}
// The clock showed `before`, and was set to `at`.
std::string step(const std::string& before, const std::string& at) {
  const std::string padded = before.size() < 11 ? "0" + before : before;
  return at + ".0 Security 4616 PreviousTime=2024-03-" + padded +
         ".0Z SubjectUserSid=S-1-5-21-1-2-3-500\n";
}

// Of the records, with the earliest and the latest time of each range.
std::vector<RecordRange> ranges_with_times(const std::vector<Event>& events) {
  std::vector<RecordRange> ranges = ranges_of(events);
  for (RecordRange& range : ranges) {
    for (const Event& event : events) {
      if (event.channel != range.channel || event.record < range.first || event.record > range.last)
        continue;
      range.first_time = std::min(range.first_time, event.time);
      range.last_time = std::max(range.last_time, event.time);
    }
  }
  return ranges;
}

class ClockChanges : public ::testing::Test {
 protected:
  // The case of these records, whose ids tell what is missing, of one host or of two.
  void make(const std::string& text, const std::string& of_another = "") {
    Strings strings;
    testing::write_case(folder_ / "case.db",
                        "INSERT INTO evidence (evidence_id, run_id, path, size, sha256, records, "
                        "events, recovered, whole, issues) VALUES (1, 1, 'a.evtx', 1, "
                        "'aa', 1, 1, 0, 1, 0);");
    const Database database(folder_ / "case.db");
    HostRows rows(database);
    for (const std::string& records : {text, of_another}) {
      if (records.empty()) continue;
      Host host;
      host.name = strings.intern(records == text ? "PC01" : "PC02");
      std::vector<Event> events = timeline(records, strings);
      const std::vector<RecordRange> ranges = ranges_with_times(events);
      const Correlation found = correlate(std::move(events), strings, {}, ranges);
      rows.write(host, found, strings, hashes_of_sessions(found, strings));
    }
    rows.finish();
  }

  static SessionFilter days(const std::string& from, const std::string& to) {
    SessionFilter filter;
    filter.from = parse_time("2024-03-" + from + "T00:00:00Z");
    filter.to = parse_time("2024-03-" + to + "T23:59:59.9999999Z");
    return filter;
  }
  static SessionFilter day(const std::string& day) { return days(day, day); }

  // The users of the sessions with a part between two days, as --from and --to ask for them.
  std::string on(const std::string& from, const std::string& to) const {
    const SessionFilter filter = days(from, to);
    const CaseReader reader(folder_ / "case.db");
    const BoundQuery bound = sessions_query(filter, reader, {.columns = {"user_name"}});
    return rows("SELECT user_name FROM (" + bound.sql + ") ORDER BY 1", bound.parameters);
  }
  std::string on(const std::string& day) const { return on(day, day); }

  // Their first columns, a row a line.
  std::string rows(const std::string& sql, const std::vector<Cell>& parameters = {}) const {
    const CaseReader reader(folder_ / "case.db");
    Query query = reader.query(sql, parameters);
    std::string found;
    while (const auto row = query.next()) {
      if (!found.empty()) found += '\n';
      for (const Cell& cell : *row) {
        if (const auto* text = std::get_if<std::string>(&cell)) found += *text;
      }
    }
    return found;
  }
  std::string flags() const { return rows("SELECT user_name || ': ' || flags FROM v_session"); }
  std::string gaps() const {
    return rows(
        "SELECT channel || ' ' || substr(after_time, 9, 8) || ' ' || "
        "substr(before_time, 9, 8) FROM v_gap");
  }
  std::string list(const std::string& what, const SessionFilter& filter = {}) const {
    std::ostringstream out, err;
    ListCommand command;
    command.kind = &*std::ranges::find(list_kinds(), what, &ListKind::name);
    command.case_file = folder_ / "case.db";
    command.filter = filter;
    run_list(command, {out, err});
    return out.str();
  }
  std::string show(const std::string& id) const {
    std::ostringstream out, err;
    show_session({folder_ / "case.db", {}, id, Zone::utc()}, {out, err});
    return out.str();
  }

  testing::Scratch folder_;
};

// Observed: 92 s over a step of six months were found on every day of them.
TEST_F(ClockChanges, ASessionOverAStepForwardIsFoundOnTheDaysThatItsClockShowed) {
  make(logon("1T10:00:00", "alice", "0x51") + step("1T10:00:32", "20T10:00:32") +
       logoff("20T10:01:32", "alice", "0x51"));
  EXPECT_EQ("alice", on("01"));
  EXPECT_EQ("", on("10"));
  EXPECT_EQ("", on("02", "19"));
  EXPECT_EQ("alice", on("20"));
  EXPECT_EQ("", on("21"));
}

TEST_F(ClockChanges, ASessionOverAStepBackIsFoundOnTheDaysThatItsClockShowed) {
  make(logon("20T10:00:00", "alice", "0x51") + step("20T10:00:32", "1T10:00:32") +
       logoff("1T10:01:32", "alice", "0x51"));
  EXPECT_EQ("alice", on("01"));
  EXPECT_EQ("", on("02", "19"));
  EXPECT_EQ("alice", on("20"));
}

TEST_F(ClockChanges, ASessionOverSeveralStepsIsFoundByEachClock) {
  make(logon("5T10:00:00", "alice", "0x51") + step("6T10:00:00", "20T10:00:00") +
       step("21T10:00:00", "8T10:00:00") + logoff("8T11:00:00", "alice", "0x51") +
       logon("9T10:00:00", "bob", "0x52") + logoff("9T11:00:00", "bob", "0x52"));
  EXPECT_EQ("alice", on("05"));
  EXPECT_EQ("alice", on("06")) << "no record but that of the step tells of the day before it";
  EXPECT_EQ("", on("07"));
  EXPECT_EQ("alice", on("08"));
  EXPECT_EQ("bob", on("09"));
  EXPECT_EQ("", on("10", "19"));
  EXPECT_EQ("alice", on("20"));
  EXPECT_EQ("alice", on("21"));
}

TEST_F(ClockChanges, AnOpenSessionIsFoundAtAnyTimeOfTheLastClockOnly) {
  make(logon("20T10:00:00", "alice", "0x51") + step("20T11:00:00", "1T11:00:00") +
       logon("1T12:00:00", "bob", "0x52") + logoff("1T12:10:00", "bob", "0x52"));
  EXPECT_EQ("alice\nbob", on("01"));
  EXPECT_EQ("alice", on("02"));
  EXPECT_EQ("alice", on("25"));
}

// The machine slept from the 1st to the 5th; its clock made up for it.
TEST_F(ClockChanges, ASessionLastsWhileItsMachineSleeps) {
  make(logon("1T10:00:00", "alice", "0x51") + "1T11:00:00.0 KernelPower 42\n" +
       "5T09:00:00.0 KernelGeneral 1 OldTime=2024-03-01T11:00:01.0Z "
       "NewTime=2024-03-05T09:00:00.0Z Reason=2\n" +
       "5T09:00:01.0 KernelPower 107\n" + logoff("5T10:00:00", "alice", "0x51"));
  EXPECT_EQ("alice", on("03"));
  EXPECT_EQ("", on("06"));
}

TEST_F(ClockChanges, AStepThatNoRecordTellsIsOneAsWell) {
  make("8T08:00:33.0 Security 4608\n" + logon("8T10:00:00", "alice", "0x51") +
       logoff("8T11:00:00", "alice", "0x51") + "8T12:00:00.0 Eventlog 1100\n" +
       "3T08:00:33.0 Security 4608\n" + logon("3T10:00:00", "bob", "0x52") +
       logoff("3T11:00:00", "bob", "0x52"));
  EXPECT_EQ("alice", on("08"));
  EXPECT_EQ("bob", on("03"));
  EXPECT_EQ("alice: clock_wrong\nbob: ", flags());
}

// A hole in the first clock's records, and a session by the second that shows the same times.
TEST_F(ClockChanges, AGapBelongsToTheSessionsOfItsOwnClock) {
  make(logon("5T10:00:00", "alice", "0x51") +
       "5T12:00:00.0 Security 4634 TargetUserName=alice TargetDomainName=CORP TargetLogonId=0x51 "
       "LogonType=3 RecordID=20\n" +
       step("6T10:00:00", "4T10:00:00") + logon("5T10:30:00", "bob", "0x52") +
       logoff("5T11:30:00", "bob", "0x52"));
  EXPECT_EQ("Security 05T10:00 05T12:00", gaps());
  EXPECT_EQ("alice: gap clock_wrong\nbob: ", flags());
  EXPECT_EQ("alice", rows("SELECT user_name FROM v_session_gap JOIN v_session USING (session_id)"));
  EXPECT_THAT(show("2"), Not(HasSubstr("lacks")));
}

TEST_F(ClockChanges, AGapThatTheClockWasSetInIsToldInTheTimesOfBothClocks) {
  make(logon("20T10:00:00", "alice", "0x51") +
       "1T10:30:00.0 KernelGeneral 1 OldTime=2024-03-20T10:10:00.0Z "
       "NewTime=2024-03-01T10:30:00.0Z Reason=1\n" +
       "1T11:00:00.0 Security 4634 TargetUserName=alice TargetDomainName=CORP TargetLogonId=0x51 "
       "LogonType=3 RecordID=20\n");
  EXPECT_EQ("Security 20T10:00 01T11:00", gaps());
  EXPECT_EQ("alice: clock_step gap", flags());
  EXPECT_THAT(show("1"), HasSubstr("Security's log lacks records 2 to 19, between "
                                   "2024-03-20T10:00:00.0000000Z and 2024-03-01T11:00:00.0000000Z, "
                                   "the clock was set meanwhile\n"));
  EXPECT_THAT(list("gaps", day("20")), HasSubstr("!2024-03-20 10:00:00Z  !2024-03-01 11:00:00Z"));
  EXPECT_THAT(list("gaps", day("01")), HasSubstr("!2024-03-20 10:00:00Z"));
  EXPECT_THAT(list("gaps", day("10")), Not(HasSubstr("Security")));
}

// Observed: coverage began months before the machine existed, by a clock that was wrong for a day.
TEST_F(ClockChanges, ALogBeginsWithItsFirstRecordWhateverAClockShowedLater) {
  make(logon("20T10:00:00", "alice", "0x51") + logoff("20T11:00:00", "alice", "0x51") +
       step("20T12:00:00", "1T12:00:00") + logon("1T13:00:00", "bob", "0x52") +
       logoff("1T14:00:00", "bob", "0x52") + step("1T15:00:00", "21T09:00:00") +
       logon("21T10:00:00", "carol", "0x53"));
  EXPECT_EQ("2024-03-20T10:00:00.0000000Z 2024-03-21T10:00:00.0000000Z",
            rows("SELECT first_time || ' ' || last_time FROM v_coverage WHERE events > 0"));
  EXPECT_EQ("2024-03-21T10:00:00.0000000Z",
            rows("SELECT end_after FROM v_session_bounds WHERE end_reason = 'open'"));
}

TEST_F(ClockChanges, ALogEndsWithItsLastRecordWhateverAClockShowedBefore) {
  make(logon("20T10:00:00", "alice", "0x51") + logoff("20T11:00:00", "alice", "0x51") +
       step("20T12:00:00", "1T12:00:00") + logon("1T13:00:00", "bob", "0x52"));
  EXPECT_EQ("2024-03-20T10:00:00.0000000Z 2024-03-01T13:00:00.0000000Z",
            rows("SELECT first_time || ' ' || last_time FROM v_coverage WHERE events > 0"));
}

TEST_F(ClockChanges, TheRecordsOfASessionStandInTheirOrder) {
  make(logon("20T10:00:00", "alice", "0x51") + step("20T10:00:32", "1T10:00:32") +
       logoff("1T10:01:32", "alice", "0x51"));
  const std::string told = show("1");
  const std::string records = told.substr(told.find("The records that prove it"));
  EXPECT_LT(records.find("2024-03-20T10:00:00"), records.find("2024-03-01T10:01:32")) << records;
}

TEST_F(ClockChanges, AListMarksTimesThatAreNotComparable) {
  make(logon("20T10:00:00", "alice", "0x51") + step("20T10:00:32", "1T10:00:32") +
       logoff("1T10:01:32", "alice", "0x51") + logon("1T11:00:00", "bob", "0x52") +
       logoff("1T12:00:00", "bob", "0x52"));
  EXPECT_THAT(list("sessions"), HasSubstr("!2024-03-20 10:00:00Z  !2024-03-01 10:01:32Z"));
  EXPECT_THAT(list("sessions"), HasSubstr(" 2024-03-01 11:00:00Z   2024-03-01 12:00:00Z"));
}

TEST_F(ClockChanges, WhoWasThereFirstAndLastIsToldByTheOrderOfTheRecords) {
  make(logon("20T10:00:00", "alice", "0x51") + logoff("20T10:10:00", "alice", "0x51") +
       step("20T12:00:00", "1T12:00:00") + logon("1T13:00:00", "alice", "0x52") +
       logoff("1T14:00:00", "alice", "0x52"));
  for (const std::string view : {"v_user", "v_user_source"}) {
    EXPECT_EQ("2024-03-20T10:00:00.0000000Z 2024-03-01T14:00:00.0000000Z",
              rows("SELECT first || ' ' || last FROM " + view));
  }
}

TEST_F(ClockChanges, WhoWasOnWhenTheClockWasSetBackWasOnByTheFirstClock) {
  make(logon("20T10:00:00", "alice", "0x51") + step("20T12:00:00", "1T12:00:00") +
       logoff("1T13:00:00", "alice", "0x51") + logon("1T14:00:00", "bob", "0x52"));
  SessionFilter at;
  at.from = at.to = parse_time("2024-03-20T11:00:00Z");
  EXPECT_THAT(list("at", at), HasSubstr("on "));
  EXPECT_THAT(list("at", at), Not(HasSubstr("ended")));
  at.from = at.to = parse_time("2024-03-01T12:30:00Z");
  EXPECT_THAT(list("at", at), Not(HasSubstr("ended")));
}

TEST_F(ClockChanges, TheSessionsOfOneHostStandInTheOrderInWhichTheyHappened) {
  make(logon("20T10:00:00", "alice", "0x51") + logoff("20T10:10:00", "alice", "0x51") +
       step("20T12:00:00", "1T12:00:00") + logon("1T13:00:00", "bob", "0x52") +
       logoff("1T14:00:00", "bob", "0x52"));
  const std::string told = list("sessions");
  EXPECT_LT(told.find("alice"), told.find("bob")) << told;
}

TEST_F(ClockChanges, WhatLiesWithinAWrongClockSaysSo) {
  make(logon("1T09:00:00", "early", "0x50") + logoff("1T09:30:00", "early", "0x50") +
       step("1T10:00:00", "20T10:00:00") + logon("20T11:00:00", "alice", "0x51") +
       logoff("20T11:30:00", "alice", "0x51") + step("20T12:00:00", "20T12:00:10") +
       logon("20T13:00:00", "bob", "0x52") + logoff("20T13:30:00", "bob", "0x52") +
       logon("20T14:00:00", "over", "0x54") + step("20T15:00:00", "1T15:00:00") +
       logoff("1T15:30:00", "over", "0x54") + logon("1T16:00:00", "carol", "0x53") +
       logoff("1T16:30:00", "carol", "0x53") + step("1T17:00:00", "1T05:00:00") +
       logon("1T06:00:00", "dave", "0x55") + logoff("1T06:30:00", "dave", "0x55"));
  EXPECT_EQ("early: \nalice: clock_wrong\nbob: clock_wrong\nover: clock_step\ncarol: \ndave: ",
            flags());
  EXPECT_THAT(show("2"),
              HasSubstr("clock_wrong: its times are of a clock that was later set back by more"));
}

// The machine slept in between; it woke up by the same clock.
TEST_F(ClockChanges, WhatLastedThroughASleepByAWrongClockSaysSoAsWell) {
  make(logon("10T10:00:00", "alice", "0x51") + "10T11:00:00.0 KernelPower 42\n" +
       "11T09:00:00.0 KernelGeneral 1 OldTime=2024-03-10T11:00:01.0Z "
       "NewTime=2024-03-11T09:00:00.0Z Reason=2\n" +
       "11T09:00:01.0 KernelPower 107\n" + logoff("11T10:00:00", "alice", "0x51") +
       step("11T12:00:00", "1T12:00:00") + logon("1T13:00:00", "bob", "0x52") +
       logoff("1T14:00:00", "bob", "0x52"));
  EXPECT_EQ("alice: clock_wrong\nbob: ", flags());
}

// A moment as it was typed: "20T11:30".
SessionFilter at(const std::string& time) {
  SessionFilter filter;
  filter.from = filter.to = parse_time("2024-03-" + time + ":00Z");
  return filter;
}

std::string locked(const std::string& at, const std::string& event) {
  return at + ".0 Security " + event +
         " TargetUserName=alice TargetDomainName=CORP TargetUserSid=S-1-5-21-1-2-3-1001 "
         "TargetLogonId=0x51 SessionId=2\n";
}
// Alice's desktop at the console, which she locked before the clock was set back and unlocked
// behind that.
std::string alices_desktop(const std::string& rest) {
  return "20T09:59:00.0 LSM 32\n"
         "20T10:00:00.0 Security 4624 TargetUserName=alice TargetDomainName=CORP "
         "TargetUserSid=S-1-5-21-1-2-3-1001 TargetLogonId=0x51 LogonType=2 "
         "LogonProcessName=User32\n"
         "20T10:00:01.0 LSM 21 User=CORP\\alice SessionID=2 Address=LOCAL ActivityID=console\n" +
         locked("20T11:00:00", "4800") + step("20T12:00:00", "1T12:00:00") +
         locked("1T13:00:00", "4801") + rest;
}

TEST_F(ClockChanges, WhoWasLockedIsToldByTheOrderOfTheRecords) {
  make(alices_desktop("1T18:00:00.0 LSM 23 User=CORP\\alice SessionID=2\n"));
  EXPECT_THAT(list("at", at("20T10:30")), HasSubstr("active"));
  EXPECT_THAT(list("at", at("20T11:30")), HasSubstr("locked"));
  EXPECT_THAT(list("at", at("01T12:30")), HasSubstr("locked"));
  EXPECT_THAT(list("at", at("01T14:00")), HasSubstr("active"));
  EXPECT_THAT(list("at", at("10T12:00")), Not(HasSubstr("alice")));
}

TEST_F(ClockChanges, WhoseStartIsLostWasOnForCertainFromTheFirstRecordWhateverAClockShowed) {
  make(
      "20T09:00:00.0 Security 4608\n"
      "20T10:00:00.0 Security 4634 TargetUserName=alice TargetDomainName=CORP TargetLogonId=0x51 "
      "LogonType=10\n" +
      logon("20T11:00:00", "bob", "0x52") + step("20T12:00:00", "1T12:00:00") +
      "1T13:00:00.0 Security 4647 TargetUserName=carol TargetDomainName=CORP TargetLogonId=0x53\n");
  EXPECT_THAT(list("at", at("20T09:30")), HasSubstr("perhaps"));
  EXPECT_THAT(list("at", at("20T11:30")), HasSubstr("on "));
  EXPECT_THAT(list("at", at("01T12:30")), HasSubstr("perhaps"));
}

TEST_F(ClockChanges, ADesktopThatWasLeftStandsOverASettingBack) {
  const std::string leaves = "20T11:30:00.0 LSM 24 User=CORP\\alice SessionID=2 Address=LOCAL\n";
  const std::string text = alices_desktop(
      "1T17:00:00.0 LSM 25 User=CORP\\alice SessionID=2 Address=LOCAL ActivityID=console\n"
      "1T18:00:00.0 LSM 23 User=CORP\\alice SessionID=2\n");
  const auto step_at = text.find("1T12:00:00.0 Security 4616");
  make(text.substr(0, step_at) + leaves + text.substr(step_at));
  EXPECT_THAT(list("at", at("20T11:45")), HasSubstr("disconnected"));
  EXPECT_THAT(list("at", at("01T12:30")), HasSubstr("disconnected"));
  EXPECT_THAT(list("at", at("01T17:30")), Not(HasSubstr("disconnected")));
  EXPECT_THAT(list("at", at("10T12:00")), Not(HasSubstr("alice")));
}

TEST_F(ClockChanges, ATimelineNeverRunsBackOnOneHost) {
  make(alices_desktop("1T18:00:00.0 LSM 23 User=CORP\\alice SessionID=2\n") +
       logon("1T14:00:00", "bob", "0x52") + logoff("1T15:00:00", "bob", "0x52"));
  const std::string told = list("timeline");
  std::size_t place = 0;
  for (const char* time : {"03-20 10:00:0", "03-20 11:00:0", "03-01 13:00:0", "03-01 14:00:0",
                           "03-01 15:00:0", "03-01 18:00:0"}) {
    const std::size_t next = told.find(time, place);
    ASSERT_NE(std::string::npos, next) << time << '\n' << told;
    place = next;
  }
}

TEST_F(ClockChanges, SessionsOfSeveralHostsStandInTheirOrderOnEachAndByTimeAmongThem) {
  make(logon("20T10:00:00", "alice", "0x51") + logoff("20T10:10:00", "alice", "0x51") +
           step("20T12:00:00", "1T12:00:00") + logon("1T13:00:00", "bob", "0x52") +
           logoff("1T14:00:00", "bob", "0x52"),
       logon("1T11:00:00", "carol", "0x61") + logoff("1T11:10:00", "carol", "0x61") +
           logon("1T12:30:00", "dave", "0x62") + logoff("1T15:00:00", "dave", "0x62") +
           logon("9T10:00:00", "erin", "0x63") + logoff("9T10:10:00", "erin", "0x63"));
  for (const char* what : {"sessions", "timeline"}) {
    const std::string told = list(what);
    std::size_t place = 0;
    for (const char* user : {"carol", "alice", "dave", "bob", "erin"}) {
      const std::size_t first = told.find(user);
      ASSERT_NE(std::string::npos, first) << user << '\n' << told;
      EXPECT_LT(place, first) << what << ' ' << user << '\n' << told;
      place = first;
    }
  }
}

}  // namespace
}  // namespace sojourn
