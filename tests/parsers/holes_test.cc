// Of a sparse file the holes are not read. These would not end if they were.
#include "parsers/holes.h"

#include <gtest/gtest.h>

#include <array>
#include <cstdint>
#include <filesystem>
#include <string>

#include "parsers/byte_source.h"
#include "parsers/native_reader.h"
#include "tests/simulation/evtx_writer.h"
#include "tests/support/sample_logs.h"
#include "tests/support/scratch.h"

namespace sojourn {
namespace {

using testing::Scratch;
using testing::write_file;

constexpr std::uint64_t kTerabyte = std::uint64_t{1} << 40;

// The bytes, and behind them a hole up to that size. Whether the file system makes one.
bool write_sparse(const std::filesystem::path& path, const std::string& bytes, std::uint64_t size) {
  write_file(path, bytes);
  std::error_code error;
  std::filesystem::resize_file(path, size, error);
  const FileDescriptor file = open_evidence(path);
  return !error && data_size(file.number()) < size;
}

TEST(Holes, OfASparseFileOnlyItsBytesCount) {
  const Scratch folder;
  const std::string bytes(100'000, 'x');
  if (!write_sparse(folder / "a", bytes, kTerabyte)) GTEST_SKIP() << "no sparse files here";
  const FileDescriptor file = open_evidence(folder / "a");
  EXPECT_GE(data_size(file.number()), bytes.size());
  EXPECT_LT(data_size(file.number()), bytes.size() + 65'536);
  EXPECT_EQ(next_data(file.number(), 5'000, kTerabyte), 5'000U);
  EXPECT_EQ(next_data(file.number(), kTerabyte / 2, kTerabyte), kTerabyte);
}

TEST(Holes, AFileThatWasCutShortHasNone) {
  const Scratch folder;
  write_file(folder / "a", "short");
  const FileDescriptor file = open_evidence(folder / "a");
  EXPECT_EQ(next_data(file.number(), 1000, kTerabyte), 1000U);
  EXPECT_EQ(data_size(file.number()), 5U);
  EXPECT_EQ(data_size(-1), 0U);
}

TEST(Holes, ReadAsZerosUpToTheEndOfTheFile) {
  const Scratch folder;
  if (!write_sparse(folder / "a", "x", kTerabyte)) GTEST_SKIP() << "no sparse files here";
  ByteSource source(folder / "a");
  std::array<std::uint8_t, 3> bytes{9, 9, 9};
  EXPECT_EQ(source.read_at(0, bytes), 3U);
  EXPECT_EQ(bytes, (std::array<std::uint8_t, 3>{'x', 0, 0}));
  bytes = {9, 9, 9};
  EXPECT_EQ(source.read_at(kTerabyte - 2, bytes), 2U);
  EXPECT_EQ(bytes, (std::array<std::uint8_t, 3>{0, 0, 9}));
  EXPECT_EQ(source.read_at(kTerabyte, bytes), 0U);
  EXPECT_TRUE(source.is_whole());
}

TEST(Holes, ALogWithSpaceThatWasNeverWrittenToIsReadAtOnce) {
  const Scratch folder;
  const std::string log = simulation::evtx_bytes(testing::long_log(3000));
  if (!write_sparse(folder / "a", log, kTerabyte)) GTEST_SKIP() << "no sparse files here";
  for (const SlackRecords slack : {SlackRecords::leave, SlackRecords::carve}) {
    Strings strings;
    NativeReader reader(folder / "a", strings, {}, slack);
    std::size_t events = 0;
    while (const auto event = reader.next()) {
      ASSERT_TRUE(*event) << event->issue().found;
      ++events;
    }
    EXPECT_EQ(events, 3000U);
  }
}

}  // namespace
}  // namespace sojourn
