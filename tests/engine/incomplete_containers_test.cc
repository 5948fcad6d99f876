// Archives and images of disks that a disk, or another program, does not give whole.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "engine/evidence.h"
#include "engine/reading.h"
#include "parsers/containers/image_form.h"
#include "tests/simulation/evtx_writer.h"
#include "tests/support/archive_file.h"
#include "tests/support/disk_image.h"
#include "tests/support/faults.h"
#include "tests/support/sample_logs.h"
#include "tests/support/scratch.h"

namespace sojourn {
namespace {

namespace fs = std::filesystem;
using ::testing::Each;
using testing::FailingRead;
using ::testing::HasSubstr;
using testing::Scratch;

// "a.tar: what was found" of each.
std::vector<std::string> named(const Evidence& evidence) {
  std::vector<std::string> lines;
  for (const auto& [path, issue] : evidence.unreadable)
    lines.push_back(path.filename().string() + ": " + issue.found);
  return lines;
}

class IncompleteContainers : public ::testing::Test {
 protected:
  // Three logs that are not compressed, so that half of the archive is half of them.
  void write_archive(const std::string& form) {
    const testing::ArchiveShape shape{form, "", form == "zip" ? "zip:compression=store" : ""};
    std::vector<testing::ArchiveMember> members;
    for (std::size_t i = 1; i <= 3; ++i)
      members.push_back({std::to_string(i), simulation::evtx_bytes(testing::long_log(1000 * i))});
    testing::write_archive(archive_, shape, members);
  }

  // Of each file that was found, what was the matter when it was read; "whole" of the others.
  std::vector<std::string> read(const Evidence& evidence) const {
    std::vector<std::string> found(evidence.files.size(), "not read");
    read_in_containers(evidence.files, {}, [&](Reading&& reading) {
      std::string& of_file = found[reading.file];
      of_file = reading.is_whole ? "whole" : "";
      for (const CountedIssue& counted : reading.issues) of_file += counted.issue.found;
    });
    return found;
  }

  const Scratch folder_;
  const fs::path archive_ = folder_ / "archive";
};

// Where its end fails, a zip tells nothing: its list stands there.
TEST_F(IncompleteContainers, AnArchiveThatFailsInItsMidstIsNamedAndWhatCameBeforeIsFound) {
  for (const char* form : {"zip", "pax"}) {
    write_archive(form);
    const FailingRead failing(archive_, fs::file_size(archive_) * 2 / 3);
    const Evidence evidence = find_evidence({archive_});
    EXPECT_EQ(evidence.files.size(), form == std::string("zip") ? 0U : 2U);
    EXPECT_THAT(named(evidence),
                ::testing::Contains(HasSubstr("a file that cannot be read: Input/output error")))
        << form;
  }
}

TEST_F(IncompleteContainers, AnArchiveThatFailsWhenItsLogsAreReadLeavesFilesThatAreNotWhole) {
  write_archive("pax");
  const Evidence evidence = find_evidence({archive_});
  ASSERT_EQ(evidence.files.size(), 3U);
  const FailingRead failing(archive_, fs::file_size(archive_) * 2 / 3);
  const std::vector<std::string> found = read(evidence);
  EXPECT_EQ(std::ranges::count(found, "whole"), std::ranges::count_if(found, [](auto& of_file) {
              return !of_file.starts_with("an archive that changed");
            }));
  EXPECT_THAT(found, ::testing::Contains(HasSubstr("changed while it was analysed")));
  EXPECT_THAT(found, ::testing::Contains("whole"));
}

TEST_F(IncompleteContainers, AnArchiveThatShrinksBeforeItsLogsAreReadIsSaidToHaveChanged) {
  write_archive("zip");
  const Evidence evidence = find_evidence({archive_});
  ASSERT_EQ(evidence.files.size(), 3U);
  fs::resize_file(archive_, fs::file_size(archive_) * 2 / 3);
  EXPECT_THAT(read(evidence), Each(HasSubstr("changed while it was analysed")));
  fs::remove(archive_);
  EXPECT_THAT(read(evidence), Each(HasSubstr("changed while it was analysed")));
}

TEST_F(IncompleteContainers, AnImageThatFailsInItsMidstIsNamed) {
  if (!reads_images()) GTEST_SKIP() << "built without SOJOURN_IMAGES";
  testing::write_file(folder_ / "files/a.evtx", simulation::evtx_bytes(testing::long_log(3000)));
  constexpr std::uint64_t kMebibytes = 24;
  if (!testing::make_ntfs_volume(folder_, "volume", "files", kMebibytes))
    GTEST_SKIP() << "mkntfs and ntfs-3g are missing";
  // Where the log's second chunk is.
  const std::size_t first = testing::contents(folder_ / "volume").find("ElfChnk");
  ASSERT_NE(first, std::string::npos);
  const FailingRead failing(folder_ / "volume", first + 65'536);
  const Evidence evidence = find_evidence({folder_ / "volume"});
  EXPECT_EQ(evidence.files.size(), 0U);
  EXPECT_THAT(named(evidence), ::testing::Contains(HasSubstr("a.evtx: ")));
}

}  // namespace
}  // namespace sojourn
