// The two readers of event logs against each other, and each against damage.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "correlator/correlate.h"
#include "parsers/isolated_reader.h"
#include "parsers/native_reader.h"
#include "tests/simulation/evidence_folder.h"
#include "tests/simulation/evtx_writer.h"
#include "tests/support/corpus.h"
#include "tests/support/memory_file.h"
#include "tests/support/read_all.h"
#include "tests/support/sample_logs.h"
#include "tests/support/scratch.h"
#include "tests/support/seeds.h"
#include "tests/support/split_hosts.h"
#include "tests/support/timeline.h"

namespace sojourn {
namespace {

namespace fs = std::filesystem;
using testing::Read;
using testing::read_all;
using testing::Scratch;

std::vector<fs::path> logs_in(const fs::path& folder) {
  std::vector<fs::path> logs;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file() && entry.path().extension() == ".evtx")
      logs.push_back(entry.path());
  }
  std::ranges::sort(logs);
  return logs;
}

TEST(Readers, AgreeOnEveryRecordOfTheDemo) {
  const Scratch folder;
  simulation::write_evidence(simulation::demo_scenario(), folder / "demo");
  std::size_t events = 0;
  for (const fs::path& log : logs_in(folder / "demo")) {
    const Read native = read_all<NativeReader>(log), libevtx = read_all<IsolatedReader>(log);
    EXPECT_TRUE(native.issues.empty() && libevtx.issues.empty()) << log;
    EXPECT_EQ(native.records, libevtx.records) << log;
    EXPECT_EQ(native.events, libevtx.events) << log;
    events += native.events.size();
  }
  EXPECT_GT(events, 1000U);
}

// libevtx 20181227 refuses records without template and stops where a checksum or header is wrong,
// so it may have fewer; what it has must be the same, in the same order.
TEST(Readers, TheNativeOneHasAllThatLibevtxFindsInRealLogs) {
  SKIP_WITHOUT_CORPUS("");
  std::size_t files = 0;
  for (const fs::path& log : logs_in(testing::corpus())) {
    const Read native = read_all<NativeReader>(log), libevtx = read_all<IsolatedReader>(log);
    ++files;
    EXPECT_GE(native.records, libevtx.records) << log;
    auto at = native.events.begin();
    for (const std::string& event : libevtx.events) {
      at = std::find(at, native.events.end(), event);
      ASSERT_NE(at, native.events.end()) << log << " lacks or differs in\n" << event;
      ++at;
    }
  }
  EXPECT_GT(files, 200U);
}

// Every session of the logs in a folder, by host, as text.
template <class Reader>
std::string sessions_by(const fs::path& folder) {
  Strings strings;
  std::vector<Event> events;
  std::uint32_t file = 0;
  for (const fs::path& log : logs_in(folder)) {
    Reader reader(log, strings);
    while (const auto result = reader.next()) {
      if (!*result) continue;
      events.push_back(result->value());
      events.back().file = file;
    }
    ++file;
  }
  std::string sessions;
  for (Host& host : split_hosts(std::move(events), strings)) {
    sessions += std::string(strings[host.name]) + ":\n";
    sessions += story(correlate(std::move(host.events), strings), strings);
  }
  return sessions;
}

TEST(Readers, LeadToTheSameSessionsOfTheDemo) {
  const Scratch folder;
  simulation::write_evidence(simulation::demo_scenario(), folder / "demo");
  const std::string sessions = sessions_by<NativeReader>(folder / "demo");
  EXPECT_NE(sessions.find("svc_backup"), std::string::npos);
  EXPECT_EQ(sessions, sessions_by<IsolatedReader>(folder / "demo"));
}

TEST(Readers, LeadToTheSameSessionsOfRealHosts) {
  SKIP_WITHOUT_CORPUS("hosts");
  for (const char* host : {"rdpauth", "hosts/win10", "hosts/win11", "hosts/server2022"}) {
    EXPECT_EQ(sessions_by<NativeReader>(testing::corpus() / host),
              sessions_by<IsolatedReader>(testing::corpus() / host))
        << host;
  }
}

