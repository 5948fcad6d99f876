// What the logs hold and what they lack, told by the ids of all their records.
#include "correlator/records/coverage.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "correlator/correlate.h"
#include "tests/support/stories.h"
#include "tests/support/timeline.h"

namespace sojourn {
namespace {

Timestamp at(const std::string& clock) { return parse_time("2024-03-01T" + clock + ":00").value(); }

class CoverageTest : public ::testing::Test {
 protected:
  RecordRange range(std::string_view channel, std::uint64_t first, std::uint64_t last,
                    const std::string& from, const std::string& to) {
    return {.file = file_++,
            .channel = strings_.intern(channel),
            .first = first,
            .last = last,
            .first_time = at(from),
            .last_time = at(to),
            .missing = 0};
  }
  RecordRange security(std::uint64_t first, std::uint64_t last, const std::string& from,
                       const std::string& to) {
    return range("Security", first, last, from, to);
  }

  Correlation correlated(const std::string& text, const std::vector<RecordRange>& ranges) {
    return correlate(timeline(text, strings_), strings_, {}, ranges);
  }

  // "Security 1-119 09:00-10:03 records_missing", a line each.
  std::string coverage(const Correlation& found) const {
    std::string lines;
    for (const Coverage& row : found.coverage) {
      lines += std::string(strings_[row.channel]) + ' ' + std::to_string(row.first_record) + '-' +
               std::to_string(row.last_record) + ' ' + format_time(row.first.time).substr(11, 5) +
               '-' + format_time(row.last.time).substr(11, 5) + ' ' + std::to_string(row.events) +
               ' ' + std::string(row.ended_by) + '\n';
    }
    return lines;
  }

