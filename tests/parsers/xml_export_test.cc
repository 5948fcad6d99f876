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

std::string converted(const std::string& utf8, const std::string& encoding) {
  const Scratch folder;
  testing::write_file(folder / "in", utf8);
  const auto outcome = testing::run_in(folder, "iconv -f UTF-8 -t " + encoding + " in > result");
  EXPECT_EQ(outcome.status, 0) << outcome.err;
  return testing::contents(folder / "result");
}

std::string declared(const std::string& encoding) {
  return "<?xml version=\"1.0\" encoding=\"" + encoding + "\"?>";
}

TEST(XmlExport, AnEncodingThatIsDeclaredIsDecoded) {
  struct Case {
    const char *declared, *encoding, *user;
  };
  const Case cases[] = {{"windows-1252", "CP1252", "Jörg €"}, {"IBM850", "CP850", "Jörg Müller"},
                        {"ibm437", "CP437", "Ångström"},      {"cp866", "CP866", "Анна"},
                        {"Windows-1251", "CP1251", "Анна"},   {"shift_jis", "CP932", "山田ｱ"},
                        {"GBK", "CP936", "王小明"},           {"euc-kr", "CP949", "홍길동"},
                        {"big5", "CP950", "陳大文"}};
  for (const auto& [name, encoding, user] : cases) {
    const std::string events = event_of(user) + "\r\n" + event(2);
    const std::string bytes = converted(declared(name) + "<Events>" + events, encoding);
    const Read read = read_export(bytes + "<Event/></Events>");
    EXPECT_EQ(read.events, texts_of({event_of(user), event(2)})) << name;
    ASSERT_EQ(read.issues.size(), 1U) << name << ": " << read.issues[0].found;
    EXPECT_EQ(read.issues[0].offset, bytes.size()) << name;
  }
}

TEST(XmlExport, IsDecodedWhereverTheBlocksOfTheFileEnd) {
  std::vector<std::string> events;
  events.reserve(1000);
  for (int i = 0; i < 1000; ++i) events.push_back(event_of(std::string(i % 7, 'x') + "山田太郎"));
  const std::string xml = joined(events);
  for (int shift = 0; shift < 4; ++shift) {
    const std::string blanks(static_cast<std::size_t>(shift), ' ');
    const Read read = read_export(converted(declared("cp932").append(blanks).append(xml), "CP932"));
    EXPECT_TRUE(read.events == texts_of(events)) << shift;
    EXPECT_TRUE(read.issues.empty()) << shift;
    const Read wide = read_export("\xFE\xFF" + converted(blanks + xml, "UTF-16BE"));
    EXPECT_TRUE(wide.events == texts_of(events) && wide.issues.empty()) << shift;
  }
}

TEST(XmlExport, Utf16OfBothOrdersIsKnownByItsMarkOrItsFirstCharacter) {
  const std::string wide = converted(declared("utf-16") + event_of("Zoë"), "UTF-16BE");
  for (const std::string& bytes : {wide, "\xFE\xFF" + wide}) {
    const Read read = read_export(bytes);
    EXPECT_EQ(read.events, texts_of({event_of("Zoë")}));
    EXPECT_TRUE(read.issues.empty());
  }
}

TEST(XmlExport, WhatADeclarationClaimsAndIsNotSoDoesNoHarm) {
  // Left over from before a file was converted; not known; what iconv would take for something
  // else.
  EXPECT_TRUE(read_export(declared("utf-16") + event_of("Zoë")).issues.empty());
  for (const char* name : {"ebcdic-fr", "../../tmp/x//TRANSLIT", "ISO-2022-CN-EXT", "UTF-7"}) {
    const Read read = read_export(declared(name) + event_of("Zoë"));
    EXPECT_EQ(read.events, texts_of({event_of("Zoë")})) << name;
    ASSERT_EQ(read.issues.size(), 1U) << name;
    EXPECT_EQ(read.issues[0].what, "file") << name;
  }
}

TEST(XmlExport, BytesThatAreNoTextBecomeTheReplacementCharacterAndAnIssue) {
  const std::string odd[] = {"J\x94rg",           "\xC3",     "\xED\xA0\x80", "\xF4\x90\x80\x80",
                             "\xC0\x80",          "&#xD800;", "&#56832;",     "&#x110000;",
                             "&#99999999999999;", "a&#0;b",   "&#xdfff"};
  for (const std::string& user : odd) {
    std::string xml = event(7);
    xml.replace(xml.find(">alice<"), 7, ">" + user + "<");
    const Read read = read_export(event(1) + xml + event(8));
    ASSERT_EQ(read.events.size(), 3U) << user;
    EXPECT_NE(read.events[1].find("\uFFFD"), std::string::npos) << read.events[1];
    ASSERT_EQ(read.issues.size(), 1U) << user;
    EXPECT_EQ(read.issues[0].what, "text");
    EXPECT_EQ(read.issues[0].record, 7U);
    EXPECT_EQ(read.issues[0].offset, event(1).size());
  }
  const std::string undefined = declared("cp1252") + event_of("x") + event_of("a\x81z");
  EXPECT_EQ(read_export(undefined).issues.size(), 1U);
  std::string lone = utf16(event_of("x\u1234y"));
  lone.replace(lone.find("\x34\x12"), 2, "\x34\xD8");
  EXPECT_EQ(read_export(lone).issues.size(), 1U);
}

TEST(XmlExport, CharactersThatAreSomeArePlainText) {
  std::string xml = event(7);
  xml.replace(xml.find(">alice<"), 7, ">&#228;&#x1F511;\uFFFD&amp;\u0085<");
  const Read read = read_export(xml);
  EXPECT_TRUE(read.issues.empty());
  EXPECT_NE(read.events.at(0).find("ä\U0001F511\uFFFD&\u0085"), std::string::npos);
}

TEST(XmlExport, WhatEvtxDumpWritesIsRead) {
  const std::string prolog = declared("utf-8") + "\n";
  const Read read =
      read_export("Record 1\n" + prolog + event(1) + "\nRecord 2\n" + prolog + event(2));
  EXPECT_EQ(read.events, texts_of({event(1), event(2)}));
  EXPECT_TRUE(read.issues.empty());
}

TEST(XmlExport, WhatIsCopiedFromABrowserIsRead) {
  std::string folded = event(1);
  for (std::size_t at = 0; (at = folded.find("><", at)) != std::string::npos;) {
    folded.insert(at + 1, folded[at + 2] == '/' ? "\r\n  " : "\r\n- ");
    at += 2;
  }
  for (const std::string& bytes : {"- " + folded, "- <Events>\r\n- " + folded + "</Events>"}) {
    const Read read = read_export(bytes);
    EXPECT_EQ(read.events, texts_of({event(1)})) << bytes;
    EXPECT_TRUE(read.issues.empty());
  }
}

TEST(XmlExport, IsReadFromMemory) {
  const std::string xml = event(1) + event(2);
  Strings strings;
  XmlExportReader reader(Bytes{reinterpret_cast<const std::uint8_t*>(xml.data()), xml.size()},
                         strings);
  while (reader.next()) {
  }
  EXPECT_EQ(reader.records(), 2U);
  EXPECT_TRUE(reader.source().is_whole());
}

}  // namespace
}  // namespace sojourn
