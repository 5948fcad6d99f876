// Which records of a file were read, as ranges of their ids: from a stream of places, and from the
// readers.
#include "schema/record_range.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "parsers/native_reader.h"
#include "parsers/record_ranges.h"
#include "parsers/xml_export.h"
#include "tests/simulation/evtx_writer.h"
#include "tests/simulation/xml_export.h"
#include "tests/support/sample_logs.h"
#include "tests/support/scratch.h"

namespace sojourn {
namespace {

using simulation::LogRecord;
using testing::logon;

constexpr Text kChannel{1}, kOtherChannel{2};

Timestamp minute(std::int64_t minutes) { return Timestamp{std::chrono::minutes{minutes}}; }

// "1-3 5-5", what a range lacks in brackets.
std::string text_of(const std::vector<RecordRange>& ranges) {
  std::string text;
  for (const RecordRange& range : ranges) {
    if (!text.empty()) text += ' ';
    text += std::to_string(range.first) + '-' + std::to_string(range.last);
    if (range.missing > 0) text += '[' + std::to_string(range.missing) + ']';
  }
  return text;
}

std::string ranges_of(const std::vector<std::uint64_t>& records) {
  RecordRanges ranges;
  for (const std::uint64_t record : records)
    ranges.add({kChannel, record, minute(static_cast<std::int64_t>(record))});
  return text_of(ranges.take());
}

TEST(RecordRanges, GoOnUntilAnIdIsMissing) {
  EXPECT_EQ("", ranges_of({}));
  EXPECT_EQ("7-7", ranges_of({7}));
  EXPECT_EQ("1-3 5-6", ranges_of({1, 2, 3, 5, 6}));
  EXPECT_EQ("0-1", ranges_of({0, 1}));
}

// A log that has wrapped round has its oldest chunk somewhere in the middle; `wevtutil qe /rd:true`
// exports the newest record first.
TEST(RecordRanges, DoNotDependOnTheOrderOfTheRecords) {
  EXPECT_EQ("1-6", ranges_of({4, 5, 6, 1, 2, 3}));
  EXPECT_EQ("1-4 6-7", ranges_of({7, 6, 4, 3, 2, 1}));
  EXPECT_EQ("1-3", ranges_of({1, 2, 2, 3, 1}));
}

TEST(RecordRanges, HaveTheEarliestAndTheLatestOfTheirTimes) {
  RecordRanges ranges;
  ranges.add({kChannel, 10, minute(30)});
  ranges.add({kChannel, 11, minute(50)});
  ranges.add({kChannel, 12, minute(20)});  // the clock was set back
  const auto found = ranges.take();
  ASSERT_EQ(1u, found.size());
  EXPECT_EQ(minute(20), found[0].first_time);
  EXPECT_EQ(minute(50), found[0].last_time);
}

// Which records are noted, of a log with these: minute, and 's' for one that a start leaves, 'k'
// for another that the catalog knows.
std::string signs_of(const std::vector<std::pair<int, char>>& records) {
  RecordRanges ranges;
  Event start, known;
  start.kind = EventKind::os_started;
  known.kind = EventKind::logon;
  std::uint64_t record = 0;
  for (const auto& [at, what] : records) {
    const Event* event = what == 's' ? &start : what == 'k' ? &known : nullptr;
    ranges.add({kChannel, ++record, minute(at)}, event);
  }
  return text_of(ranges.take_signs());
}

TEST(SignsOfLife, AreTheRecordsBeforeASilenceAndAStart) {
  EXPECT_EQ("", signs_of({}));
  EXPECT_EQ("1-1 2-2 5-5", signs_of({{1, ' '}, {2, ' '}, {9, 's'}, {9, ' '}, {9, ' '}}));
  EXPECT_EQ("1-1", signs_of({{1, ' '}, {2, 'k'}, {9, 's'}, {9, 'k'}}));
  EXPECT_EQ("2-2", signs_of({{9, ' '}, {9, ' '}, {3, 's'}})) << "the clock was set back";
  EXPECT_EQ("3-3", signs_of({{1, ' '}, {2, ' '}, {3, ' '}})) << "the last of all";
}

TEST(SignsOfLife, AreAmongTheRecordsCloseBeforeAStart) {
  std::vector<std::pair<int, char>> records;
  for (int at = 1; at <= 200; ++at) records.emplace_back(at, at % 10 == 0 ? ' ' : 'k');
  records.emplace_back(201, 's');
  EXPECT_EQ("140-140 150-150 160-160 170-170 180-180 190-190 200-200", signs_of(records));
}

TEST(RecordRanges, OfAFileWithSeveralChannelsAreNone) {
  RecordRanges ranges;
  for (const std::uint64_t record : {1, 2, 3}) ranges.add({kChannel, record, minute(1)});
  EXPECT_FALSE(ranges.is_mixed());
  ranges.add({kOtherChannel, 4, minute(1)});
  ranges.add({kChannel, 5, minute(1)});
  EXPECT_TRUE(ranges.is_mixed());
  EXPECT_TRUE(ranges.take().empty());
}

// Synthetic: a file with a hole at every record, and three wide ones. It costs no more memory than
// an honest one, the wide holes are told, and nothing is told to be there that is not.
TEST(RecordRanges, OfMoreHolesThanCanBeToldTheSmallestAreOnlyCounted) {
  RecordRanges ranges;
  std::uint64_t record = 0;
  constexpr std::uint64_t kRecords = 50'000;
  for (std::uint64_t i = 0; i < kRecords; ++i) {
    record += i % 20'000 == 19'999 ? 1'000 : 2;
    ranges.add({kChannel, record, minute(1)});
  }
  const auto found = ranges.take();
  ASSERT_EQ(kMostRanges, found.size());
  std::uint64_t held = 0, wide = 0;
  for (std::size_t i = 0; i < found.size(); ++i) {
    held += found[i].last - found[i].first + 1 - found[i].missing;
    if (i > 0 && found[i].first - found[i - 1].last == 1'000) ++wide;
  }
  EXPECT_EQ(kRecords, held);
  EXPECT_EQ(2u, wide);
}

RecordRange range(std::uint64_t first, std::uint64_t last, std::uint64_t missing = 0) {
  return {.file = 0,
          .channel = kChannel,
          .first = first,
          .last = last,
          .first_time = {},
          .last_time = {},
          .missing = missing};
}

std::string united(std::vector<RecordRange> ranges) {
  unite(ranges);
  return text_of(ranges);
}

TEST(RecordRange, CopiesAndPiecesOfALogMakeOne) {
  EXPECT_EQ("1-100 102-110",
            united({range(50, 90), range(1, 49), range(60, 100), range(102, 110)}));
  EXPECT_EQ("1-200[9]", united({range(1, 100, 7), range(1, 100, 7), range(101, 200, 2)}));
}

// An analyst has the log, and besides what somebody exported of it with a query.
TEST(RecordRange, ACopyWithAllRecordsFillsTheHolesOfAnotherThatAreOnlyCounted) {
  EXPECT_EQ("1-5000", united({range(1, 5'000), range(1, 5'000, 3'000)}));
  EXPECT_EQ("1-5000", united({range(1, 5'000), range(100, 4'000, 3'000)}));
  EXPECT_EQ("1-5000[2]", united({range(1, 5'000, 2), range(100, 4'000, 3'000)}));
  EXPECT_EQ("1-5000[99]", united({range(1, 4'000, 3'000), range(100, 5'000)}))
      << "of the first at most those before the second";
  EXPECT_EQ("1-5000[7]", united({range(1, 4'000, 4), range(100, 5'000, 3)}));
}

template <class Reader>
std::string ranges_in(const testing::Scratch& folder, const std::string& name) {
  Strings strings;
  Reader reader(folder / name, strings);
  while (reader.next()) {
  }
  const bool is_mixed = reader.ranges().is_mixed();
  return is_mixed ? "mixed" : text_of(reader.ranges().take());
}

TEST(RecordRanges, AreTheSameOfALogAndOfItsExports) {
  const testing::Scratch folder;
  std::vector<LogRecord> records;
  for (const std::uint64_t id : {5, 6, 7, 9, 10, 12}) {
    records.push_back(logon(id));
    // Most records say nothing of sessions. They count all the same.
    if (id % 2 == 0) records.back().event_id = 4688;
  }
  simulation::write_evtx(folder / "log.evtx", records);
  testing::write_file(folder / "log.xml", simulation::exported_log(records, true));
  EXPECT_EQ("5-7 9-10 12-12", ranges_in<NativeReader>(folder, "log.evtx"));
  EXPECT_EQ("5-7 9-10 12-12", ranges_in<XmlExportReader>(folder, "log.xml"));

  // As libevtx sees them.
  testing::run_in(folder, "evtxexport -f xml log.evtx | sed -n '/<Event/,$p' > libevtx.xml");
  EXPECT_EQ("5-7 9-10 12-12", ranges_in<XmlExportReader>(folder, "libevtx.xml"));

  records.push_back(testing::log_service_started(13));
  simulation::write_evtx(folder / "several.evtx", records);
  EXPECT_EQ("mixed", ranges_in<NativeReader>(folder, "several.evtx"));
}

// Observed (mitre): in a log exported with a query the frames count 1, 2, 3, … while the records
// keep the ids they had in their log. Only those tell what was left out.
TEST(RecordRanges, AreOfTheIdsThatRecordsHaveAndNotOfTheirFrames) {
  const testing::Scratch folder;
  simulation::write_evtx(folder / "log.evtx", {logon(105), logon(109)});
  std::string bytes = testing::contents(folder / "log.evtx");
  std::uint8_t number = 1;
  std::size_t frames = 0;
  const std::string frame("\x2a\x2a\0\0", 4);
  for (std::size_t at = bytes.find(frame); at != std::string::npos;
       at = bytes.find(frame, at + 4)) {
    bytes[at + 8] = static_cast<char>(number++);
    ++frames;
  }
  ASSERT_EQ(2u, frames);
  testing::write_file(folder / "log.evtx", bytes);
  EXPECT_EQ("105-105 109-109", ranges_in<NativeReader>(folder, "log.evtx"));
}

}  // namespace
}  // namespace sojourn
