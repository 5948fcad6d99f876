#include "engine/evidence.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <string>

#include "tests/scratch.h"

namespace sojourn {
namespace {

using testing::Scratch;
using testing::write_file;

const std::string kLog = std::string("ElfFile\0", 8) + "and more";
const std::string kOtherLog = std::string("ElfFile\0", 8) + "and other";

TEST(Evidence, EventLogsAreFoundAtAnyDepthByTheirContent) {
  const Scratch folder;
  write_file(folder / "a/b/c/Security.evtx", kLog);
  write_file(folder / "a/renamed.bin", kOtherLog);
  write_file(folder / "a/notes.txt", "Security");
  const Evidence evidence = find_evidence({folder.path()});
  EXPECT_EQ(evidence.files.size(), 2U);
  EXPECT_TRUE(evidence.unreadable.empty());
}

TEST(Evidence, CopiesCountOnceUnderTheFirstOfTheirNames) {
  const Scratch folder;
  write_file(folder / "b.evtx", kLog);
  write_file(folder / "a.evtx", kLog);
  write_file(folder / "c.evtx", kOtherLog);
  const Evidence evidence = find_evidence({folder.path(), folder / "b.evtx"});
  ASSERT_EQ(evidence.files.size(), 2U);
  EXPECT_EQ(evidence.copies, 1U);
  const auto& log = evidence.files[0].size == kLog.size() ? evidence.files[0] : evidence.files[1];
  EXPECT_EQ(log.path.filename(), "a.evtx");
}

TEST(Evidence, HashesAreThoseOfSha256sum) {
  const Scratch folder;
  write_file(folder / "a.evtx", std::string("ElfFile\0", 8));
  const Evidence evidence = find_evidence({folder.path()});
  ASSERT_EQ(evidence.files.size(), 1U);
  const auto expected = testing::run_in(folder, "sha256sum a.evtx | cut -d' ' -f1").out;
  EXPECT_EQ(evidence.files[0].sha256 + "\n", expected);
}

TEST(Evidence, ATextFileThatIsNamedLikeALogIsUnreadable) {
  const Scratch folder;
  write_file(folder / "fake.EVTX", "hello");
  write_file(folder / "empty.evtx", "");
  const Evidence evidence = find_evidence({folder.path()});
  EXPECT_TRUE(evidence.files.empty());
  ASSERT_EQ(evidence.unreadable.size(), 2U);
  EXPECT_EQ(evidence.unreadable[0].issue.found, "an empty file");
  EXPECT_EQ(evidence.unreadable[1].issue.found, "other content");
}

TEST(Evidence, AFileThatTheUserNamesHasToBeALog) {
  const Scratch folder;
  write_file(folder / "notes.txt", "hello");
  EXPECT_EQ(find_evidence({folder / "notes.txt"}).unreadable.size(), 1U);
}

TEST(Evidence, APathThatIsNotThereIsAnError) {
  const Scratch folder;
  try {
    find_evidence({folder / "gone"});
    FAIL() << "it is not there";
  } catch (const std::runtime_error& error) {
    EXPECT_EQ(error.what(), "no such file or folder: " + (folder / "gone").string());
  }
}

TEST(Evidence, LinksThatRunInCirclesAndPipesThatNeverEndDoNotHoldItUp) {
  const Scratch folder;
  write_file(folder / "logs/a.evtx", kLog);
  std::filesystem::create_directory_symlink(folder.path(), folder / "logs/circle");
  ASSERT_EQ(mkfifo((folder / "logs/pipe.evtx").c_str(), 0600), 0);
  EXPECT_EQ(find_evidence({folder.path()}).files.size(), 1U);
}

}  // namespace
}  // namespace sojourn
