#include "engine/evidence.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <string>

#include "tests/support/scratch.h"

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

TEST(Evidence, EventsExportedAsXmlAreFoundAndOtherXmlInFoldersIsPassedOver) {
  const Scratch folder;
  const std::string mark = "\xEF\xBB\xBF", prolog = "<?xml version=\"1.0\"?>";
  const std::string foreign_root =
      "<Logons of='pc01'>\n<Event xmlns='http://schemas.microsoft.com/win/"
      "2004/08/events/event'></Event></Logons>";
  const std::string exports[] = {"<Event xmlns='x'></Event>",
                                 "<Event></Event>",
                                 "\r\n <Events>\r\n</Events>",
                                 prolog + "<Events></Events>",
                                 foreign_root,
                                 mark + prolog + "\r\n<!-- of a server --><Event >",
                                 std::string("\xFF\xFE<\0E\0v\0e\0n\0t\0>\0", 16)};
  const std::string others[] = {"<EventLog/>",
                                "<events></events>",
                                prolog + "<Task><Events/></Task>",
                                "<Calendar><Event day='1'/></Calendar>",
                                "<!-- <Events> -->",
                                "x<Event>",
                                prolog,
                                "<?xml <Event>",
                                "<Event",
                                prolog + std::string(5000, ' ') + "<Events/>",
                                "\xFF\xFE"};
  int count = 0;
  for (const std::string& bytes : exports) {
    write_file(folder / ("exports/" + std::to_string(++count) + ".txt"), bytes);
  }
  for (const std::string& bytes : others) {
    write_file(folder / ("others/" + std::to_string(++count) + ".xml"), bytes);
  }
  write_file(folder / "exports/a.evtx", kLog);
  const Evidence found = find_evidence({folder / "exports"});
  EXPECT_EQ(found.files.size(), std::size(exports) + 1);
  for (const EvidenceFile& file : found.files) {
    const bool is_log = file.path.filename() == "a.evtx";
    EXPECT_EQ(file.form, is_log ? EvidenceForm::log : EvidenceForm::xml) << file.path;
  }
  const Evidence passed_over = find_evidence({folder / "others"});
  EXPECT_TRUE(passed_over.files.empty() && passed_over.unreadable.empty());
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
  write_file(folder / "task.xml", "<?xml version=\"1.0\"?><Task/>");
  const Evidence evidence = find_evidence({folder / "notes.txt", folder / "task.xml"});
  ASSERT_EQ(evidence.unreadable.size(), 2U);
  EXPECT_EQ(evidence.unreadable[1].issue.wanted,
            "an event log, which begins with \"ElfFile\", or events as XML");
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
