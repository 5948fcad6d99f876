// Traps of Windows' logs: what is missing from them, what is in them twice, whose they are, and
// what is no session at all.
#include <gtest/gtest.h>

#include <algorithm>

#include "correlator/correlate.h"
#include "correlator/findings/unmatched.h"
#include "engine/case/session_uid.h"
#include "tests/simulation/evidence_folder.h"
#include "tests/simulation/evtx_writer.h"
#include "tests/support/scratch.h"
#include "tests/support/split_hosts.h"
#include "tests/support/stories.h"
#include "tests/support/timeline.h"

namespace sojourn {
namespace {

// Observed: 1102 is the first record of the cleared log; record ids go on, or begin again at 1.
TEST(Traps, AClearedLogIsAGapInWhatItTellsAndEndsNothing) {
  for (const char* record_id : {"", " RecordID=1"}) {
    Strings strings;
    const auto correlation = correlate(
        timeline(std::string(kConsoleLogon) +
                     "10:00:00.0 Security 4624 TargetUserName=bob TargetDomainName=CORP "
                     "TargetLogonId=0xb00 LogonType=3 IpAddress=10.0.0.5\n"
                     "12:00:00.0 Eventlog 1102 SubjectUserName=alice" +
                     record_id +
                     "\n"
                     "13:00:00.0 Security 4624 TargetUserName=carol TargetDomainName=CORP "
                     "TargetLogonId=0xca0 LogonType=3 IpAddress=10.0.0.6\n"
                     "13:00:05.0 Security 4634 TargetUserName=carol TargetLogonId=0xca0 "
                     "LogonType=3\n"
                     "17:00:00.1 LSM 23 User=CORP\\alice SessionID=2 ActivityID=console\n",
                 strings),
        strings);
    EXPECT_EQ(
        "local success CORP\\alice 09:00:00.0 logon - 17:00:00.1 logoff [gap]\n"
        "network success CORP\\bob from 10.0.0.5 10:00:00.0 logon - … open [gap]\n"
        "network success CORP\\carol from 10.0.0.6 13:00:00.0 logon - 13:00:05.0 logoff\n",
        story(correlation, strings));
    const auto cleared = std::ranges::count(correlation.coverage, "cleared", &Coverage::ended_by);
    EXPECT_EQ(1, cleared) << "of the Security log alone";
  }
}

// Synthetic, after the documentation of 1101 (events were dropped), 1104 (the log is full) and 1108
// (an event could not be written): a session that lasts over one of them may have ended unseen.
TEST(Traps, ALogThatWasFullOrDroppedRecordsHasAGap) {
  for (const auto& [code, why] :
       {std::pair{"1101", "events_lost"}, {"1104", "log_full"}, {"1108", "events_lost"}}) {
    Strings strings;
    const auto correlation = correlate(
        timeline("10:00:00.0 Security 4624 TargetUserName=bob TargetDomainName=CORP "
                 "TargetLogonId=0xb00 LogonType=3 IpAddress=10.0.0.5\n"
                 "12:00:00.0 Eventlog " +
                     std::string(code) +
                     "\n"
                     "13:00:00.0 Security 4624 TargetUserName=carol TargetDomainName=CORP "
                     "TargetLogonId=0xca0 LogonType=3 IpAddress=10.0.0.6\n"
                     "13:00:05.0 Security 4634 TargetUserName=carol TargetLogonId=0xca0 "
                     "LogonType=3\n",
                 strings),
        strings);
    EXPECT_EQ(
        "network success CORP\\bob from 10.0.0.5 10:00:00.0 logon - … open [gap]\n"
        "network success CORP\\carol from 10.0.0.6 13:00:00.0 logon - 13:00:05.0 logoff\n",
        story(correlation, strings));
    ASSERT_EQ(2u, correlation.coverage.size()) << code;
    EXPECT_EQ(why, correlation.coverage[0].ended_by);
    EXPECT_EQ("end_of_log", correlation.coverage[1].ended_by);
  }
}

// Synthetic: records 900 to 40,000 of the Security log are in a chunk that cannot be read. What
// LocalSessionManager knows is told; what only Security knew is open, and nobody is logged on
// twice.
TEST(Traps, AHoleInTheRecordsEndsNothingAndInventsNothing) {
  EXPECT_EQ(
      "local success CORP\\alice 09:00:00.0 logon - 17:00:00.1 logoff\n"
      "network success CORP\\bob from 10.0.0.5 10:00:00.0 logon - … open\n"
      "network success CORP\\bob from 10.0.0.5 16:30:00.0 logon - 16:31:00.0 logoff\n",
      story(std::string(kConsoleLogon) +
            "10:00:00.0 Security 4624 TargetUserName=bob TargetDomainName=CORP "
            "TargetLogonId=0xb00 LogonType=3 IpAddress=10.0.0.5 RecordID=900\n"
            "16:20:00.0 Security 4634 TargetUserName=dave TargetLogonId=0xda0 LogonType=3 "
            "RecordID=40000\n"
            "16:30:00.0 Security 4624 TargetUserName=bob TargetDomainName=CORP "
            "TargetLogonId=0xbff LogonType=3 IpAddress=10.0.0.5\n"
            "16:31:00.0 Security 4634 TargetUserName=bob TargetLogonId=0xbff LogonType=3\n"
            "17:00:00.1 LSM 23 User=CORP\\alice SessionID=2 ActivityID=console\n"));
}

// Observed: volume shadow copies and archives hold the same records; in 38 places of real logs one
// record id is of two records.
TEST(Traps, ARecordInSeveralFilesIsOneRecordAndARecordIdUsedTwiceIsTwo) {
  Strings strings;
  const auto log = timeline(
      "09:00:00.0 Security 4624 TargetUserName=bob TargetLogonId=0xb0 LogonType=3 "
      "IpAddress=10.0.0.5\n"
      "09:00:05.0 Security 4634 TargetUserName=bob TargetLogonId=0xb0 LogonType=3\n"
      "10:00:00.0 Security 4625 TargetUserName=bob LogonType=3 IpAddress=10.0.0.5\n"
      "11:00:00.0 Eventlog 1102 RecordID=1\n"
      "12:00:00.0 Security 4625 TargetUserName=bob LogonType=3 IpAddress=10.0.0.5\n"
      "12:00:00.0 Security 4625 TargetUserName=bob LogonType=3 IpAddress=10.0.0.5\n",
      strings);
  auto events = log;
  for (std::size_t i = 0; i < log.size(); ++i) {
    events.push_back(log[i]);
    events.back().file = 1;  // a shadow copy
    if (i >= 3) continue;
    events.push_back(log[i]);
    events.back().file = 2;  // an archive of what was cleared
  }
  const auto correlation = correlate(events, strings);
  EXPECT_EQ(9u, correlation.duplicates);
  EXPECT_EQ(
      "network success bob from 10.0.0.5 09:00:00.0 logon - 09:00:05.0 logoff\n"
      "network failure bob from 10.0.0.5 10:00:00.0 attempt\n"
      "network failure bob from 10.0.0.5 12:00:00.0 attempt\n"
      "network failure bob from 10.0.0.5 12:00:00.0 attempt\n",
      story(correlation, strings));
}

// Observed: an export writes six digits of a second, or three, cut and not rounded, where the log
// has seven.
TEST(Traps, ACopyWhoseTimesWereCutIsTheSameRecordWhicheverIsReadFirst) {
  Strings strings;
  auto log = timeline(std::string(kConsoleLogon) + kConsoleLogoff, strings);
  for (Event& event : log) event.time += Ticks{7};
  auto cut = log;
  for (Event& event : cut) event.time = cut_to_six_digits(event.time);
  const auto of_log = correlate(log, strings);
  const auto of_cut = correlate(cut, strings);
  EXPECT_EQ(hashes_of_sessions(of_log, strings), hashes_of_sessions(of_cut, strings));
  for (const bool cut_first : {false, true}) {
    auto events = cut_first ? cut : log;
    for (Event event : cut_first ? log : cut) {
      event.file = 1;
      events.push_back(event);
    }
    const auto correlation = correlate(events, strings);
    EXPECT_EQ(log.size(), correlation.duplicates);
    EXPECT_EQ(log.at(0).time, correlation.sessions.at(0).start) << "the longer time is its own";
    EXPECT_EQ(story(of_log, strings), story(correlation, strings));
  }
}

TEST(Traps, ACopyWhoseTimesHaveThreeDigitsIsTheSameRecord) {
  Strings strings;
  auto log = timeline(std::string(kConsoleLogon) + kConsoleLogoff, strings);
  for (Event& event : log) event.time += Ticks{1237};
  auto events = log;
  for (Event event : log) {
    event.time = std::chrono::floor<std::chrono::milliseconds>(event.time);
    event.file = 1;
    events.push_back(event);
  }
  const auto correlation = correlate(events, strings);
  EXPECT_EQ(log.size(), correlation.duplicates);
  EXPECT_EQ(log.at(0).time, correlation.sessions.at(0).start);
}

// The times among its values are cut, too.
TEST(Traps, ACopyWhoseValuesWereCutIsTheSameRecord) {
  Strings strings;
  const auto log = timeline(
      "09:00:00.0 KernelGeneral 12 RecordID=5 StartTime=2020-09-19T08:59:58.1234567Z\n"
      "09:00:01.0 KernelGeneral 1 RecordID=6 OldTime=2020-09-19T09:00:03.1234567Z "
      "NewTime=2020-09-19T09:00:01.0000007Z\n",
      strings);
  ASSERT_EQ(log.size(), 2U);
  auto events = log;
  for (Event event : log) {
    event.other_time = cut_to_six_digits(event.other_time);
    if (event.kind == EventKind::clock_changed) event.extra = Text::none;
    event.file = 1;
    events.push_back(event);
  }
  const auto correlation = correlate(events, strings);
  EXPECT_EQ(correlation.duplicates, 2U);
  for (const Event& event : correlation.events) EXPECT_EQ(event.file, 0U);
}

// A record that differs in more than what was cut is another.
TEST(Traps, ARecordOfTheSameMicrosecondIsNoCopy) {
  Strings strings;
  auto events = timeline(
      "09:00:00.0 Security 4625 RecordID=1 TargetUserName=bob LogonType=3 IpAddress=10.0.0.5\n"
      "09:00:00.0 Security 4625 RecordID=1 TargetUserName=bob LogonType=3 IpAddress=10.0.0.5\n"
      "09:00:00.0 Security 4625 RecordID=1 TargetUserName=eve LogonType=3 IpAddress=10.0.0.5\n",
      strings);
  events[0].time += Ticks{3};
  events[1].time += Ticks{7};
  EXPECT_EQ(0u, correlate(events, strings).duplicates);
}

// Each host's name and its sessions.
std::string stories_of(std::vector<Event> events, Strings& strings) {
  std::string text;
  for (Host& host : split_hosts(std::move(events), strings)) {
    text += std::string(strings[host.name]) + ":\n";
    text += story(correlate(std::move(host.events), strings), strings);
  }
  return text;
}

// Observed (TR11): a machine gets its name after its first logons; the account's domain changes
// with it, its SID does not.
TEST(Traps, AMachineThatIsRenamedStaysOneMachineAndItsUserOneUser) {
  Strings strings;
  auto events = timeline(
      "09:00:00.0 LSM 21 User=DESKTOP-AB12CD3\\alice SessionID=1 Address=LOCAL "
      "ActivityID=console Computer=DESKTOP-AB12CD3\n"
      "09:30:00.0 LSM 23 User=DESKTOP-AB12CD3\\alice SessionID=1 ActivityID=console "
      "Computer=DESKTOP-AB12CD3\n"
      "09:31:00.0 LSM 32 Computer=LAB7\n"
      "09:32:00.0 LSM 21 User=LAB7\\alice SessionID=1 Address=LOCAL ActivityID=console "
      "Computer=LAB7\n"
      "10:00:00.0 LSM 23 User=LAB7\\alice SessionID=1 ActivityID=console Computer=LAB7\n",
      strings);
  // Security still calls the account by the machine's old name.
  auto security = timeline(
      "09:00:00.0 Security 4608 Computer=DESKTOP-AB12CD3\n"
      "09:31:59.9 Security 4624 TargetUserName=alice TargetDomainName=DESKTOP-AB12CD3 "
      "TargetLogonId=0xaa LogonType=2 LogonProcessName=User32 Computer=LAB7\n",
      strings);
  for (Event& event : security) event.file = 1;
  events.insert(events.end(), security.begin(), security.end());
  EXPECT_EQ(
      "LAB7:\n"
      "local success DESKTOP-AB12CD3\\alice 09:00:00.0 logon - 09:30:00.0 logoff\n"
      "local success LAB7\\alice 09:31:59.9 logon - 10:00:00.0 logoff\n",
      stories_of(std::move(events), strings));
}

// Synthetic: a collector's ForwardedEvents.evtx names the original channels, but counts its own
// record ids in the order of arrival. Machine B was away and delivers late.
TEST(Traps, AForwardedLogIsReadMachineByMachineWhateverTheOrderOfArrival) {
  Strings strings;
  const auto collected = timeline(
      "09:00:00.0 Security 4624 TargetUserName=alice TargetLogonId=0xa0 LogonType=3 "
      "IpAddress=10.0.0.5 Computer=A.corp.example\n"
      "09:30:00.0 Security 4634 TargetUserName=alice TargetLogonId=0xa0 LogonType=3 "
      "Computer=A.corp.example\n"
      "09:10:05.0 Security 4634 TargetUserName=bob TargetLogonId=0xa0 LogonType=3 "
      "Computer=B.corp.example\n"
      "09:10:00.0 Security 4624 TargetUserName=bob TargetLogonId=0xa0 LogonType=3 "
      "IpAddress=10.0.0.6 Computer=B.corp.example\n"
      "09:40:00.0 Security 4625 TargetUserName=carol LogonType=3 IpAddress=10.0.0.7 "
      "Computer=A.corp.example\n",
      strings);
  const std::string expected =
      "A.corp.example:\n"
      "network success alice from 10.0.0.5 09:00:00.0 logon - 09:30:00.0 logoff\n"
      "network failure carol from 10.0.0.7 09:40:00.0 attempt\n"
      "B.corp.example:\n"
      "network success bob from 10.0.0.6 09:10:00.0 logon - 09:10:05.0 logoff\n";
  EXPECT_EQ(expected, stories_of(collected, strings));

  // A's own log holds its records once more, under other record ids.
  auto both = collected;
  std::uint64_t record = 70'000;
  for (const Event& event : collected) {
    if (strings[event.computer] != "A.corp.example") continue;
    both.push_back(event);
    both.back().file = 1;
    both.back().record = record++;
  }
  EXPECT_EQ(expected, stories_of(both, strings)) << "with the log of one of them";
}

// The same with whole logs: both machines' own, and a collector's of what they had forwarded.
TEST(Traps, WhatACollectorHasTooAddsNothingToTheSessionsOfItsMachines) {
  const testing::Scratch folder;
  const simulation::Scenario scenario = simulation::demo_scenario();
  simulation::write_evidence(scenario, folder / "own");
  std::vector<simulation::LogRecord> forwarded;
  for (const simulation::Host& host : scenario.hosts) {
    const auto& security = host.channels().at("Security");
    forwarded.insert(forwarded.end(), security.begin(), security.end());
  }
  std::ranges::stable_sort(forwarded, {}, &simulation::LogRecord::time);
  std::uint64_t record_id = 1;
  for (simulation::LogRecord& record : forwarded) record.record_id = record_id++;
  simulation::write_evtx(folder / "ForwardedEvents.evtx", forwarded);

  const auto sessions_of = [&](const std::string& evidence) {
    EXPECT_EQ(testing::run_in(folder, "sojourn analyze " + evidence + " -o case.db").status, 0);
    const auto listed = testing::run_in(folder, "sojourn sessions case.db --all --format csv");
    std::filesystem::remove(folder / "case.db");
    return listed.out;
  };
  const std::string wanted = sessions_of("own");
  ASSERT_GT(wanted.size(), 10000U);
  EXPECT_EQ(sessions_of("own ForwardedEvents.evtx"), wanted);
}

// Observed (SZECHUAN): 95 failures of RDP guessing in minutes. Here three accounts from one
// address, a pause, more, and at last the right password.
TEST(Traps, AStormOfGuessesIsABurstASourceWithEachAttemptKept) {
  std::string text;
  const auto attempt = [&](int second, const std::string& user, const std::string& address) {
    const auto two_digits = [](int n) { return (n < 10 ? "0" : "") + std::to_string(n); };
    const std::string time = two_digits(8 + second / 3600) + ":" + two_digits(second / 60 % 60) +
                             ":" + two_digits(second % 60) + ".0";
    text += time + " Security 4625 TargetUserName=" + user +
            " LogonType=3 LogonProcessName=NtLmSsp IpAddress=" + address +
            " Status=0xc000006d SubStatus=0xc000006a\n";
  };
  const std::string users[] = {"admin", "bob", "test"};
  for (int i = 0; i < 600; ++i) attempt(i, users[i % 3], "203.0.113.9");
  for (int i = 0; i < 10; ++i) attempt(600 + i * 20, "carol", "10.0.0.7");
  for (int i = 0; i < 60; ++i) attempt(901 + i, "bob", "203.0.113.9");
  text +=
      "08:20:00.0 Security 4624 TargetUserName=bob TargetLogonId=0xbb LogonType=3 "
      "LogonProcessName=NtLmSsp IpAddress=203.0.113.9\n";
  Strings strings;
  const auto correlation = correlate(timeline(text, strings), strings);
  EXPECT_EQ(671u, correlation.sessions.size());
  ASSERT_EQ(3u, correlation.bursts.size());
  EXPECT_EQ(600u, correlation.bursts[0].attempts);
  EXPECT_EQ(3u, correlation.bursts[0].accounts);
  EXPECT_EQ(10u, correlation.bursts[1].attempts);
  EXPECT_EQ(kNone, correlation.bursts[1].followed_by) << "carol stopped trying";
  EXPECT_EQ(60u, correlation.bursts[2].attempts);
  ASSERT_EQ(SessionId(670), correlation.bursts[2].followed_by);
  const Session& success = correlation.sessions[670];
  EXPECT_EQ(Outcome::success, success.outcome);
  EXPECT_EQ(660u, success.failures_before) << "all of its source's, in the hour before";
}

// Observed (SZECHUAN): 247 of 346 connections ended in 139 without any credentials: a scanner.
TEST(Traps, AConnectionWithoutCredentialsIsNoSession) {
  Strings strings;
  const auto correlation = correlate(
      timeline("08:00:00.0 RdpCore 131 ConnType=TCP ClientIP=203.0.113.9:4000 ActivityID=0001\n"
               "08:00:00.0 RCM 261 listenerName=RDP-Tcp ActivityID=0001\n"
               "08:00:00.1 RdpCore 139 ResultCode=0x80090304 IPString=203.0.113.9 ActivityID=0001\n"
               "08:00:00.2 RdpCore 102 ActivityID=0001\n"
               "08:00:05.0 RdpCore 131 ConnType=TCP ClientIP=203.0.113.9:4001 ActivityID=0002\n"
               "08:00:35.0 RdpCore 103 ReasonCode=14 ActivityID=0002\n"
               "08:00:35.0 RdpCore 102 ActivityID=0002\n"
               "08:00:40.0 RdpCore 131 ConnType=UDP ClientIP=203.0.113.9:4002 ActivityID=0003\n",
               strings),
      strings);
  EXPECT_EQ("", story(correlation, strings));
  for (EventRef ref = 0; ref < correlation.events.size(); ++ref) {
    EXPECT_FALSE(correlation.used[ref]);
    EXPECT_EQ("a connection without credentials", reason_unmatched(correlation.events[ref]));
  }
}

// Windows stores SystemTime as a FILETIME of UTC, in steps of 100 ns; nothing is rounded and no
// zone is applied (the zones of whoever runs the program: analyze_test.cc).
TEST(Traps, TimesAreKeptToTheLastDigit) {
  Strings strings;
  const auto correlation = correlate(
      timeline("09:00:00.1234567 Security 4624 TargetUserName=bob TargetLogonId=0xbb LogonType=3 "
               "IpAddress=10.0.0.5\n"
               "23:59:59.9999999 Security 4634 TargetUserName=bob TargetLogonId=0xbb "
               "LogonType=3\n",
               strings),
      strings);
  ASSERT_EQ(1u, correlation.sessions.size());
  EXPECT_EQ("2024-03-01T09:00:00.1234567Z", format_time(*correlation.sessions[0].start));
  EXPECT_EQ("2024-03-01T23:59:59.9999999Z", format_time(*correlation.sessions[0].end));
}

}  // namespace
}  // namespace sojourn
