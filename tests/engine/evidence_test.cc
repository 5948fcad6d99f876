#include "engine/evidence.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <string>

#include "tests/support/faults.h"
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
  EXPECT_EQ(evidence.copies.size(), 1U);
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
            "an event log, which begins with \"ElfFile\", or events as XML or JSON");
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

// "name: found" of each, one a line.
std::string named(const Evidence& evidence) {
  std::string all;
  for (const auto& [path, issue] : evidence.unreadable) {
    all += path.filename().string() + ": " + issue.found + '\n';
  }
  return all;
}

TEST(Evidence, AFolderThatCannotBeListedToItsEndIsNamedAndWhatWasSeenOfItIsRead) {
  const Scratch folder;
  for (int i = 0; i < 20; ++i) {
    write_file(folder / ("logs/" + std::to_string(i) + ".evtx"), kLog + std::to_string(i));
  }
  const testing::FailingListing failing(folder / "logs", 12);
  const Evidence evidence = find_evidence({folder.path()});
  EXPECT_GE(evidence.files.size(), 9U);
  EXPECT_LT(evidence.files.size(), 20U);
  EXPECT_EQ(named(evidence), "logs: Input/output error\n");
  EXPECT_FALSE(std::ranges::count(evidence.readable, folder / "logs"));
  EXPECT_TRUE(std::ranges::count(evidence.readable, folder.path()));
}

TEST(Evidence, AFileThatCannotBeReadIsNamedWhateverItMayHold) {
  const Scratch folder;
  write_file(folder / "unknown.bin", kLog);
  const testing::FailingRead failing(folder / "unknown.bin", 0);
  EXPECT_EQ(named(find_evidence({folder.path()})), "unknown.bin: Input/output error\n");
}

TEST(Evidence, WhatIsNeitherFileNorFolderIsNamed) {
  const Scratch folder;
  write_file(folder / "a.evtx", kLog);
  ASSERT_EQ(mkfifo((folder / "pipe.evtx").c_str(), 0600), 0);
  const int socket = ::socket(AF_UNIX, SOCK_STREAM, 0);
  sockaddr_un address{.sun_family = AF_UNIX, .sun_path = {}};
  (folder / "socket").string().copy(address.sun_path, sizeof address.sun_path - 1);
  ASSERT_EQ(bind(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
  close(socket);
  std::string wanted = "pipe.evtx: a pipe\nsocket: a socket\n";
  // Only root may make one.
  if (mknod((folder / "device").c_str(), S_IFCHR | 0600, makedev(1, 3)) == 0) {
    wanted.insert(0, "device: a device\n");
  }
  const Evidence evidence = find_evidence({folder.path()});
  EXPECT_EQ(evidence.files.size(), 1U);
  EXPECT_EQ(named(evidence), wanted);
}

TEST(Evidence, LinksThatLeadNowhereOrOutAreNamedAndNotFollowed) {
  const Scratch folder, elsewhere;
  write_file(folder / "logs/a.evtx", kLog);
  write_file(elsewhere / "b.evtx", kOtherLog);
  std::filesystem::create_symlink(elsewhere / "b.evtx", folder / "logs/b.evtx");
  std::filesystem::create_directory_symlink(elsewhere.path(), folder / "logs/c");
  std::filesystem::create_symlink("gone", folder / "logs/d");
  const Evidence evidence = find_evidence({folder.path()});
  EXPECT_EQ(evidence.files.size(), 1U);
  EXPECT_EQ(named(evidence), "b.evtx: " + (elsewhere / "b.evtx").string() +
                                 ", outside of it: name that, too, to have it read\n"
                                 "c: " +
                                 elsewhere.path().string() +
                                 ", outside of it: name that, too, to have it read\n"
                                 "d: No such file or directory: gone\n");
  const Evidence both = find_evidence({folder.path(), elsewhere.path()});
  EXPECT_EQ(both.files.size(), 2U);
  EXPECT_EQ(named(both), "d: No such file or directory: gone\n");
  EXPECT_EQ(both.copies.size(), 0U);
}

TEST(Evidence, LinksThatRunInCirclesDoNotHoldItUp) {
  const Scratch folder;
  write_file(folder / "logs/a.evtx", kLog);
  std::filesystem::create_directory_symlink(folder.path(), folder / "logs/circle");
  std::filesystem::create_symlink("itself", folder / "logs/itself");
  const Evidence evidence = find_evidence({folder.path()});
  EXPECT_EQ(evidence.files.size(), 1U);
  EXPECT_EQ(named(evidence), "itself: Too many levels of symbolic links: itself\n");
}

TEST(Evidence, ArchivesImagesAndEventsInFormsThatAreNotReadAreNamedWithWhatToDo) {
  const Scratch folder;
  const auto bytes = [](auto& text) { return std::string(text, sizeof text - 1); };
  // NOLINTBEGIN(bugprone-string-literal-with-embedded-nul): `bytes` takes them whole.
  write_file(folder / "a.rar", bytes("Rar!\x1A\x07\x01\0"));
  write_file(folder / "b.cab", bytes("MSCF\0\0\0\0"));
  write_file(folder / "c.Ex01", bytes("EVF2\x0D\x0A\x81\0"));
  write_file(folder / "d.evt", bytes("\x30\0\0\0LfLe\1\0\0\0"));
  // NOLINTEND(bugprone-string-literal-with-embedded-nul)
  write_file(folder / "e.jsonl", "{\"Event\":{\"System\":{\"EventRecordID\":7}}}");
  write_file(folder / "f.json", "\xEF\xBB\xBF[\r\n{\"RecordId\": 7}]");
  write_file(folder / "g.txt", "Record 1\n{\n\"Event\": {\"EventRecordID\": 1}}");
  write_file(folder / "h.csv", "RecordNumber,EventRecordId,TimeCreated\n");
  write_file(folder / "i.vmdk", "# Disk DescriptorFile\n");
  const Evidence evidence = find_evidence({folder.path()});
  EXPECT_THAT(
      named(evidence),
      ::testing::MatchesRegex(
          "a.rar: a rar archive, which is not read: unpack it[^\n]*\n"
          "b.cab: a cabinet archive[^\n]*\n"
          "c.Ex01: a disk image .Ex01., [^\n]*: mount it[^\n]*\n"
          "d.evt: an event log of Windows XP [^\n]*: convert it[^\n]*\n"
          "e.jsonl: events as JSON in a form that is not known, [^\n]*: name the log[^\n]*\n"
          "f.json: events as JSON[^\n]*\n"
          "g.txt: events as JSON[^\n]*\n"
          "h.csv: events as CSV[^\n]*\n"
          "i.vmdk: a disk image .VMDK.[^\n]*\n"));
}

TEST(Evidence, DocumentsAndDataOfOtherKindsArePassedOver) {
  const Scratch folder;
  const std::string zip("PK\3\4\x14\0\0\0\0\0", 10);
  write_file(folder / "a.docx", zip + std::string(20, '\0') + "[Content_Types].xml");
  write_file(folder / "b.jar", zip + std::string(20, '\0') + "META-INF/MANIFEST.MF");
  write_file(folder / "c.json", "{\"name\": \"value\"}");
  write_file(folder / "d.csv", "Name,Value\n");
  write_file(folder / "e.bin", std::string(5000, '\0'));
  write_file(folder / "f.txt", "PK");
  const Evidence evidence = find_evidence({folder.path()});
  EXPECT_TRUE(evidence.files.empty());
  EXPECT_EQ(named(evidence), "");
}

}  // namespace
}  // namespace sojourn
