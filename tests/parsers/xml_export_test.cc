// Event logs exported as XML, in every shape that Windows gives them.
#include "parsers/xml_export.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "parsers/event_xml.h"
#include "tests/simulation/xml_export.h"
#include "tests/support/event_text.h"
#include "tests/support/places.h"
#include "tests/support/read_all.h"
#include "tests/support/sample_logs.h"
#include "tests/support/scratch.h"

namespace sojourn {
namespace {

namespace fs = std::filesystem;
using testing::Read;
using testing::Scratch;

Read read_export(const std::string& bytes) {
  const Scratch folder;
  testing::write_file(folder / "log.xml", bytes);
  return testing::read_all<XmlExportReader>(folder / "log.xml");
}

// The example of every event in the catalog.
std::vector<std::string> examples() {
  std::vector<fs::path> paths;
  for (const auto& entry : fs::directory_iterator(testing::sources() / "testdata/events")) {
    if (entry.path().extension() == ".xml") paths.push_back(entry.path());
  }
  std::ranges::sort(paths);
  std::vector<std::string> events;
  events.reserve(paths.size());
  for (const fs::path& path : paths) events.push_back(testing::contents(path));
  return events;
}

std::vector<std::string> texts_of(const std::vector<std::string>& events) {
  std::vector<std::string> texts;
  for (const std::string& xml : events) {
    Strings strings;
    const auto read = read_event_xml(xml, strings);
    if (read && *read) texts.push_back(testing::event_text(read->value().event, strings));
  }
  return texts;
}

std::string joined(const std::vector<std::string>& events) {
  std::string all;
  for (const std::string& event : events) all += event;
  return all;
}

constexpr const char* kViewerHead =
    "<?xml version=\"1.0\" encoding=\"utf-8\" standalone=\"yes\"?>\r\n<Events>";

// With its mark, as PowerShell writes what it redirects.
std::string utf16(const std::string& utf8) {
  const Scratch folder;
  testing::write_file(folder / "in", utf8);
  testing::run_in(folder, "iconv -f UTF-8 -t UTF-16 in > result");
  return testing::contents(folder / "result");
}

std::string event(std::uint64_t id) { return simulation::exported_event(testing::logon(id)); }

std::string event_of(const std::string& user) {
  simulation::LogRecord record = testing::logon(1);
  record.values[0].value = user;
  return simulation::exported_event(record);
}

TEST(XmlExport, IsReadInEveryShapeAndEncoding) {
  const auto wanted = texts_of(examples());
  ASSERT_GT(wanted.size(), 50U);
  const std::string events = joined(examples());
  for (const std::string& xml : {events, "<Events>\r\n" + events + "</Events>\r\n",
                                 kViewerHead + events + "</Events>", "\r\n  " + events}) {
    for (const std::string& bytes : {xml, "\xEF\xBB\xBF" + xml, utf16(xml)}) {
      const Read read = read_export(bytes);
      EXPECT_EQ(read.events, wanted) << bytes.substr(0, 50);
      EXPECT_TRUE(read.issues.empty());
      EXPECT_EQ(read.records, examples().size());
    }
  }
}

TEST(XmlExport, Utf16NeedsNoMark) {
  EXPECT_EQ(read_export(utf16(event(1)).substr(2)).events.size(), 1U);
}

TEST(XmlExport, IsReadWhereverTheBlocksOfTheFileEnd) {
  std::vector<std::string> events;
  for (std::uint64_t id = 1; id <= 1500; ++id) {
    // Of many lengths and with characters of one to four bytes.
    simulation::LogRecord record = testing::logon(id);
    record.values[0].value = std::string(id % 61, 'x') + "Zoë\u20AC\U0001F511\U0001F511";
    events.push_back(simulation::exported_event(record));
  }
  const std::string xml = joined(events);
  ASSERT_GT(xml.size(), std::size_t{3} << 18);
  for (int shift = 0; shift < 8; ++shift) {
    const std::string shifted = std::string(static_cast<std::size_t>(shift), '\n') + xml;
    for (const std::string& bytes : {shifted, utf16(shifted)}) {
      const Read read = read_export(bytes);
      EXPECT_TRUE(read.events == texts_of(events)) << shift;
      EXPECT_TRUE(read.issues.empty()) << shift;
    }
  }
}

TEST(XmlExport, ABrokenEventIsNamedWithItsPlaceAndTheOthersAreRead) {
  std::string broken = event(2);
  broken.replace(broken.find("</Computer>"), 11, "</Cmputer>");
  const std::string good = event(1) + "\n";
  const Read read = read_export(good + broken + event(3));
  EXPECT_EQ(read.events, texts_of({event(1), event(3)}));
  ASSERT_EQ(read.issues.size(), 1U);
  EXPECT_EQ(read.issues[0].wanted, "XML");
  EXPECT_EQ(read.issues[0].record, 2U);
  EXPECT_EQ(read.issues[0].offset, good.size());
  EXPECT_EQ(read.records, 3U);
}

TEST(XmlExport, APlaceIsCountedInBytesOfTheFileWhateverItsEncoding) {
  const std::string before = "<Events><!-- \u20AC\U0001F511ë -->" + event_of("Zoë\U0001F511");
  for (const bool wide : {false, true}) {
    const std::string first = wide ? utf16(before) : "\xEF\xBB\xBF" + before;
    const std::string rest = "<Event><System/></Event></Events>";
    const Read read = read_export(first + (wide ? utf16(rest).substr(2) : rest));
    EXPECT_EQ(read.events.size(), 1U);
    ASSERT_EQ(read.issues.size(), 1U);
    EXPECT_EQ(read.issues[0].offset, first.size());
  }
}

TEST(XmlExport, ADoubtFollowsItsEvent) {
  std::string doubtful = event(7);
  doubtful.replace(doubtful.find("0x3e7"), 5, "some");
  const Read read = read_export("<Events>" + doubtful + event(8) + "</Events>");
  EXPECT_EQ(read.events.size(), 2U);
  ASSERT_EQ(read.issues.size(), 1U);
  EXPECT_EQ(read.issues[0].what, "TargetLogonId");
  EXPECT_EQ(read.issues[0].record, 7U);
  EXPECT_EQ(read.issues[0].offset, 8U);
}

TEST(XmlExport, AnEventThatIsCutOffAtTheEndIsAnIssueWhereverTheCutIs) {
  const std::string first = event(1), second = event(2);
  for (std::size_t cut = 1; cut < second.size(); ++cut) {
    const Read read = read_export(first + second.substr(0, cut));
    EXPECT_EQ(read.events.size(), 1U);
    ASSERT_EQ(read.issues.size(), 1U) << second.substr(0, cut);
    EXPECT_EQ(read.issues[0].found, "the end of the file");
  }
  const Issue issue = read_export(first + second.substr(0, second.size() - 1)).issues.at(0);
  EXPECT_EQ(issue.record, 2U);
  EXPECT_EQ(issue.offset, first.size());
}

TEST(XmlExport, AnEventWhoseEndIsLostCostsNoOther) {
  const std::string half = event(2).substr(0, event(2).find("<Channel>"));
  const Read read = read_export(event(1) + half + event(3) + "</Event>" + event(4));
  EXPECT_EQ(read.events, texts_of({event(1), event(3), event(4)}));
  ASSERT_EQ(read.issues.size(), 2U);
  EXPECT_EQ(read.issues[0].found, "the next <Event>");
  EXPECT_EQ(read.issues[0].record, 2U);
  EXPECT_EQ(read.issues[1].wanted, "<Event> before </Event>");
}

TEST(XmlExport, WhatLooksLikeAnEventInCommentsAndTextIsNone) {
  std::string odd = event_of("<![CDATA[</Event><Event>]]>");
  std::string commented = event(2);
  commented.insert(commented.find("<System>"), "<!-- </Event><Event> --><?x </Event>?>");
  std::string cdata = event(3);
  cdata.replace(cdata.find("alice"), 5, "<![CDATA[</Event><Event>]]>");
  std::string quoted = event(4);
  quoted.insert(quoted.find(" xmlns"), " note='/>'");
  const Read read = read_export("<?xml version='1.0'?><!-- <Event> --><Events><?y <Event>?>" + odd +
                                commented + cdata + quoted + "<![CDATA[<Event>]]></Events>");
  EXPECT_EQ(read.events.size(), 4U);
  EXPECT_TRUE(read.issues.empty());
  EXPECT_EQ(read.records, 4U);
  EXPECT_NE(read.events[2].find("</Event><Event>"), std::string::npos);
}

TEST(XmlExport, AnEventThatIsTooLongIsPassedOver) {
  const std::string longest = event_of(std::string(std::size_t{1} << 20, 'x'));
  const std::string much_too_long = event_of(std::string(std::size_t{5} << 20, 'x'));
  for (const std::string& xml : {longest, much_too_long}) {
    const Read read = read_export(event(1) + xml + event(2));
    EXPECT_EQ(read.events, texts_of({event(1), event(2)}));
    ASSERT_EQ(read.issues.size(), 1U);
    EXPECT_EQ(read.issues[0].wanted, "an <Event> of at most 1048576 bytes");
    EXPECT_EQ(read.issues[0].offset, event(1).size());
    EXPECT_EQ(read.records, 3U);
  }
}

TEST(XmlExport, AnEmptyLogHasNothingAndNothingIsWrongWithIt) {
  for (const std::string& xml : {std::string("<Events></Events>"), std::string("<Events/>"),
                                 kViewerHead + std::string("</Events>")}) {
    for (const std::string& bytes : {xml, utf16(xml)}) {
      const Read read = read_export(bytes);
      EXPECT_TRUE(read.events.empty() && read.issues.empty()) << xml;
      EXPECT_EQ(read.records, 0U);
    }
  }
}

TEST(XmlExport, AFileThatIsNoneOrIsNotThereIsOneIssue) {
  for (const std::string& bytes :
       {std::string(), std::string("hello"), std::string("<events/>"), std::string(600000, ' ')}) {
    const Read read = read_export(bytes);
    ASSERT_EQ(read.issues.size(), 1U);
    EXPECT_EQ(read.issues[0].what, "file");
  }
  const Scratch folder;
  Strings strings;
  XmlExportReader reader(folder / "gone.xml", strings);
  const auto result = reader.next();
  ASSERT_TRUE(result && !result->ok());
  EXPECT_EQ(result->issue().what, "file");
  EXPECT_FALSE(reader.next());
}

}  // namespace
}  // namespace sojourn
