// `sojourn analyze` on evidence that lies in archives: the same case as from a folder, and a clear
// issue for what cannot be had.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "tests/simulation/evidence_folder.h"
#include "tests/support/archive_file.h"
#include "tests/support/places.h"
#include "tests/support/scratch.h"

namespace sojourn {
namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
using testing::ArchiveMember;
using testing::ArchiveShape;
using ::testing::HasSubstr;
using testing::Outcome;
using testing::run_in;
using testing::Scratch;
using testing::tar_header;
using testing::write_archive;

// A folder that holds the demo's evidence, and archives of it.
class AnalyzeArchives : public ::testing::Test {
 protected:
  AnalyzeArchives() {
    simulation::write_evidence(simulation::demo_scenario(), folder_ / "demo");
    for (const auto& entry : fs::recursive_directory_iterator(folder_ / "demo")) {
      if (!entry.is_regular_file()) continue;
      members_.push_back({"C/" + entry.path().lexically_relative(folder_ / "demo").string(),
                          testing::contents(entry.path())});
    }
    std::ranges::sort(members_, {}, &ArchiveMember::name);
  }

  Outcome analyze(const std::string& arguments) const {
    return run_in(folder_, "sojourn analyze " + arguments);
  }

  // Every row of the case, but for under what name its evidence came.
  std::string rows(const std::string& name) const {
    std::string all;
    for (const char* table : {"host", "host_name", "boot", "clock_epoch", "coverage", "account",
                              "account_name", "event", "logon_session", "local_session", "burst",
                              "session", "session_event", "session_logon", "record_range"}) {
      all += query(name, std::string("SELECT * FROM ") + table);
    }
    return all + query(name,
                       "SELECT evidence_id, size, sha256, records, events, whole, issues "
                       "FROM evidence");
  }

  std::string query(const std::string& name, const std::string& sql) const {
    return run_in(folder_, "sqlite3 " + name + " \"" + sql + '"').out;
  }

  // What the case says could not be read.
  std::string issues(const std::string& name) const {
    return query(name, "SELECT path, what, wanted, found FROM issue");
  }