  Strings strings_;
  std::uint32_t file_ = 0;  // each range is of another
};

constexpr const char* kBob =
    "10:00:00.0 Security 4624 TargetUserName=bob TargetDomainName=CORP TargetLogonId=0xb00 "
    "LogonType=3 IpAddress=10.0.0.5 RecordID=100\n";
constexpr const char* kCarol =
    "13:00:00.0 Security 4624 TargetUserName=carol TargetDomainName=CORP TargetLogonId=0xca0 "
    "LogonType=3 IpAddress=10.0.0.6 RecordID=400\n"
    "13:00:05.0 Security 4634 TargetUserName=carol TargetLogonId=0xca0 LogonType=3\n";

// Synthetic: records 120 to 340 were in a chunk that was zeroed.
TEST_F(CoverageTest, AHoleInTheRecordIdsEndsAStretchOfTheLog) {
  const auto found = correlated(std::string(kBob) + kCarol, {security(1, 119, "09:00", "10:03"),
                                                             security(341, 500, "10:41", "18:00")});
  EXPECT_EQ(
      "Security 1-119 09:00-10:03 1 records_missing\n"
      "Security 341-500 10:41-18:00 2 end_of_log\n",
      coverage(found));
  EXPECT_EQ(
      "network success CORP\\bob from 10.0.0.5 10:00:00.0 logon - … open [gap]\n"
      "network success CORP\\carol from 10.0.0.6 13:00:00.0 logon - 13:00:05.0 logoff\n",
      story(found, strings_));
}

TEST_F(CoverageTest, WithoutAHoleTheLogReachesAsFarAsItsRecordsWhateverTheySay) {
  const auto found = correlated(std::string(kBob) + kCarol, {security(1, 500, "09:00", "18:00")});
  EXPECT_EQ("Security 1-500 09:00-18:00 3 end_of_log\n", coverage(found));
  EXPECT_EQ(std::string::npos, story(found, strings_).find("gap"));
}

TEST_F(CoverageTest, WhatIsNotKnownOfRecordIdsIsAsTheEventsHaveIt) {
  EXPECT_EQ("Security 100-401 10:00-13:00 3 end_of_log\n",
            coverage(correlated(std::string(kBob) + kCarol, {})));
}

// Synthetic: the log rolled over between two archived pieces, or was archived too late.
TEST_F(CoverageTest, PiecesOfALogThatRolledOverInBetweenHaveAHole) {
  EXPECT_EQ(
      "Security 1-200 09:00-10:30 1 records_missing\n"
      "Security 301-500 12:00-18:00 2 end_of_log\n",
      coverage(correlated(std::string(kBob) + kCarol, {security(301, 500, "12:00", "18:00"),
                                                       security(1, 200, "09:00", "10:30")})));
  EXPECT_EQ(
      "Security 1-500 09:00-18:00 3 end_of_log\n",
      coverage(correlated(std::string(kBob) + kCarol, {security(1, 200, "09:00", "10:30"),
                                                       security(201, 500, "10:31", "18:00")})))
      << "pieces that go on";
}

// Observed: volume shadow copies hold older states of the same log.
TEST_F(CoverageTest, ACopyThatStillHasTheMissingRecordsFillsTheHole) {
  const auto found = correlated(std::string(kBob) + kCarol, {security(1, 119, "09:00", "10:03"),
                                                             security(341, 500, "10:41", "18:00"),
                                                             security(90, 350, "09:50", "11:00")});
  EXPECT_EQ("Security 1-500 09:00-18:00 3 end_of_log\n", coverage(found));
  EXPECT_EQ(
      "network success CORP\\bob from 10.0.0.5 10:00:00.0 logon - … open\n"
      "network success CORP\\carol from 10.0.0.6 13:00:00.0 logon - 13:00:05.0 logoff\n",
      story(found, strings_));
}

// Observed: record ids begin again at 1 after a log was cleared. What has the same ids is not the
// same, and the new count does not fill the holes of the old one.
TEST_F(CoverageTest, IdsThatBeginAgainFillNoHolesOfTheCountBefore) {
  const auto found = correlated(
      std::string(kBob) + "12:00:00.0 Eventlog 1102 SubjectUserName=mallory RecordID=1\n" +
          "13:00:05.0 Security 4625 TargetUserName=carol LogonType=3 RecordID=300\n",
      {security(1, 119, "09:00", "10:03"), security(150, 200, "10:30", "11:55"),
       security(1, 500, "12:00", "18:00")});
  EXPECT_EQ(
      "Security 1-119 09:00-10:03 1 records_missing\n"
      "Security 150-200 10:30-11:55 0 cleared\n"
      "Security 1-500 12:00-18:00 2 end_of_log\n",
      coverage(found));
}

TEST_F(CoverageTest, WhereIdsGoOnAfterClearingTheLogIsStillCleared) {
  EXPECT_EQ(
      "Security 1-200 09:00-10:00 1 cleared\n"
      "Security 201-500 12:00-18:00 1 end_of_log\n",
      coverage(correlated(
          std::string(kBob) + "12:00:00.0 Eventlog 1102 SubjectUserName=mallory RecordID=201\n",
          {security(1, 200, "09:00", "11:55"), security(201, 500, "12:00", "18:00")})));
}

// Synthetic: records 120 to 340 are gone, and meanwhile the clock was set back by two hours.
TEST_F(CoverageTest, AHoleIsFoundWhereTheClockWasSetBack) {
  RecordRange before = security(1, 119, "09:00", "10:03");
  RecordRange after = security(341, 500, "08:20", "08:50");
  before.file = after.file = 0;
  EXPECT_EQ(
      "Security 1-119 09:00-10:03 1 records_missing\n"
      "Security 341-500 08:20-08:50 0 end_of_log\n",
      coverage(correlated(kBob, {after, before})));
}

// Carved records show what a log once held, not that it holds it.
TEST_F(CoverageTest, ACarvedRecordFillsNoHole) {
  auto events = timeline(std::string(kBob) + kCarol, strings_);
  events.push_back(events.front());
  events.back().record = 200;
  events.back().time = at("10:20");
  events.back().logon_id = 0xb01;
  events.back().recovered = true;
  const auto found =
      correlate(events, strings_, {},
                {security(1, 119, "09:00", "10:03"), security(341, 500, "10:41", "18:00")});
  EXPECT_EQ(
      "Security 1-119 09:00-10:03 1 records_missing\n"
      "Security 341-500 10:41-18:00 2 end_of_log\n",
      coverage(found));
}

// Synthetic: a collector has some of the host's records, too, under ids of its own.
TEST_F(CoverageTest, RecordsUnderACollectorsIdsHaveAStretchOfTheirOwn) {
  const auto found = correlated(std::string(kBob) + kCarol +
                                    "08:00:00.0 Security 4625 TargetUserName=dave LogonType=3 "
                                    "RecordID=70000\n",
                                {security(1, 500, "09:00", "18:00")});
  EXPECT_EQ(
      "Security 1-500 09:00-18:00 3 end_of_log\n"
      "Security 70000-70000 08:00-08:00 1 end_of_log\n",
      coverage(found));
}

// A hole matters to a session where the log could have held one of its records, while it lasted or,
// where its start or end is unknown, while it could have.
TEST_F(CoverageTest, OnlyHolesInLogsThatMatterFlagASession) {
  constexpr std::string_view kLsm =
      "Microsoft-Windows-TerminalServices-LocalSessionManager/Operational";
  constexpr std::string_view kProfiles = "Microsoft-Windows-User Profile Service/Operational";
  const std::string text = std::string(kConsoleLogon) + kCarol + kConsoleLogoff;
  const std::string alice = "local success CORP\\alice 09:00:00.0 logon - 17:00:00.1 logoff";
  const std::string carol =
      "network success CORP\\carol from 10.0.0.6 13:00:00.0 logon - 13:00:05.0 logoff";
  const auto with_hole = [&](std::string_view channel, const std::string& from,
                             const std::string& to) {
    return story(correlated(text, {range(channel, 1, 50, "08:00", from),
                                   range(channel, 61, 900, to, "18:00")}),
                 strings_);
  };
  EXPECT_EQ(alice + " [gap]\n" + carol + "\n", with_hole(kLsm, "12:50", "13:10"));
  EXPECT_EQ(alice + " [gap]\n" + carol + " [gap]\n", with_hole("System", "12:50", "13:10"));
  EXPECT_EQ(alice + " [gap]\n" + carol + "\n", with_hole("System", "14:00", "14:10"));
  EXPECT_EQ(alice + "\n" + carol + "\n", with_hole("System", "17:30", "17:40"));
  EXPECT_EQ(alice + "\n" + carol + "\n", with_hole(kProfiles, "12:50", "13:10"));
}

TEST_F(CoverageTest, TheOrderOfFilesDoesNotMatter) {
  std::vector<RecordRange> ranges{
      security(1, 119, "09:00", "10:03"), security(341, 500, "10:41", "18:00"),
      security(1, 30, "18:30", "19:00"), security(100, 130, "10:00", "10:10"),
      security(40, 60, "19:10", "19:30")};
  const std::string expected = coverage(correlated(std::string(kBob) + kCarol, ranges));
  EXPECT_EQ(4, std::ranges::count(expected, '\n'));
  const auto by_place = [](const RecordRange& a, const RecordRange& b) {
    return std::pair{a.first, a.first_time} < std::pair{b.first, b.first_time};
  };
  std::ranges::sort(ranges, by_place);
  do {
    EXPECT_EQ(expected, coverage(correlated(std::string(kBob) + kCarol, ranges)));
  } while (std::ranges::next_permutation(ranges, by_place).found);
}

// Observed: an 1108 that names a record which could not be written stands in front of 46 records
// whose times lie before its own.
TEST_F(CoverageTest, WhatComesOutOfTurnInTimeEndsItsLogWhereItStands) {
  const std::string carol_before =
      "10:00:00.2 Security 4624 TargetUserName=carol TargetDomainName=CORP TargetLogonId=0xc00 "
      "LogonType=3 IpAddress=10.0.0.6 RecordID=102\n";
  const Correlation found =
      correlated(kBob + carol_before + "10:00:00.7 Eventlog 1108 RecordID=101\n",
                 {security(90, 110, "09:00", "11:00")});
  EXPECT_EQ(
      "Security 90-100 09:00-10:00 1 events_lost\n"
      "Security 101-110 10:00-11:00 2 end_of_log\n",
      coverage(found));
}

}  // namespace
}  // namespace sojourn
