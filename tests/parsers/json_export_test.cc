// Files of events as JSON, in the shapes that tools and their users give them.
#include "parsers/json_export.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/simulation/json_export.h"
#include "tests/support/event_text.h"
#include "tests/support/places.h"
#include "tests/support/read_all.h"
#include "tests/support/sample_logs.h"
#include "tests/support/scratch.h"

namespace sojourn {
namespace {

using simulation::JsonForm;
using testing::Read;
using testing::Scratch;

Read read_export(const std::string& bytes) {
  const Scratch folder;
  testing::write_file(folder / "log.json", bytes);
  return testing::read_all<JsonExportReader>(folder / "log.json");
}

std::string event(std::uint64_t id) {
  return simulation::json_event(testing::logon(id), JsonForm::evtx_dump);
}

std::string event_of(const std::string& user) {
  simulation::LogRecord record = testing::logon(1);
  record.values[0].value = user;
  return simulation::json_event(record, JsonForm::evtx_dump);
}

// Over many lines, as `evtx_dump -o json` and Python write it.
std::string pretty(const std::string& json) {
  std::string text;
  std::size_t depth = 0;
  bool is_text = false;
  const auto line = [&] { text += '\n' + std::string(2 * depth, ' '); };
  for (std::size_t i = 0; i < json.size(); ++i) {
    const char c = json[i];
    if (c == '"' && json[i - 1] != '\\') is_text = !is_text;
    if (!is_text && c == '}') {
      --depth;
      line();
    }
    text += c;
    if (!is_text && c == '{') {
      ++depth;
      line();
    } else if (!is_text && c == ',') {
      line();
    } else if (!is_text && c == ':') {
      text += ' ';
    }
  }
  return text;
}

// With its mark, as PowerShell writes what it redirects.
std::string utf16(const std::string& utf8) {
  const Scratch folder;
  testing::write_file(folder / "in", utf8);
  testing::run_in(folder, "iconv -f UTF-8 -t UTF-16 in > result");
  return testing::contents(folder / "result");
}

std::vector<std::string> texts_of(const std::vector<std::string>& events) {
  std::vector<std::string> texts;
  for (const std::string& json : events) {
    for (std::string& text : read_export(json).events) texts.push_back(std::move(text));
  }
  return texts;
}

// The shape with the events where it has "@".
std::string filled(const std::string& shape, const std::vector<std::string>& events) {
  std::string text;
  auto next = events.begin();
  for (const char c : shape) text += c == '@' ? *next++ : std::string(1, c);
  return text;
}

TEST(JsonExport, IsReadInEveryShapeAndEncoding) {
  const std::vector<std::string> events = {event(1), event_of("Zoë\u20AC\U0001F511"), event(3)};
  std::vector<std::string> pretties;
  pretties.reserve(events.size());
  for (const std::string& json : events) pretties.push_back(pretty(json));
  const auto wanted = texts_of(events);
  ASSERT_EQ(wanted.size(), 3U);
  std::vector<std::string> shapes;
  for (const auto& those : {events, pretties}) {
    for (const char* shape : {"@\n@\n@\n", "@\r\n@\r\n@", "@@@", "[@,@,@]", "[\n@,\n@,\n@\n]\n",
                              "Record 1\n@\nRecord 2\n@\nRecord 3\n@", "\x1E@\n\x1E@\n\x1E@\n",
                              "\r\n  @\n\n\n@ @", "[ @, @, @ ]"}) {
      shapes.push_back(filled(shape, those));
    }
  }
  for (const std::string& text : shapes) {
    for (const std::string& bytes :
         {text, "\xEF\xBB\xBF" + text, utf16(text), utf16(text).substr(2)}) {
      const bool is_told = bytes[0] != '\r' && bytes[0] != 'R' && bytes[0] != '\x1E';
      if (bytes[1] == '\0' && !is_told) continue;  // UTF-16 without a mark
      const Read read = read_export(bytes);
      EXPECT_EQ(read.events, wanted) << text.substr(0, 60);
      EXPECT_TRUE(read.issues.empty()) << text.substr(0, 60) << read.issues.at(0).found;
      EXPECT_EQ(read.records, 3U);
    }
  }
}

TEST(JsonExport, IsReadWhereverTheBlocksOfTheFileEnd) {
  std::vector<std::string> events;
  std::string log;
  for (std::uint64_t id = 1; id <= 1000; ++id) {
    events.push_back(event_of(std::string(id % 61, 'x') + "\\\"{Zoë\u20AC\U0001F511}"));
    log += events.back() + '\n';
  }
  ASSERT_GT(log.size(), std::size_t{2} << 18);
  const auto wanted = texts_of({log});
  ASSERT_EQ(wanted.size(), events.size());
  for (std::size_t shift = 0; shift < 4; ++shift) {
    const std::string shifted = std::string(shift, '\n') + log;
    for (const std::string& bytes : {shifted, utf16(shifted)}) {
      const Read read = read_export(bytes);
      EXPECT_TRUE(read.events == wanted && read.issues.empty()) << shift;
    }
  }
}

TEST(JsonExport, ALineThatIsCutOffCostsNoOtherWhereverTheCutIs) {
  const std::string first = event(1) + "\n", second = event(2), third = event(3) + "\n";
  const auto wanted = texts_of({first, third});
  for (std::size_t cut = 1; cut < second.size(); ++cut) {
    std::string log = first;
    log.append(second, 0, cut).append("\n").append(third);
    const Read read = read_export(log);
    EXPECT_EQ(read.events, wanted) << second.substr(0, cut);
    ASSERT_EQ(read.issues.size(), 1U) << second.substr(0, cut);
    EXPECT_EQ(read.issues[0].offset, first.size());
  }
}

TEST(JsonExport, AnEventThatIsCutOffInPrettyTextCostsNoOther) {
  const std::string half = pretty(event(2)).substr(0, pretty(event(2)).find("\"Channel\""));
  const std::string indented = "[\n    {\"Event\": 7},\n    {\n        \"Event\": \"";
  for (const std::string& between : {half, half + "\"Channel"}) {
    const Read read = read_export(pretty(event(1)) + "\n" + between + "\n" + pretty(event(3)));
    EXPECT_EQ(read.events, texts_of({event(1), event(3)})) << between;
    EXPECT_EQ(read.issues.size(), 1U);
  }
  EXPECT_EQ(read_export(event(1) + indented + "\n    }\n,\n    " + event(3) + "\n]").events,
            texts_of({event(1), event(3)}));
}

TEST(JsonExport, WhatIsNoEventIsNamedWithItsPlace) {
  const std::string first = event(1) + "\n";
  for (const std::string& other :
       {std::string("nonsense"), std::string("{\"a\": nope}"), std::string("{]"),
        std::string("{\"index\":{}}"), std::string("\"{\\\"Event\\\":{}}\""), std::string("]"),
        std::string("Nov 28 host log:"), std::string("\xFF\xFE\xFD")}) {
    const Read read = read_export(first + other + "\n" + event(3));
    EXPECT_EQ(read.events, texts_of({event(1), event(3)})) << other;
    ASSERT_GE(read.issues.size(), 1U) << other;
    EXPECT_EQ(read.issues[0].offset, first.size()) << other;
  }
}

TEST(JsonExport, APlaceIsCountedInBytesOfTheFileWhateverItsEncoding) {
  const std::string before = event_of("Zoë\u20AC\U0001F511");
  for (const bool wide : {false, true}) {
    const std::string first = wide ? utf16(before) : "\xEF\xBB\xBF" + before;
    const Read read = read_export(first + (wide ? utf16("{}").substr(2) : "{}"));
    EXPECT_EQ(read.events.size(), 1U);
    ASSERT_EQ(read.issues.size(), 1U);
    EXPECT_EQ(read.issues[0].offset, first.size());
  }
}

TEST(JsonExport, AnEventThatIsTooLongIsPassedOver) {
  for (const int megabytes : {1, 5}) {
    const std::string longest =
        event_of(std::string(std::size_t{1} << 20, 'x')
                     .append(static_cast<std::size_t>(megabytes - 1) << 20, 'y'));
    const Read read = read_export(event(1) + "\n" + longest + "\n" + event(2));
    EXPECT_EQ(read.events, texts_of({event(1), event(2)}));
    ASSERT_EQ(read.issues.size(), 1U);
    EXPECT_EQ(read.issues[0].wanted, "an event of at most 1048576 bytes");
    EXPECT_EQ(read.issues[0].offset, event(1).size() + 1);
  }
}

TEST(JsonExport, ATornArrayIsNamed) {
  const Read read = read_export("[" + event(1) + ",\n" + event(2));
  EXPECT_EQ(read.events.size(), 2U);
  ASSERT_EQ(read.issues.size(), 1U);
  EXPECT_EQ(read.issues[0].wanted, "the end of the array");
}

TEST(JsonExport, FilesThatWereAppendedToOneAnotherAreRead) {
  const std::string mark = "\xEF\xBB\xBF";
  const Read read = read_export(mark + event(1) + "\n" + mark + event(2) + "\n");
  EXPECT_EQ(read.events, texts_of({event(1), event(2)}));
  EXPECT_TRUE(read.issues.empty());
}

TEST(JsonExport, XmlWithinAnEventDeclaresNoEncodingOfTheFile) {
  std::string json =
      "{\"original\":\"<?xml version='1.0' encoding='cp866'?>\"," + event_of("Zoë").substr(1);
  const Read read = read_export(json);
  EXPECT_EQ(read.events, texts_of({event_of("Zoë")}));
  EXPECT_TRUE(read.issues.empty());
}

TEST(JsonExport, WhatLooksLikeAnEventInATextIsNone) {
  const Read read = read_export(event_of("}\\\"\n{\"Event\":") + "\n" + event(2));
  EXPECT_EQ(read.events.size(), 2U);
  EXPECT_TRUE(read.issues.empty());
}

TEST(JsonExport, AFileThatIsNoneOrIsNotThereIsOneIssue) {
  for (const std::string& bytes : {std::string(), std::string("hello"), std::string("{}"),
                                   std::string("[]"), std::string(600000, ' ')}) {
    const Read read = read_export(bytes);
    ASSERT_EQ(read.issues.size(), 1U);
    EXPECT_EQ(read.issues[0].what, "file");
  }
  const Scratch folder;
  Strings strings;
  JsonExportReader reader(folder / "gone.json", strings);
  const auto result = reader.next();
  ASSERT_TRUE(result && !result->ok());
  EXPECT_EQ(result->issue().what, "file");
  EXPECT_FALSE(reader.next());
}

}  // namespace
}  // namespace sojourn