  Scratch folder_;
  std::vector<ArchiveMember> members_;
};

TEST_F(AnalyzeArchives, AnArchiveOfAnyKindMakesTheSameCaseAsTheFolder) {
  ASSERT_EQ(analyze("demo -o folder.db").status, 0);
  const std::string wanted = rows("folder.db");
  const ArchiveShape shapes[] = {{"zip"}, {"7zip"}, {"pax", "gzip"}, {"pax", "zstd"}};
  for (const ArchiveShape& shape : shapes) {
    write_archive(folder_ / "collection", shape, members_);
    const Outcome outcome = analyze("collection -o archive.db");
    EXPECT_EQ(outcome.status, 0) << outcome.err;
    EXPECT_TRUE(rows("archive.db") == wanted) << shape.form << ' ' << shape.filter;
    fs::remove(folder_ / "archive.db");
  }
}

TEST_F(AnalyzeArchives, ArchivesInArchivesAreReadAndTheirFilesNamedByThem) {
  ASSERT_EQ(analyze("demo -o folder.db").status, 0);
  const std::string zip = testing::archive_of({"zip"}, members_);
  write_archive(folder_ / "all/outer.7z", {"7zip"}, {{"readme.txt", "x"}, {"in/inner.zip", zip}});
  EXPECT_EQ(analyze("all -o nested.db").status, 0);
  EXPECT_TRUE(rows("nested.db") == rows("folder.db"));
  EXPECT_THAT(query("nested.db", "SELECT path FROM evidence"),
              HasSubstr("all/outer.7z!/in/inner.zip!/C/WKS-0142/Windows/System32/winevt/Logs/"
                        "Security.evtx\n"));
}

TEST_F(AnalyzeArchives, ALogThatIsCompressedAloneHasTheNameOfItsFile) {
  write_archive(folder_ / "logs/Security.evtx.gz", {"raw", "gzip"}, {members_.front()});
  EXPECT_EQ(analyze("logs -o case.db").status, 0);
  EXPECT_EQ(query("case.db", "SELECT path FROM evidence"),
            "logs/Security.evtx.gz!/Security.evtx\n");
}

TEST_F(AnalyzeArchives, ALogInAFolderAndInAnArchiveIsOneFileAndItsCopy) {
  ASSERT_EQ(analyze("demo -o folder.db").status, 0);
  write_archive(folder_ / "demo/all.zip", {"zip"}, members_);
  const Outcome both = analyze("demo -o both.db");
  EXPECT_EQ(both.status, 0);
  EXPECT_THAT(both.err, HasSubstr(std::to_string(members_.size()) + " left out as copies"));
  EXPECT_TRUE(rows("both.db") == rows("folder.db"));
}

TEST_F(AnalyzeArchives, TheSameArchiveAgainChangesNoByteOfTheCase) {
  write_archive(folder_ / "all.zip", {"zip"}, members_);
  analyze("all.zip -o case.db");
  const std::string once = testing::contents(folder_ / "case.db");
  EXPECT_EQ(analyze("all.zip -o case.db").status, 0);
  EXPECT_TRUE(testing::contents(folder_ / "case.db") == once);
}

TEST_F(AnalyzeArchives, AnEncryptedZipIsReadWithItsPasswordAndWithoutItTheIssueSaysWhatToDo) {
  ASSERT_EQ(analyze("demo -o folder.db").status, 0);
  write_archive(folder_ / "all/locked.zip", {"zip", "", "zip:encryption=aes256", "infected"},
                members_);
  testing::write_file(folder_ / "all/a.xml", "<Events></Events>");
  const Outcome locked = analyze("all -o case.db");
  EXPECT_EQ(locked.status, 3);
  EXPECT_THAT(issues("case.db"),
              AllOf(HasSubstr("all/locked.zip|archive|the password of its entries|" +
                              std::to_string(members_.size()) + " encrypted entries, the first "),
                    HasSubstr("name the password with --password")));
  EXPECT_EQ(analyze("all -o case.db --password wrong").status, 3);
  EXPECT_THAT(issues("case.db"), HasSubstr("which no --password that was named opens"));
  EXPECT_EQ(std::ranges::count(issues("case.db"), '\n'), 1);
  EXPECT_EQ(analyze("all -o case.db --password wrong --password infected").status, 0);
  EXPECT_EQ(issues("case.db"), "");
  EXPECT_EQ(query("case.db", "SELECT * FROM session"), query("folder.db", "SELECT * FROM session"));
}

TEST_F(AnalyzeArchives, AnEncrypted7zIsToBeUnpackedFirst) {
  for (const char* name : {"locked.7z", "header.7z"}) {
    const std::string archive =
        testing::contents(testing::sources() / "testdata/fuzz/container" / name).substr(1);
    testing::write_file(folder_ / "demo" / name, archive);
  }
  EXPECT_EQ(analyze("demo -o case.db --password infected").status, 3);
  EXPECT_EQ(query("case.db",
                  "SELECT path FROM issue WHERE what = 'archive' AND found LIKE '%: unpack it and "
                  "name the folder of what it holds'"),
            "demo/header.7z\ndemo/locked.7z\n");
  EXPECT_EQ(query("case.db", "SELECT count(*) FROM issue"), "2\n");
}

TEST_F(AnalyzeArchives, ATornArchiveGivesTheLogsBeforeTheTearAndIsNamed) {
  std::string archive = testing::archive_of({"zip", "", "zip:compression=store"}, members_);
  archive.resize(archive.size() * 2 / 3);
  testing::write_file(folder_ / "torn.zip", archive);
  EXPECT_EQ(analyze("torn.zip -o case.db").status, 3);
  const std::string count = query("case.db", "SELECT count(*) FROM evidence");
  EXPECT_GT(std::stoi(count), 3);
  EXPECT_THAT(issues("case.db"), AllOf(HasSubstr("torn.zip!/C/"), HasSubstr("the whole entry"),
                                       HasSubstr("torn.zip|archive|the whole archive|")));
}

TEST_F(AnalyzeArchives, AnAlteredEntryIsNamedAndTheOthersAreRead) {
  std::string archive = testing::archive_of({"zip", "", "zip:compression=store"}, members_);
  archive[archive.find("ElfChnk") + 2000] ^= 1;
  testing::write_file(folder_ / "all.zip", archive);
  EXPECT_EQ(analyze("all.zip -o case.db").status, 3);
  EXPECT_THAT(issues("case.db"), HasSubstr("all.zip!/" + members_.front().name + "|entry|"));
  EXPECT_EQ(query("case.db", "SELECT count(*) FROM evidence"),
            std::to_string(members_.size() - 1) + '\n');
}

TEST_F(AnalyzeArchives, WhatALogInAnArchiveCannotTellIsAnIssueInTheOrderOfAll) {
  std::vector<ArchiveMember> damaged = members_;
  for (ArchiveMember& member : damaged) member.bytes[4096 + 700] ^= 0x55;
  for (const ArchiveMember& member : damaged)
    testing::write_file(folder_ / ("bad/" + member.name), member.bytes);
  EXPECT_EQ(analyze("bad -o folder.db").status, 3);
  write_archive(folder_ / "bad.zip", {"zip"}, damaged);
  EXPECT_EQ(analyze("bad.zip -o archive.db").status, 3);
  const char* const without_path =
      "SELECT issue_id, evidence_id, byte_offset, record_id, what, wanted, found FROM issue";
  EXPECT_NE(query("folder.db", without_path), "");
  EXPECT_EQ(query("archive.db", without_path), query("folder.db", without_path));
  // Half of them in a folder, half in an archive.
  const auto half = static_cast<std::ptrdiff_t>(damaged.size() / 2);
  for (auto member = damaged.begin(); member != damaged.begin() + half; ++member)
    fs::remove(folder_ / ("bad/" + member->name));
  write_archive(folder_ / "bad/half.zip", {"zip"}, {damaged.begin(), damaged.begin() + half});
  EXPECT_EQ(analyze("bad -o half.db").status, 3);
  EXPECT_EQ(query("half.db", without_path), query("folder.db", without_path));
  EXPECT_TRUE(rows("half.db") == rows("folder.db"));
}

TEST_F(AnalyzeArchives, NamesThatLeadElsewhereAreOnlyNames) {
  const std::vector<ArchiveMember> hostile = {{"../../../outside.evtx", members_[0].bytes},
                                              {"/absolute.evtx", members_[1].bytes},
                                              {"a\x1b[2Jb\n\"';.evtx", members_[2].bytes},
                                              {"\xFF\xFE.evtx", members_[3].bytes}};
  write_archive(folder_ / "in/a.tar", {"ustar"}, hostile);
  const std::string before = run_in(folder_, "find . | sort").out;
  const Outcome outcome = analyze("in -o case.db --temp .");
  EXPECT_EQ(outcome.status, 0) << outcome.err;
  EXPECT_EQ(outcome.err.find('\x1b'), std::string::npos);
  EXPECT_EQ(query("case.db", "SELECT count(*) FROM evidence"), "4\n");
  EXPECT_THAT(query("case.db", "SELECT path FROM evidence"),
              AllOf(HasSubstr("in/a.tar!/../../../outside.evtx\n"),
                    HasSubstr("in/a.tar!//absolute.evtx\n")));
  fs::remove(folder_ / "case.db");
  EXPECT_EQ(run_in(folder_, "find . | sort").out, before);
}

TEST_F(AnalyzeArchives, ANestOfArchivesIsReadAsDeepAsAskedFor) {
  std::string nest = testing::archive_of({"pax", "gzip"}, {members_.front()});
  for (int depth = 2; depth <= 12; ++depth)
    nest = testing::archive_of({"zip"}, {{"in.zip", nest}, {std::to_string(depth), "x"}});
  testing::write_file(folder_ / "nest.zip", nest);
  EXPECT_EQ(analyze("demo nest.zip -o case.db").status, 3);
  EXPECT_THAT(issues("case.db"), HasSubstr("one in 8 others: --max-depth allows more"));
  EXPECT_EQ(analyze("nest.zip -o deep.db --max-depth 12").status, 0);
  EXPECT_EQ(query("deep.db", "SELECT count(*) FROM evidence"), "1\n");
}

TEST_F(AnalyzeArchives, ANestOfTenThousandArchivesEndsWithAnIssueAtOnce) {
  constexpr std::uint64_t kDeep = 10'000;
  std::string nest;
  for (std::uint64_t depth = 0; depth < kDeep; ++depth)
    nest += tar_header("in.tar", (kDeep - depth - 1) * 512);
  testing::write_file(folder_ / "nest.tar", nest);
  EXPECT_EQ(analyze("demo nest.tar -o case.db").status, 3);
  EXPECT_THAT(issues("case.db"), HasSubstr("one in 8 others: --max-depth allows more"));
}

TEST_F(AnalyzeArchives, ABombEndsWithAnIssueBeforeItHasDoneHarm) {
  // 70 logs of 16 MiB of nothing, in a few hundred kilobytes.
  std::vector<ArchiveMember> bomb(70);
  const std::string nothing =
      std::string("ElfFile\0", 8) + std::string(std::size_t{16} << 20, '\0');
  for (std::size_t i = 0; i < bomb.size(); ++i) bomb[i] = {std::to_string(i) + ".evtx", nothing};
  write_archive(folder_ / "bomb.tar.zst", {"pax", "zstd"}, bomb);
  ASSERT_LT(fs::file_size(folder_ / "bomb.tar.zst"), 1U << 20);
#ifdef __SANITIZE_ADDRESS__
  const std::string bounds;  // it maps terabytes
#else
  const std::string bounds = "ulimit -v 300000; ";  // KiB
#endif
  EXPECT_EQ(run_in(folder_, bounds + "sojourn analyze demo bomb.tar.zst -o case.db").status, 3);
  EXPECT_THAT(issues("case.db"), HasSubstr("--max-expansion allows more"));
  EXPECT_EQ(analyze("demo bomb.tar.zst -o total.db --max-total 1000000").status, 3);
  EXPECT_THAT(issues("total.db"), HasSubstr("--max-total allows more"));
}

TEST_F(AnalyzeArchives, MoreEntriesThanAllowedAreAnIssue) {
  write_archive(folder_ / "all.zip", {"zip"}, members_);
  EXPECT_EQ(analyze("all.zip -o case.db --max-entries 3").status, 3);
  EXPECT_EQ(query("case.db", "SELECT count(*) FROM evidence"), "3\n");
  EXPECT_THAT(issues("case.db"), HasSubstr("--max-entries allows more"));
}

TEST_F(AnalyzeArchives, EntriesOfArchivesInAnArchiveCountForIt) {
  const auto part = [&](std::ptrdiff_t first) {
    return testing::archive_of({"zip"}, {members_.begin() + first, members_.begin() + first + 3});
  };
  write_archive(folder_ / "all.zip", {"zip"}, {{"a.zip", part(0)}, {"b.zip", part(3)}});
  EXPECT_EQ(analyze("all.zip -o case.db --max-entries 8").status, 0);
  fs::remove(folder_ / "case.db");
  EXPECT_EQ(analyze("all.zip -o case.db --max-entries 7").status, 3);
  EXPECT_EQ(query("case.db", "SELECT count(*) FROM evidence"), "5\n");
  EXPECT_THAT(issues("case.db"), HasSubstr("all.zip!/b.zip|archive|at most 7 entries|"));
}

TEST_F(AnalyzeArchives, AnEntryThatIsLargerThanMemoryIsForGoesThroughTheTemporaryFolder) {
  std::string large =
      testing::archive_of({"zip", "", "zip:compression=store"},
                          {{"pad", std::string(std::size_t{66} << 20, 'p')}, members_.front()});
  write_archive(folder_ / "outer.zip", {"zip", "", "zip:compression=store"},
                {{"large.zip", std::move(large)}});
  EXPECT_EQ(analyze("outer.zip -o case.db --temp .").status, 0);
  EXPECT_EQ(query("case.db", "SELECT count(*) FROM evidence"), "1\n");
  const Outcome outcome = analyze("outer.zip -o other.db --temp /proc");
  EXPECT_EQ(outcome.status, 1);
  EXPECT_THAT(outcome.err, HasSubstr("--temp"));
}

TEST_F(AnalyzeArchives, BothReadersAgreeOnLogsInArchives) {
  write_archive(folder_ / "all.zip", {"zip"}, {members_.begin(), members_.begin() + 2});
  const Outcome outcome = run_in(folder_, "sojourn verify all.zip");
  EXPECT_EQ(outcome.status, 0) << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("all.zip!/" + members_.front().name));
  EXPECT_THAT(outcome.err, HasSubstr("2 of 2 files read alike"));
}

// As in the portable archive: a folder of converters that is named has no cache.
TEST_F(AnalyzeArchives, AListOfConvertersThatIsReadFromAFolderIsReadBeforeTheReaderIsConfined) {
  write_archive(folder_ / "logs.zip", {"zip"}, members_);
  testing::write_file(folder_ / "gconv/gconv-modules", "# none\n");
  testing::write_file(folder_ / "gconv/gconv-modules.d/more.conf", "# none\n");
  const Outcome outcome =
      run_in(folder_, "GCONV_PATH=$PWD/gconv sojourn analyze logs.zip -o case.db --quiet");
  EXPECT_EQ(0, outcome.status) << outcome.err;
  EXPECT_EQ("", issues("case.db"));
}

}  // namespace
}  // namespace sojourn
