// One event as JSON, in each of the forms in which tools write it.
#include "parsers/event_json.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <pugixml.hpp>
#include <string>
#include <vector>

#include "parsers/event_xml.h"
#include "schema/extra_fields.h"
#include "schema/json.h"
#include "tests/simulation/json_export.h"
#include "tests/simulation/xml_export.h"
#include "tests/support/event_text.h"
#include "tests/support/places.h"
#include "tests/support/sample_logs.h"
#include "tests/support/scratch.h"

namespace sojourn {
namespace {

namespace fs = std::filesystem;
using simulation::JsonForm;
using simulation::LogRecord;

constexpr JsonForm kForms[] = {JsonForm::evtx_dump, JsonForm::separate_attributes,
                               JsonForm::velociraptor, JsonForm::winlogbeat, JsonForm::evtx_ecmd};

struct Read {
  std::string event;  // as text
  std::vector<Issue> issues;
  std::optional<RecordPlace> place;
};

Read taken(const std::optional<Result<TextEvent>>& read, const Strings& strings) {
  Read result;
  if (!read) return result;
  if (*read) {
    result.event = testing::event_text(read->value().event, strings);
    result.issues = read->value().field_issues;
  } else {
    result.issues = {read->issue()};
  }
  return result;
}

Read read_json(const std::string& json) {
  Strings strings;
  std::optional<RecordPlace> place;
  Read result = taken(read_event_json(json, strings, place), strings);
  result.place = place;
  return result;
}

std::string read_xml(const std::string& xml) {
  Strings strings;
  return taken(read_event_xml(xml, strings), strings).event;
}

// As evtx_dump makes JSON of an element.
std::string json_of(const pugi::xml_node& element) {
  std::string attributes, members;
  const auto add = [](std::string& to, const std::string& name, const std::string& json) {
    to += (to.empty() ? "" : ",") + json_string(name) + ':' + json;
  };
  for (const pugi::xml_attribute attribute : element.attributes()) {
    const bool is_name = element.name() == std::string("Data");
    if (!is_name) add(attributes, attribute.name(), json_string(attribute.value()));
  }
  if (!attributes.empty()) add(members, "#attributes", '{' + attributes + '}');
  for (const pugi::xml_node child : element.children()) {
    if (child.type() != pugi::node_element) continue;
    const char* name = child.attribute("Name").value();
    add(members, child.name() == std::string("Data") && *name != '\0' ? name : child.name(),
        json_of(child));
  }
  const std::string text = element.text().get();
  if (members.empty()) return text.empty() ? "null" : json_string(text);
  if (!text.empty() && element.first_child().type() != pugi::node_element) {
    add(members, "#text", json_string(text));
  }
  return '{' + members + '}';
}

TEST(EventJson, EveryEventOfTheCatalogIsReadAsItsXmlIs) {
  std::size_t count = 0;
  for (const auto& entry : fs::directory_iterator(testing::sources() / "testdata/events")) {
    if (entry.path().extension() != ".xml") continue;
    const std::string xml = testing::contents(entry.path());
    pugi::xml_document document;
    ASSERT_TRUE(document.load_string(xml.c_str()));
    const Read read = read_json("{\"Event\":" + json_of(document.child("Event")) + "}");
    EXPECT_EQ(read.event, read_xml(xml)) << entry.path();
    EXPECT_TRUE(read.place) << entry.path();
    ++count;
  }
  EXPECT_GT(count, 50U);
}

TEST(EventJson, EveryFormGivesTheEvent) {
  for (const JsonForm form : kForms) {
    for (LogRecord record : {testing::logon(7), testing::session_arrival(8)}) {
      record = simulation::held(std::move(record), form);
      const Read read = read_json(simulation::json_event(record, form));
      if (form == JsonForm::evtx_ecmd) record.version = 0, record.activity.clear();
      EXPECT_EQ(read.event, read_xml(simulation::exported_event(record))) << static_cast<int>(form);
      EXPECT_TRUE(read.issues.empty());
      ASSERT_TRUE(read.place);
      EXPECT_EQ(read.place->record, record.record_id);
      EXPECT_EQ(read.place->time, record.time);
    }
  }
}

TEST(EventJson, ADocumentOfElasticsearchIsReadWithWhatIsAroundIt) {
  const LogRecord record = simulation::held(testing::logon(7), JsonForm::winlogbeat);
  const std::string json = simulation::json_event(record, JsonForm::winlogbeat);
  EXPECT_EQ(read_json(R"({"_index":"winlogbeat-8","_id":"x","_source":)" + json + "}").event,
            read_json(json).event);
}

TEST(EventJson, WinlogbeatsExactTimeIsTakenWhereItIsWritten) {
  std::string json = simulation::json_event(testing::logon(7), JsonForm::winlogbeat);
  json.insert(json.find("\"channel\""), "\"time_created\":\"2020-09-19T03:21:48.8912352Z\",");
  EXPECT_EQ(read_json(json).place->time, testing::logon(7).time);
}

TEST(EventJson, AnEventOutsideTheCatalogHasAPlaceAndNoMore) {
  LogRecord record = testing::logon(7);
  record.event_id = 4688;
  for (const JsonForm form : kForms) {
    const Read read = read_json(simulation::json_event(record, form));
    EXPECT_TRUE(read.event.empty() && read.issues.empty());
    EXPECT_EQ(read.place->record, 7U);
  }
}

std::string logon_with(const std::string& from, const std::string& to) {
  std::string json = simulation::json_event(testing::logon(7), JsonForm::evtx_dump);
  const std::size_t at = json.find(from);
  if (at == std::string::npos) ADD_FAILURE() << json;
  return json.replace(at, from.size(), to);
}

TEST(EventJson, NumbersAreTextOrNumbers) {
  const Read wanted = read_json(logon_with("x", "x"));
  for (const auto& [from, to] : std::initializer_list<std::pair<const char*, const char*>>{
           {"\"0x3e7\"", "999"},
           {"\"0x3e7\"", "\"999\""},
           {"\"EventID\":4624", "\"EventID\":\"4624\""},
           {"\"EventRecordID\":7", "\"EventRecordID\":\"0x7\""}}) {
    EXPECT_EQ(read_json(logon_with(from, to)).event, wanted.event) << to;
  }
}

TEST(EventJson, OfSeveralValuesWithOneNameTheFirstCounts) {
  const Read wanted = read_json(logon_with("x", "x"));
  EXPECT_EQ(read_json(logon_with("\"alice\"", R"("alice","TargetUserName":"bob")")).event,
            wanted.event);
  EXPECT_EQ(read_json(logon_with("\"alice\"", R"(["alice","bob"])")).event, wanted.event);
}

TEST(EventJson, WhatEveryRecordHasIsAskedFor) {
  struct Case {
    const char *from, *to, *what;
  };
  for (const auto& [from, to, what] :
       {Case{"4624", "null", "record"}, Case{"4624", "{}", "record"},
        Case{"\"Name\"", "\"name\"", "record"},
        Case{"\"EventRecordID\":7", "\"EventRecordID\":9223372036854775808", "EventRecordID"},
        Case{"\"EventRecordID\":7", "\"EventRecordID\":-1", "EventRecordID"},
        Case{"\"EventRecordID\":7", "\"EventRecordID\":1e30", "EventRecordID"},
        Case{"\"2020-", "\"year 2020-", "TimeCreated"},
        Case{"\"SystemTime\":\"2020-09-19T03:21:48.891235Z\"", "\"SystemTime\":1e400", "record"},
        Case{"\"SystemTime\":\"2020-09-19T03:21:48.891235Z\"", "\"SystemTime\":NaN", "record"},
        Case{"\"SystemTime\":\"2020-09-19T03:21:48.891235Z\"", "\"SystemTime\":-5.5",
             "TimeCreated"},
        Case{"\"SystemTime\":\"2020-09-19T03:21:48.891235Z\"", "\"SystemTime\":9e99",
             "TimeCreated"},
        Case{"\"SystemTime\":\"2020-09-19T03:21:48.891235Z\"", "\"SystemTime\":253402300800",
             "TimeCreated"},
        Case{"\"System\"", "\"system\"", "record"}}) {
    const Read read = read_json(logon_with(from, to));
    EXPECT_EQ(read.event, "") << to;
    ASSERT_EQ(read.issues.size(), 1U) << to;
    EXPECT_EQ(read.issues[0].what, what) << to;
  }
}

TEST(EventJson, AValueThatCannotBeReadIsNamedAndTheEventIsGoodWithoutIt) {
  const Read read = read_json(logon_with("\"0x3e7\"", "1e3"));
  EXPECT_NE(read.event, "");
  ASSERT_EQ(read.issues.size(), 1U);
  EXPECT_EQ(read.issues[0].what, "TargetLogonId");
  EXPECT_EQ(read.issues[0].found, "1e3");
  EXPECT_EQ(read.issues[0].record, 7U);
}

TEST(EventJson, WhatIsNoCharacterBecomesTheReplacementCharacterAndAnIssue) {
  for (const char* user : {"J\x94rg", "\xC3", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\\ud800",
                           "\\uDFFFx", "\\uD83D\\u0041", "\\uD83D\\uD83D\\uDD11"}) {
    const Read read = read_json(logon_with("alice", user));
    EXPECT_NE(read.event.find("\uFFFD"), std::string::npos) << user;
    ASSERT_EQ(read.issues.size(), 1U) << user;
    EXPECT_EQ(read.issues[0].what, "text");
  }
  for (const char* user : {"Zo\\u00eb", "\\uD83D\\uDD11", "\\\\ud800", "\uFFFD"}) {
    EXPECT_TRUE(read_json(logon_with("alice", user)).issues.empty()) << user;
  }
  EXPECT_EQ(read_json(logon_with("alice", "alice\\u0000bob")).event,
            read_json(logon_with("x", "x")).event);
}

TEST(EventJson, ANestedPayloadIsHeldToTheSame) {
  std::string json = simulation::json_event(testing::logon(7), JsonForm::evtx_ecmd);
  const auto with = [&json](const std::string& user) {
    std::string other = json;
    return read_json(other.replace(other.find("alice"), 5, user));
  };
  EXPECT_NE(with("\\\\ud800").event.find("\uFFFD"), std::string::npos);
  EXPECT_EQ(with("\\\\ud800").issues.at(0).what, "text");
  EXPECT_EQ(with("\\\"").issues.at(0).wanted, "JSON in its Payload");
}

TEST(EventJson, WhatIsTooDeepOrTooManyIsRefused) {
  const std::string deep = std::string(100'000, '[') + std::string(100'000, ']');
  EXPECT_EQ(read_json(logon_with("\"alice\"", deep)).issues.at(0).wanted,
            "values in at most 64 others");
  std::string many = "[0";
  for (int i = 0; i < 50'000; ++i) many += ",0";
  EXPECT_EQ(read_json(logon_with("\"alice\"", many + ']')).issues.at(0).wanted,
            "at most 20000 values");
}

}  // namespace
}  // namespace sojourn