TEST(Readers, TheNativeOneReadsRecordsWithoutTemplate) {
  SKIP_WITHOUT_CORPUS("mitre");
  for (const fs::path& log : logs_in(testing::corpus() / "mitre")) {
    if (!log.filename().string().starts_with("ID1149-RDP success logins")) continue;
    const Read read = read_all<NativeReader>(log);
    EXPECT_EQ(read.events.size(), 11U);
    EXPECT_EQ(read.records, 11U);
    EXPECT_TRUE(read.issues.empty());
    return;
  }
  FAIL() << "the file is not there";
}

TEST(Readers, PartsOfAFileAreTheFile) {
  const Scratch folder;
  simulation::write_evidence(simulation::demo_scenario(), folder / "demo");
  std::size_t several = 0;
  for (const fs::path& log : logs_in(folder / "demo")) {
    const Read whole = read_all<NativeReader>(log);
    Read parts;
    const std::uint64_t chunks = chunk_count(log);
    several += chunks > 1 ? 1 : 0;
    for (std::uint64_t first = 0; first < chunks; ++first) {
      const Read part = read_all<NativeReader>(log, ChunkRange{first, first + 1});
      parts.events.insert(parts.events.end(), part.events.begin(), part.events.end());
      parts.records += part.records;
    }
    EXPECT_EQ(parts.events, whole.events) << log;
    EXPECT_EQ(parts.records, whole.records) << log;
  }
  EXPECT_GT(several, 0U) << "no log has two chunks";
}

template <class Reader>
class AnyReader : public ::testing::Test {};
using BothReaders = ::testing::Types<NativeReader, IsolatedReader>;
TYPED_TEST_SUITE(AnyReader, BothReaders);

TYPED_TEST(AnyReader, SaysOfAFileThatIsNotThereThatItIsNot) {
  const Scratch folder;
  const Read read = read_all<TypeParam>(folder / "gone.evtx");
  EXPECT_TRUE(read.events.empty());
  ASSERT_EQ(read.issues.size(), 1U);
  EXPECT_EQ(read.issues[0].what, "file");
}

TYPED_TEST(AnyReader, SaysOfAFileThatIsNoLogThatItIsNone) {
  const Scratch folder;
  for (const std::string& bytes : {std::string(), std::string("hello"), std::string(70000, 'x')}) {
    testing::write_file(folder / "a.evtx", bytes);
    const Read read = read_all<TypeParam>(folder / "a.evtx");
    EXPECT_TRUE(read.events.empty());
    ASSERT_EQ(read.issues.size(), 1U) << bytes.size();
    EXPECT_EQ(read.issues[0].what, "file");
  }
}

TEST(IsolatedReader, AHostileFileCostsAnIssueNotTheMachine) {
  SKIP_WITHOUT_CORPUS("dirty");
  const Read read = read_all<IsolatedReader>(testing::corpus() / "dirty" /
                                             "hostile-recovery-exhausts-memory.evtx");
  EXPECT_FALSE(read.issues.empty());
}

// A log that libevtx needs several seconds for.
void write_long_log(const fs::path& path) {
  simulation::EvtxWriter writer(path);
  simulation::LogRecord record;
  record.provider = "Microsoft-Windows-TerminalServices-LocalSessionManager";
  record.event_id = 21;
  record.channel = "Microsoft-Windows-TerminalServices-LocalSessionManager/Operational";
  record.computer = "pc01";
  record.user_data = "EventXML";
  record.user_data_namespace = "Event_NS";
  record.values = {{"User", "CORP\\maria.lindqvist"},
                   {"SessionID", "2", simulation::ValueType::uint32}};
  for (record.record_id = 1; record.record_id <= 40000; ++record.record_id) writer.add(record);
  writer.finish();
}

