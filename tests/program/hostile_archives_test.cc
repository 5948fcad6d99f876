// `sojourn analyze` on archives that were forged: each ends soon and is named.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <filesystem>
#include <string>

#include "tests/simulation/evtx_writer.h"
#include "tests/support/archive_file.h"
#include "tests/support/sample_logs.h"
#include "tests/support/scratch.h"
#include "tests/support/seeds.h"

namespace sojourn {
namespace {

namespace fs = std::filesystem;
using testing::archive_of;
using ::testing::HasSubstr;
using testing::run_in;
using testing::Scratch;
using testing::tar_header;
using testing::write_file;

class HostileArchives : public ::testing::Test {
 protected:
  // What could not be read, and of how much evidence something was.
  std::string issues_of(const std::string& evidence, int status) {
    const auto outcome = run_in(folder_, "sojourn analyze " + evidence + " -o case.db --quiet");
    EXPECT_EQ(outcome.status, status) << outcome.err;
    const auto listed = run_in(folder_,
                               "sqlite3 case.db 'SELECT path, what, found FROM issue ORDER BY 1; "
                               "SELECT count(*) FROM evidence'");
    fs::remove(folder_ / "case.db");
    return listed.out;
  }

  const Scratch folder_;
  const std::string log_ = simulation::evtx_bytes(testing::long_log(2000));
  const std::string other_ = simulation::evtx_bytes(testing::long_log(50));
};

void put_number(std::string& bytes, std::size_t at, std::uint32_t number) {
  for (std::size_t i = 0; i < sizeof number; ++i)
    bytes[at + i] = static_cast<char>(number >> 8 * i);
}

TEST_F(HostileArchives, AnEntryThatIsLargerOrSmallerThanItSaysIsNamedAndTheOthersAreRead) {
  for (const char* options : {"", "zip:compression=store"}) {
    for (const std::size_t said : {log_.size() / 2, log_.size() * 2}) {
      std::string zip = archive_of({"zip", "", options}, {{"a.evtx", log_}, {"b.evtx", other_}});
      const std::size_t entry = zip.find(std::string("PK\1\2"));  // of the central directory
      ASSERT_NE(entry, std::string::npos);
      put_number(zip, entry + 24, static_cast<std::uint32_t>(said));
      put_number(zip, 22, static_cast<std::uint32_t>(said));  // before the entry
      write_file(folder_ / "a.zip", zip);
      const std::string issues = issues_of("a.zip", 3);
      EXPECT_THAT(issues, HasSubstr("a.zip!/a.evtx|entry|")) << options << ' ' << said;
      EXPECT_TRUE(issues.ends_with("\n1\n")) << issues;
    }
  }
}

TEST_F(HostileArchives, LinksThatLeadInCirclesOrNowhereAreNamed) {
  std::string log = log_;
  log.resize((log.size() + 511) / 512 * 512);
  const std::string tar = tar_header("logs/a.evtx", log.size()) + log +
                          tar_header("logs/b.evtx", 0, '1', "logs/a.evtx") +
                          tar_header("logs/c.evtx", 0, '2', "../logs/b.evtx") +
                          tar_header("one.evtx", 0, '2', "other.evtx") +
                          tar_header("other.evtx", 0, '2', "one.evtx") +
                          tar_header("itself.evtx", 0, '1', "itself.evtx") +
                          tar_header("out.evtx", 0, '2', "/etc/shadow") +
                          tar_header("circle", 0, '2', ".") + std::string(1024, '\0');
  write_file(folder_ / "a.tar", tar);
  EXPECT_EQ(
      issues_of("a.tar", 3),
      "a.tar!/itself.evtx|entry|a link to itself.evtx, which leads to no file of the archive\n"
      "a.tar!/one.evtx|entry|a link to other.evtx, which leads to no file of the archive\n"
      "a.tar!/other.evtx|entry|a link to one.evtx, which leads to no file of the archive\n"
      "a.tar!/out.evtx|entry|a link to /etc/shadow, which leads to no file of the archive\n"
      "1\n");
}

// What may come out of a file follows from its bytes, and those of a hole are none.
TEST_F(HostileArchives, AHoleIsNoReasonToTakeMoreOutOfAnArchive) {
  if (!testing::is_long_run()) GTEST_SKIP() << "reads a gigabyte: SOJOURN_LONG=1";
  constexpr std::uint64_t kLargest = 077777777777;  // that a tar's eleven digits say
  write_file(folder_ / "a.tar", tar_header("a.evtx", kLargest) + log_.substr(0, 4096));
  fs::resize_file(folder_ / "a.tar", kLargest + 512);
  write_file(folder_ / "b.evtx", other_);
  const std::string issues = issues_of("a.tar b.evtx", 3);
  EXPECT_THAT(issues, HasSubstr("a.tar|archive|more than 1073741824 bytes"));
}

// Nor is it to work longer on one.
TEST_F(HostileArchives, AnArchiveThatIsAHoleOfATerabyteIsEndedAfterAMinuteOfWork) {
  if (!testing::is_long_run()) GTEST_SKIP() << "takes a minute: SOJOURN_LONG=1";
  constexpr std::uint64_t kTerabyte = std::uint64_t{1} << 40;
  write_file(folder_ / "a.zip", "PK\x03\x04");
  fs::resize_file(folder_ / "a.zip", kTerabyte);
  write_file(folder_ / "b.evtx", other_);
  EXPECT_THAT(issues_of("a.zip b.evtx", 3), HasSubstr("a.zip|archive|the reader "));
}

}  // namespace
}  // namespace sojourn
