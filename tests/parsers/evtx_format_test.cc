#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <zlib.h>

#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tests/simulation/evtx_writer.h"
#include "tests/support/sample_logs.h"

namespace sojourn {
namespace {

using simulation::evtx_bytes;
using simulation::EvtxWriter;
using simulation::LogRecord;
using simulation::ValueType;
using simulation::write_evtx;
using testing::events;
using testing::exported;
using ::testing::HasSubstr;
using testing::logon;
using testing::long_log;
using testing::Scratch;

constexpr std::size_t kFileHeader = 4096;
constexpr std::size_t kChunkHeader = 512;
constexpr std::size_t kChunk = 65536;

std::uint64_t number_at(std::string_view bytes, std::size_t offset, std::size_t size) {
  std::uint64_t number = 0;
  for (std::size_t i = 0; i < size; ++i) {
    number |= std::uint64_t{static_cast<unsigned char>(bytes.at(offset + i))} << (8 * i);
  }
  return number;
}

std::uint64_t crc(const std::string& bytes) {
  return crc32(0, reinterpret_cast<const unsigned char*>(bytes.data()),
               static_cast<uInt>(bytes.size()));
}

std::vector<std::string> chunks_of(const std::string& log) {
  std::vector<std::string> chunks;
  for (std::size_t at = kFileHeader; at < log.size(); at += kChunk) {
    chunks.push_back(log.substr(at, kChunk));
  }
  return chunks;
}

struct Record {
  std::size_t offset;
  std::uint64_t id;
  std::uint64_t written;
};

// Walks the records of a chunk; each must be framed by its size on both sides.
std::vector<Record> records_of(const std::string& chunk) {
  std::vector<Record> records;
  const std::size_t end = number_at(chunk, 48, 4);
  std::size_t at = kChunkHeader;
  while (at < end) {
    const std::size_t size = number_at(chunk, at + 4, 4);
    EXPECT_EQ(0x2a2au, number_at(chunk, at, 4));
    EXPECT_EQ(0u, size % 8);
    EXPECT_EQ(size, number_at(chunk, at + size - 4, 4));
    records.push_back({at, number_at(chunk, at + 8, 8), number_at(chunk, at + 16, 8)});
    at += size;
  }
  EXPECT_EQ(end, at);
  return records;
}

std::string utf16_of(std::string_view ascii) {
  std::string bytes;
  for (const char c : ascii) bytes += {c, '\0'};
  return bytes;
}

std::size_t count_of(std::string_view part, std::string_view whole) {
  std::size_t count = 0;
  for (std::size_t at = whole.find(part); at != whole.npos; at = whole.find(part, at + 1)) ++count;
  return count;
}

TEST(EvtxFormat, TheFileHeaderCountsWhatFollows) {
  const std::string log = evtx_bytes(long_log(800));
  const std::size_t chunks = (log.size() - kFileHeader) / kChunk;
  ASSERT_GT(chunks, 3u);
  EXPECT_EQ(log.size(), kFileHeader + chunks * kChunk);
  EXPECT_EQ(std::string("ElfFile\0", 8), log.substr(0, 8));
  EXPECT_EQ(0u, number_at(log, 8, 8));
  EXPECT_EQ(chunks - 1, number_at(log, 16, 8));
  EXPECT_EQ(801u, number_at(log, 24, 8));
  EXPECT_EQ(128u, number_at(log, 32, 4));
  EXPECT_EQ(1u, number_at(log, 36, 2));
  EXPECT_EQ(3u, number_at(log, 38, 2));
  EXPECT_EQ(kFileHeader, number_at(log, 40, 2));
  EXPECT_EQ(chunks, number_at(log, 42, 2));
  EXPECT_EQ(0u, number_at(log, 120, 4));
  EXPECT_EQ(crc(log.substr(0, 120)), number_at(log, 124, 4));
}

TEST(EvtxFormat, EveryChunkIsWholeAndItsChecksumsHold) {
  std::uint64_t next = 1;
  for (const std::string& chunk : chunks_of(evtx_bytes(long_log(800)))) {
    ASSERT_EQ(kChunk, chunk.size());
    EXPECT_EQ(std::string("ElfChnk\0", 8), chunk.substr(0, 8));
    const std::vector<Record> records = records_of(chunk);
    ASSERT_FALSE(records.empty());
    EXPECT_EQ(next, number_at(chunk, 8, 8));
    EXPECT_EQ(next + records.size() - 1, number_at(chunk, 16, 8));
    EXPECT_EQ(records.front().id, number_at(chunk, 24, 8));
    EXPECT_EQ(records.back().id, number_at(chunk, 32, 8));
    EXPECT_EQ(128u, number_at(chunk, 40, 4));
    EXPECT_EQ(records.back().offset, number_at(chunk, 44, 4));
    const std::size_t end = number_at(chunk, 48, 4);
    EXPECT_EQ(crc(chunk.substr(kChunkHeader, end - kChunkHeader)), number_at(chunk, 52, 4));
    EXPECT_EQ(crc(chunk.substr(0, 120) + chunk.substr(128, 384)), number_at(chunk, 124, 4));
    EXPECT_EQ(std::string::npos, chunk.find_first_not_of('\0', end));
    next += records.size();
  }
  EXPECT_EQ(801u, next);
}

TEST(EvtxFormat, NamesAreFoundThroughTheBucketOfTheirHash) {
  for (const std::string& chunk : chunks_of(evtx_bytes(long_log(800)))) {
    std::vector<std::string> names;
    for (std::size_t bucket = 0; bucket < 64; ++bucket) {
      for (std::size_t at = number_at(chunk, 128 + 4 * bucket, 4); at != 0;
           at = number_at(chunk, at, 4)) {
        const std::size_t length = number_at(chunk, at + 6, 2);
        std::uint32_t hash = 0;
        std::string name;
        for (std::size_t i = 0; i <= length; ++i) {
          const auto unit = static_cast<std::uint32_t>(number_at(chunk, at + 8 + 2 * i, 2));
          if (i == length) {
            EXPECT_EQ(0u, unit);
          } else {
            hash = hash * 65599 + unit;
            name += static_cast<char>(unit);
          }
        }
        EXPECT_EQ(hash & 0xffff, number_at(chunk, at + 4, 2));
        EXPECT_EQ(bucket, hash % 64);
        names.push_back(name);
        EXPECT_EQ(1u, count_of(chunk.substr(at + 4, 4 + 2 * length + 2), chunk)) << name;
      }
    }
    EXPECT_THAT(names, ::testing::IsSupersetOf({"Event", "xmlns", "System", "Provider", "Data"}));
  }
}

TEST(EvtxFormat, AChunkDefinesATemplateOnceAndThenRefersToIt) {
  const std::string provider = utf16_of("Microsoft-Windows-Security-Auditing");
  for (const std::string& chunk : chunks_of(evtx_bytes(long_log(800)))) {
    ASSERT_GT(records_of(chunk).size(), 30u);
    EXPECT_EQ(1u, count_of(provider, chunk));
    std::size_t definitions = 0;
    for (std::size_t bucket = 0; bucket < 32; ++bucket) {
      for (std::size_t at = number_at(chunk, 384 + 4 * bucket, 4); at != 0;
           at = number_at(chunk, at, 4)) {
        ++definitions;
        EXPECT_EQ(bucket, number_at(chunk, at + 4, 4) % 32);
        const std::size_t size = number_at(chunk, at + 20, 4);
        EXPECT_EQ("\x0f\x01\x01" + std::string(1, '\0'), chunk.substr(at + 24, 4));
        EXPECT_EQ('\0', chunk[at + 24 + size - 1]);
      }
    }
    EXPECT_EQ(6u, definitions);  // three providers, each with an event and its data
  }
}

TEST(EvtxFormat, ARecordCarriesItsIdAndTime) {
  LogRecord record = logon(123'456);
  record.time = *parse_time("1601-01-01T00:00:01Z");
  const std::vector<Record> records = records_of(chunks_of(evtx_bytes({record})).at(0));
  ASSERT_EQ(1u, records.size());
  EXPECT_EQ(123'456u, records[0].id);
  EXPECT_EQ(10'000'000u, records[0].written);
}

TEST(EvtxFormat, EveryRecordOfALogOfManyChunksIsRead) {
  const std::vector<LogRecord> records = long_log(800);
  const pugi::xml_document document = exported(evtx_bytes(records));
  const std::vector<pugi::xml_node> found = events(document);
  ASSERT_EQ(records.size(), found.size());
  for (std::size_t i = 0; i < records.size(); ++i) {
    const pugi::xml_node system = found[i].child("System");
    EXPECT_EQ(std::to_string(records[i].record_id), system.child_value("EventRecordID"));
    EXPECT_EQ(records[i].provider, system.child("Provider").attribute("Name").value());
    const std::string value = records[i].values[0].value;
    EXPECT_TRUE(found[i].find_node([&value](const pugi::xml_node& node) {
      return node.text().get() == value;
    })) << value;
  }
}

TEST(EvtxFormat, TheSameRecordsAlwaysMakeTheSameBytesInMemoryOrInAFile) {
  const Scratch folder;
  write_evtx(folder / "log.evtx", long_log(300));
  EXPECT_EQ(evtx_bytes(long_log(300)), testing::contents(folder / "log.evtx"));
}

TEST(EvtxFormat, ALogWithoutRecordsIsStillALog) {
  const std::string log = evtx_bytes({});
  EXPECT_EQ(kFileHeader + kChunk, log.size());
  EXPECT_EQ(1u, number_at(log, 24, 8));
  const Scratch folder;
  testing::write_file(folder / "empty.evtx", log);
  const testing::Outcome outcome = testing::run_in(folder, "evtxinfo empty.evtx");
  EXPECT_EQ(0, outcome.status);
  EXPECT_THAT(outcome.out, HasSubstr("Number of records\t\t: 0"));
}

TEST(EvtxFormat, ARefusedRecordLeavesTheLogAsItWas) {
  const Scratch folder;
  EvtxWriter writer(folder / "log.evtx");
  LogRecord other = logon(2);
  other.values = {{"OtherName", "x"}, {"Count", "many", ValueType::uint32}};
  EXPECT_THROW(writer.add(other), std::invalid_argument);
  other.values = {{"OtherName", std::string(70'000, 'x')}};
  EXPECT_THROW(writer.add(other), std::invalid_argument);
  writer.add(logon(1));
  EXPECT_THROW(writer.add(other), std::invalid_argument);
  writer.finish();
  const std::string log = testing::contents(folder / "log.evtx");
  EXPECT_EQ(evtx_bytes({logon(1)}).substr(kFileHeader), log.substr(log.size() - kChunk));
}

TEST(EvtxFormat, AFileThatCannotBeWrittenIsAnError) {
  const Scratch folder;
  EXPECT_THROW(write_evtx(folder / "none" / "log.evtx", {}), std::runtime_error);
  EXPECT_THROW(write_evtx("/dev/full", long_log(300)), std::runtime_error);
}

TEST(EvtxFormat, TextsThatDoNotFitTheirTypeAreMistakesOfTheCaller) {
  const std::vector<std::pair<ValueType, std::string>> unfit = {
      {ValueType::uint32, "ten"},
      {ValueType::uint32, "-1"},
      {ValueType::uint32, "4294967296"},
      {ValueType::uint32, "1 "},
      {ValueType::hex32, "10"},
      {ValueType::hex32, "0x"},
      {ValueType::hex32, "0x100000000"},
      {ValueType::hex64, "0xg"},
      {ValueType::pointer, "0x10000000000000000"},
      {ValueType::guid, "{}"},
      {ValueType::guid, "F4205BAC-1B7C-4E4F-9D4B-0123456789AB"},
      {ValueType::guid, "{F4205BAC-1B7C-4E4F-9D4B-0123456789AG}"},
      {ValueType::sid, "alice"},
      {ValueType::sid, "S-1-"},
      {ValueType::sid, "S-1-5-"},
      {ValueType::sid, "S-1-5-4294967296"},
      {ValueType::sid, "S-1-281474976710656-1"},
      {ValueType::sid, "S-1-5-1-2-3-4-5-6-7-8-9-10-11-12-13-14-15-16"},
      {ValueType::filetime, "yesterday"},
      {ValueType::filetime, "1600-12-31T23:59:59Z"},
      {ValueType::string, "\xff"},
      {ValueType::string, "\xc3"},
      {ValueType::string, "\xc0\x80"},
      {ValueType::string, "\xe0\x80\x80"},
      {ValueType::string, "\xed\xa0\x80"},
      {ValueType::string, "\xf4\x90\x80\x80"},
      {ValueType::string, "\xc3\x28"}};
  for (const auto& [type, text] : unfit) {
    LogRecord record = logon(1);
    record.values = {{"Value", text, type}};
    EXPECT_THROW(evtx_bytes({record}), std::invalid_argument) << text;
  }
}

TEST(EvtxFormat, AnElementOfUserDataNeedsAName) {
  LogRecord record = testing::session_arrival(1);
  record.values[0].name = "";
  EXPECT_THROW(evtx_bytes({record}), std::invalid_argument);
}

}  // namespace
}  // namespace sojourn
