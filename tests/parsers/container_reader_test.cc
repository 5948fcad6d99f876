// What comes out of archives, whole ones and hostile ones, and what a child that was taken over can
// make of it.
#include "parsers/containers/container_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "parsers/containers/entry_pipe.h"
#include "parsers/containers/held_bytes.h"
#include "tests/support/archive_file.h"
#include "tests/support/memory_file.h"
#include "tests/support/places.h"
#include "tests/support/scratch.h"

namespace sojourn {
namespace {

using testing::ArchiveShape;
using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::Scratch;

const std::string kLog = std::string("ElfFile\0", 8) + std::string(300'000, 'x') + "end";

Bytes as_bytes(const std::string& text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

const char* word_of(ContainerFault::Kind kind) {
  using enum ContainerFault::Kind;
  switch (kind) {
    case damaged:
      return "damaged";
    case password:
      return "password";
    case encrypted:
      return "encrypted";
    case packed:
      return "packed";
    case entries:
      return "entries";
    case volume:
      return "volume";
    case deleted:
      return "deleted";
    case reader:
      return "reader";
  }
  return "";
}

// "0 a.evtx 300011 bytes" of each entry with its bytes, "0 a.txt" of one without; behind it what is
// wrong.
std::vector<std::string> lines_of(ContainerReader& reader) {
  std::vector<std::string> lines;
  const auto fault = [&] {
    return reader.fault() ? std::string(" ") + word_of(reader.fault()->kind) : "";
  };
  while (const auto entry = reader.next()) {
    std::string line = std::to_string(entry->number) + ' ' + entry->name;
    std::uint64_t size = 0;
    while (const auto piece = reader.next_piece()) size += piece->size();
    if (entry->has_bytes) line += ' ' + std::to_string(size) + " bytes";
    lines.push_back(line + fault());
  }
  if (reader.fault()) lines.push_back(fault() + ": " + reader.fault()->found);
  return lines;
}

std::vector<std::string> lines_of(const std::string& archive,
                                  const ContainerRequest& request = {}) {
  const testing::MemoryFile file(as_bytes(archive));
  const FileDescriptor open = open_evidence(file.path());
  ContainerReader reader(open.number(), request);
  return lines_of(reader);
}

TEST(ContainerReader, LogsOfEveryKindOfArchiveComeWithTheirBytesAndOtherFilesWithTheirNames) {
  const std::vector<testing::ArchiveMember> members = {
      {"C/Windows/Security.evtx", kLog}, {"notes.txt", "hello"}, {"exports/a.xml", "<Events/>"}};
  const ArchiveShape shapes[] = {{"zip"},         {"zip", "", "zip:compression=store"},
                                 {"7zip"},        {"pax"},
                                 {"pax", "gzip"}, {"pax", "bzip2"},
                                 {"pax", "xz"},   {"pax", "zstd"}};
  for (const ArchiveShape& shape : shapes) {
    EXPECT_THAT(lines_of(testing::archive_of(shape, members)),
                ElementsAre("0 C/Windows/Security.evtx 300011 bytes", "1 notes.txt",
                            "2 exports/a.xml 9 bytes"))
        << shape.form << ' ' << shape.filter;
  }
}

TEST(ContainerReader, AFileThatIsCompressedAloneHasNoName) {
  for (const char* filter : {"gzip", "bzip2", "xz", "zstd"}) {
    EXPECT_THAT(lines_of(testing::archive_of({"raw", filter}, {{"a", kLog}})),
                ElementsAre("0  300011 bytes"));
  }
}

TEST(ContainerReader, AnArchiveInAnArchiveComesWithItsBytes) {
  const std::string inner = testing::archive_of({"zip"}, {{"a.evtx", kLog}});
  EXPECT_THAT(lines_of(testing::archive_of({"pax"}, {{"in.bin", inner}})),
              ElementsAre("0 in.bin " + std::to_string(inner.size()) + " bytes"));
}

TEST(ContainerReader, OnlyTheEntriesThatAreWantedAreToldOf) {
  const std::string archive =
      testing::archive_of({"7zip"}, {{"a", kLog}, {"b", "b"}, {"c", "c"}, {"d", kLog}});
  ContainerRequest request;
  request.wanted = {1, 3};
  EXPECT_THAT(lines_of(archive, request), ElementsAre("1 b 1 bytes", "3 d 300011 bytes"));
}

TEST(ContainerReader, TheTimeOfAnEntryIsTold) {
  const std::string archive = testing::archive_of({"pax"}, {{"a", kLog, 1'600'000'000}});
  const testing::MemoryFile file(as_bytes(archive));
  const FileDescriptor open = open_evidence(file.path());
  ContainerReader reader(open.number(), {});
  const auto entry = reader.next();
  ASSERT_TRUE(entry && entry->modified);
  EXPECT_EQ(format_time(*entry->modified), "2020-09-13T12:26:40.0000000Z");
  EXPECT_EQ(entry->size, kLog.size());
}

TEST(ContainerReader, EncryptedEntriesOfAZipAreReadWithTheRightPassword) {
  for (const char* how : {"zip:encryption=aes256", "zip:encryption=traditional"}) {
    // One of 256 wrong passwords passes ZipCrypto's check, by the bytes that the archive begins
    // with.
    std::string archive;
    do {
      archive = testing::archive_of({"zip", "", how, "infected"}, {{"a.evtx", kLog}});
      EXPECT_THAT(lines_of(archive, {.passwords = {"wrong"}}), ElementsAre(HasSubstr("password")));
    } while (lines_of(archive, {.passwords = {"wrong"}}) !=
             std::vector<std::string>{"0 a.evtx password"});
    EXPECT_THAT(lines_of(archive), ElementsAre("0 a.evtx password"));
    EXPECT_THAT(lines_of(archive, {.passwords = {"wrong", "infected"}}),
                ElementsAre("0 a.evtx 300011 bytes"));
  }
}

// Made by another tool, for libarchive writes none.
TEST(ContainerReader, AnEncrypted7zIsNeverRead) {
  for (const char* name : {"locked.7z", "header.7z"}) {
    const std::string archive =
        testing::contents(testing::sources() / "testdata/fuzz/container" / name).substr(1);
    ASSERT_FALSE(archive.empty()) << name;
    const auto lines = lines_of(archive, {.passwords = {"infected"}});
    ASSERT_FALSE(lines.empty()) << name;
    EXPECT_THAT(lines.front(), HasSubstr("encrypted")) << name;
  }
}

// Windows makes such for large files; libarchive reads none.
TEST(ContainerReader, AnEntryThatIsPackedInAnUnknownWaySaysSo) {
  const std::string archive =
      testing::contents(testing::sources() / "testdata/fuzz/container/deflate64.zip").substr(1);
  EXPECT_THAT(lines_of(archive), ElementsAre("0 big.evtx packed"));
}

TEST(ContainerReader, ATornArchiveGivesWhatStandsBeforeTheTear) {
  const std::vector<testing::ArchiveMember> members = {{"a.evtx", kLog}, {"b.evtx", kLog}};
  for (const ArchiveShape& shape :
       {ArchiveShape{"zip", "", "zip:compression=store"}, ArchiveShape{"pax"}}) {
    std::string archive = testing::archive_of(shape, members);
    archive.resize(450'000);
    const auto lines = lines_of(archive);
    ASSERT_GE(lines.size(), 2U) << shape.form;
    EXPECT_EQ(lines[0], "0 a.evtx 300011 bytes");
    EXPECT_THAT(lines[1], EndsWith("bytes damaged"));
  }
}

TEST(ContainerReader, AnEntryWhoseBytesWereAlteredIsDamagedAndTheNextIsRead) {
  std::string archive =
      testing::archive_of({"zip", "", "zip:compression=store"}, {{"a", kLog}, {"b", kLog}});
  archive[1000] ^= 1;
  EXPECT_THAT(lines_of(archive), ElementsAre(EndsWith("damaged"), "1 b 300011 bytes"));
}

TEST(ContainerReader, MoreEntriesThanAskedForAreAFault) {
  const std::string archive = testing::archive_of({"pax"}, {{"a", "a"}, {"b", "b"}, {"c", "c"}});
  ContainerRequest request;
  request.most_entries = 2;
  EXPECT_THAT(lines_of(archive, request), ElementsAre("0 a", "1 b", " entries: more entries"));
}

TEST(ContainerReader, WhatIsNoArchiveBehindItsFirstBytesIsAFault) {
  for (const std::string head : {"PK\x03\x04", "7z\xBC\xAF\x27\x1C", "\x1F\x8B\x08", "BZh"}) {
    const auto lines = lines_of(head + std::string(2000, '\x7F'));
    ASSERT_FALSE(lines.empty()) << head;
    EXPECT_THAT(lines.back(), HasSubstr("damaged")) << head;
  }
}

// What a child answers that was taken over.
std::vector<std::string> lines_of_answer(const std::string& answer) {
  const testing::MemoryFile file(as_bytes(answer));
  ContainerReader reader(open_evidence(file.path()), {});
  return lines_of(reader);
}

std::string frame(EntryFrame kind) { return {static_cast<char>(kind)}; }

template <class T>
std::string raw(const T& value) {
  return {reinterpret_cast<const char*>(&value), sizeof value};
}

std::string entry_frame(const EntryFigures& figures, const std::string& name = "a") {
  return frame(EntryFrame::entry) + raw(figures) + raw(static_cast<std::uint32_t>(name.size())) +
         name + raw(std::uint32_t{0});
}

TEST(ContainerReader, AnAnswerThatMakesNoSenseEndsTheReading) {
  const std::string entry = entry_frame({.number = 0});
  const std::string end = frame(EntryFrame::end);
  const std::string answers[] = {
      "?",
      frame(EntryFrame::end),
      frame(EntryFrame::bytes) + raw(std::uint32_t{1}) + "x",
      entry + end + entry + end,                                       // the same number again
      entry + frame(EntryFrame::bytes) + raw(std::uint32_t{1}) + "x",  // not announced
      entry_frame({.number = 0, .has_bytes = 1}) + frame(EntryFrame::bytes) + raw(~0U),
      entry_frame({.number = 0, .has_bytes = 1}) + frame(EntryFrame::bytes) + raw(0U),
      frame(EntryFrame::entry) + raw(EntryFigures{}) + raw(~0U),
      frame(EntryFrame::fault) + std::string("\x63", 1) + raw(0U)};
  for (const std::string& answer : answers) {
    const auto lines = lines_of_answer(answer);
    ASSERT_FALSE(lines.empty());
    EXPECT_THAT(lines.back(), HasSubstr("reader: the reader's answer made no sense"));
  }
}

TEST(ContainerReader, AnEntryThatIsLongerOrShorterThanItSaysIsDamaged) {
  const std::string piece = frame(EntryFrame::bytes) + raw(std::uint32_t{3}) + "abc";
  for (const std::uint64_t said : {2U, 4U}) {
    EXPECT_THAT(lines_of_answer(entry_frame({.number = 7, .size = said, .has_bytes = 1}) + piece +
                                frame(EntryFrame::end) + frame(EntryFrame::finish)),
                ElementsAre("7 a 3 bytes damaged"));
  }
}

TEST(ContainerReader, NamesAreUtf8WhateverTheContainerSays) {
  EXPECT_THAT(lines_of_answer(entry_frame({.number = 0}, "\xFF\xC3") + frame(EntryFrame::end) +
                              frame(EntryFrame::finish)),
              ElementsAre("0 \xEF\xBF\xBD\xEF\xBF\xBD"));
}

TEST(HeldBytes, AreInMemoryUntilTheyAreMany) {
  const Scratch folder;
  HeldBytes held(folder.path(), 1000);
  const std::string text(600, 'a'), more(600, 'b');
  held.add(as_bytes(text));
  EXPECT_EQ(held.in_memory(), 600U);
  held.add(as_bytes(more));
  EXPECT_EQ(held.in_memory(), 0U);
  EXPECT_EQ(held.size(), 1200U);
  EXPECT_EQ(testing::contents(held.path()), text + more);
  EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

TEST(HeldBytes, WhereThereIsNoRoomForThemTheRunIsToldWhereToLook) {
  HeldBytes held("/dev/null/nowhere", 10);
  try {
    held.add(as_bytes(std::string(20, 'a')));
    FAIL() << "there is no such folder";
  } catch (const std::runtime_error& error) {
    EXPECT_THAT(error.what(), HasSubstr("--temp"));
  }
}

}  // namespace
}  // namespace sojourn
