#include "engine/verify.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstring>

#include "engine/libevtx_faults.h"
#include "tests/simulation/evidence_folder.h"
#include "tests/simulation/evtx_writer.h"
#include "tests/support/corpus.h"
#include "tests/support/scratch.h"

namespace sojourn {
namespace {

using ::testing::HasSubstr;
using testing::run_in;
using testing::Scratch;

simulation::LogRecord logon_of(const std::string& user, std::uint64_t record_id) {
  simulation::LogRecord record;
  record.provider = "Microsoft-Windows-TerminalServices-LocalSessionManager";
  record.event_id = 21;
  record.channel = "Microsoft-Windows-TerminalServices-LocalSessionManager/Operational";
  record.computer = "pc01";
  record.record_id = record_id;
  record.user_data = "EventXML";
  record.user_data_namespace = "Event_NS";
  record.values = {{"User", user}, {"SessionID", "2", simulation::ValueType::uint32}};
  return record;
}

TEST(Verify, BothReadersAgreeOnTheDemo) {
  const Scratch folder;
  simulation::write_evidence(simulation::demo_scenario(), folder / "demo");
  const auto outcome = run_in(folder, "sojourn verify demo");
  EXPECT_EQ(outcome.status, 0);
  EXPECT_EQ(outcome.err,
            "15 of 15 files read alike; 0 differences are known faults of libevtx, 0 are not\n");
}

TEST(Verify, ADocumentedFaultOfLibevtxIsNamedWithBothValues) {
  const Scratch folder;
  simulation::write_evtx(folder / "a.evtx",
                         {logon_of("CORP\\maria", 1), logon_of("CORP\\\U0001F600", 2)});
  const auto outcome = run_in(folder, "sojourn verify a.evtx");
  EXPECT_EQ(outcome.status, 0);
  EXPECT_THAT(outcome.out, HasSubstr("user_name"));
  EXPECT_THAT(outcome.out, HasSubstr("\U0001F600"));
  EXPECT_THAT(outcome.out, HasSubstr("\U0001F201"));
  EXPECT_THAT(outcome.out, HasSubstr("native: libevtx renders code points above U+FFFF wrongly"));
}

// A log whose first chunk is full to its last byte: the name in one of its records is made longer
// until that is so.
std::string log_with_a_full_chunk() {
  for (std::size_t length = 1; length < 400; ++length) {
    std::vector<simulation::LogRecord> records;
    for (std::uint64_t id = 1; id <= 300; ++id) {
      records.push_back(logon_of("CORP\\" + std::string(id == 50 ? length : 5, 'a'), id));
    }
    std::string bytes = simulation::evtx_bytes(records);
    std::uint32_t free_space = 0;
    std::memcpy(&free_space, bytes.data() + 4096 + 48, sizeof free_space);
    if (free_space == 65536) return bytes;
  }
  throw std::runtime_error("no length fills the chunk");
}

TEST(Verify, TheNativeReaderHasTheLastRecordOfAFullChunkWhichLibevtxLoses) {
  const Scratch folder;
  testing::write_file(folder / "full.evtx", log_with_a_full_chunk());
  const auto outcome = run_in(folder, "sojourn verify full.evtx");
  EXPECT_EQ(outcome.status, 0) << outcome.out;
  EXPECT_THAT(outcome.out, HasSubstr("native: libevtx loses the last record of a full chunk"));
  EXPECT_THAT(outcome.out, HasSubstr("full.evtx      300         299     300         299"));
}

TEST(Verify, WhatCannotBeOpenedIsNotVerified) {
  const Scratch folder;
  testing::write_file(folder / "logs/b.evtx", "no log");
  simulation::write_evtx(folder / "logs/a.evtx", {logon_of("CORP\\maria", 1)});
  const auto outcome = run_in(folder, "sojourn verify logs");
  EXPECT_EQ(outcome.status, 3);
  EXPECT_THAT(outcome.err, HasSubstr("logs/b.evtx: wanted an event log"));
}

TEST(Verify, RealLogsDifferByDocumentedFaultsOnly) {
  SKIP_WITHOUT_CORPUS("");
  std::size_t files = 0;
  const auto take = [&](const FileComparison& file) {
    ++files;
    EXPECT_TRUE(file.is_explained()) << file.path;
  };
  const auto unreadable = verify({testing::corpus()}, take);
  EXPECT_GT(files, 200U);
  // Two of its disk images have no volume of Windows.
  for (const auto& [path, issue] : unreadable)
    EXPECT_THAT(issue.what, ::testing::AnyOf("file", "disk image")) << path;
}

TEST(LibevtxFaults, LowersOnlyWhatStandsInSurrogatePairs) {
  EXPECT_EQ(with_lowered_surrogates("plain \u00f6 \u20ac"), "plain \u00f6 \u20ac");
  EXPECT_EQ(with_lowered_surrogates("a\U0001F600b"), "a\U0001F201b");
  EXPECT_EQ(with_lowered_surrogates("\U00010000"), "\uFC01");
}

}  // namespace
}  // namespace sojourn