TEST(IsolatedReader, AChildThatTakesTooLongIsEndedAndSaidToBe) {
  const Scratch folder;
  write_long_log(folder / "long.evtx");
  const Read read = read_all<IsolatedReader>(
      folder / "long.evtx",
      ReadLimits{.processor_seconds = 1, .processor_seconds_per_megabyte = 0});
  ASSERT_EQ(read.issues.size(), 1U);
  EXPECT_TRUE(read.issues[0].found.starts_with("the reader ran out of its time after "))
      << read.issues[0].found;
  EXPECT_LT(read.events.size(), 40000U);
  EXPECT_EQ(read_all<NativeReader>(folder / "long.evtx").events.size(), 40000U);
}

TEST(Readers, TheNativeOneReadsBytesInMemoryAsItReadsAFile) {
  const Scratch folder;
  const std::string log = simulation::evtx_bytes(testing::long_log(500));
  testing::write_file(folder / "a.evtx", log);
  const Read read = read_all<NativeReader>(folder / "a.evtx");
  Strings strings;
  NativeReader reader(Bytes{reinterpret_cast<const std::uint8_t*>(log.data()), log.size()},
                      strings);
  std::vector<std::string> events;
  while (const auto result = reader.next()) {
    ASSERT_TRUE(*result);
    events.push_back(testing::event_text(result->value(), strings));
  }
  EXPECT_EQ(events, read.events);
  EXPECT_GT(events.size(), 300U);
}

// Whatever is done to a file's bytes, the native reader ends, and what it says keeps to its limits.
class Damage : public ::testing::TestWithParam<std::uint64_t> {};

TEST_P(Damage, NeverStopsTheNativeReader) {
  const Scratch folder;
  simulation::write_evidence(simulation::demo_scenario(), folder / "demo");
  std::mt19937_64 chance(GetParam());
  const auto below = [&](std::size_t n) { return static_cast<std::size_t>(chance() % n); };
  const auto logs = logs_in(folder / "demo");
  for (int round = 0; round < 60; ++round) {
    std::string bytes = testing::contents(logs[below(logs.size())]);
    for (std::size_t flips = below(60); flips > 0; --flips) {
      // Mostly where there is something: behind the headers.
      const std::size_t end = std::min<std::size_t>(bytes.size(), 4096 + 512 + 12000);
      bytes[below(end)] = static_cast<char>(chance());
    }
    if (below(3) == 0) bytes.resize(below(bytes.size()));
    testing::write_file(folder / "a.evtx", bytes);
    const Read read = read_all<NativeReader>(folder / "a.evtx");
    EXPECT_LE(read.events.size(), read.records);
    EXPECT_LE(read.records, bytes.size() / 28);
    for (const Issue& issue : read.issues) {
      EXPECT_LE(issue.offset.value_or(0), bytes.size());
      EXPECT_FALSE(issue.what.empty() || issue.wanted.empty());
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Seeds, Damage, ::testing::Range<std::uint64_t>(0, 8));

// The same with real logs: cut anywhere, and with bytes changed anywhere. `./dev test --long` tries
// 10,000.
TEST(Readers, DamageToRealLogsNeverStopsTheNativeOne) {
  SKIP_WITHOUT_CORPUS("");
  const int rounds = testing::is_long_run() ? 10'000 : 500;
  std::vector<std::string> logs;
  for (const fs::path& log : logs_in(testing::corpus())) logs.push_back(testing::contents(log));
  std::mt19937_64 chance(20260302);
  const auto below = [&](std::size_t n) { return static_cast<std::size_t>(chance() % n); };
  std::uint64_t events = 0;
  for (int round = 0; round < rounds; ++round) {
    const std::string& log = logs[below(logs.size())];
    std::vector<std::uint8_t> bytes(log.begin(), log.end());
    if (below(2) == 0) bytes.resize(below(bytes.size()) + 1);
    for (std::size_t flips = below(200); flips > 0; --flips) {
      bytes[below(bytes.size())] = static_cast<std::uint8_t>(chance());
    }
    const testing::MemoryFile file(bytes);
    for (const auto slack : {SlackRecords::leave, SlackRecords::carve}) {
      const Read read = read_all<NativeReader>(file.path(), ChunkRange{}, slack);
      EXPECT_LE(read.records, bytes.size() / 28);
      events += read.events.size();
    }
  }
  EXPECT_GT(events, 0U);
}

}  // namespace
}  // namespace sojourn
