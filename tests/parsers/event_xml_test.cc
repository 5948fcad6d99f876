#include "parsers/event_xml.h"

#include <gtest/gtest.h>

#include <string>

namespace sojourn {
namespace {

// A record of LocalSessionManager 21 with its parts as given.
std::string session_logon(const std::string& record, const std::string& time,
                          const std::string& content) {
  return R"(<Event xmlns="http://schemas.microsoft.com/win/2004/08/events/event"><System>)"
         R"(<Provider Name="Microsoft-Windows-TerminalServices-LocalSessionManager"/>)"
         R"(<EventID>21</EventID><Version>0</Version><TimeCreated SystemTime=")" +
         time + R"("/><EventRecordID>)" + record +
         R"(</EventRecordID><Channel>LSM</Channel><Computer>PC</Computer></System>)" + content +
         "</Event>";
}

const std::string kTime = "2026-03-02T08:01:00.5953959Z";
const std::string kContent =
    R"(<UserData><EventXML xmlns="Event_NS"><User>A\b</User><SessionID>2</SessionID></EventXML></UserData>)";

TEST(EventXml, FindsValuesInUserDataWhateverTheElementAroundThemIsCalled) {
  Strings strings;
  const auto read = read_event_xml(
      session_logon("7", kTime, "<UserData><Other><User>A\\b</User></Other></UserData>"), strings);
  ASSERT_TRUE(read && read->ok());
  EXPECT_EQ(strings[read->value().event.user], "b");
}

TEST(EventXml, KeepsARecordWithAnUnreadableValueAndSaysWhichRecordItWas) {
  Strings strings;
  const auto read = read_event_xml(
      session_logon("7", kTime,
                    "<UserData><E><User>A\\b</User><SessionID>x</SessionID></E></UserData>"),
      strings);
  ASSERT_TRUE(read && read->ok());
  EXPECT_EQ(strings[read->value().event.user], "b");
  ASSERT_EQ(read->value().field_issues.size(), 1U);
  EXPECT_EQ(read->value().field_issues[0].what, "SessionID");
  EXPECT_EQ(read->value().field_issues[0].record, 7U);
}

TEST(EventXml, ReadsEntitiesAndCdata) {
  Strings strings;
  const auto read = read_event_xml(
      session_logon("7", kTime,
                    "<UserData><E><User>R&amp;D\\<![CDATA[<b>]]></User></E></UserData>"),
      strings);
  ASSERT_TRUE(read && read->ok());
  EXPECT_EQ(strings[read->value().event.domain], "R&D");
}

TEST(EventXml, PassesOverEventsOutsideTheCatalog) {
  Strings strings;
  std::string xml = session_logon("7", kTime, kContent);
  xml.replace(xml.find("<EventID>21<"), 12, "<EventID>34<");
  EXPECT_FALSE(read_event_xml(xml, strings));
}

TEST(EventXml, IsAnIssueWithoutWhatEveryRecordHas) {
  Strings strings;
  const auto issue_of = [&](const std::string& xml) {
    const auto read = read_event_xml(xml, strings);
    return read && !read->ok() ? read->issue().wanted : "no issue";
  };
  EXPECT_EQ(issue_of(session_logon("", kTime, kContent)), "a number below 2^63");
  EXPECT_EQ(issue_of(session_logon("9223372036854775808", kTime, kContent)), "a number below 2^63");
  EXPECT_EQ(issue_of(session_logon("7", "yesterday", kContent)), "a time");
  EXPECT_EQ(issue_of("<Event/>"), "an <Event> with <System>");
  EXPECT_EQ(issue_of("<Event><System></System></Event>"), "a provider and an event id");
  EXPECT_EQ(issue_of("<Event><System>"), "XML");
  EXPECT_EQ(issue_of("not XML"), "XML");
}

TEST(EventXml, DoesNotExpandEntitiesThatADocumentDeclares) {
  Strings strings;
  const std::string bomb =
      R"(<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>)" +
      session_logon("7", kTime, "<UserData><E><User>&b;</User></E></UserData>");
  const auto read = read_event_xml(bomb, strings);
  ASSERT_TRUE(read && read->ok());
  EXPECT_EQ(strings[read->value().event.user], "&b;");
}

TEST(EventXml, WritesActivityIdsInOneSpelling) {
  Strings strings;
  std::string xml = session_logon("7", kTime, kContent);
  xml.insert(xml.find("<Channel>"),
             R"(<Correlation ActivityID="{f4205bac-7d2c-4b0f-9c44-0f9b3c0d0000}"/>)");
  const auto read = read_event_xml(xml, strings);
  ASSERT_TRUE(read && read->ok());
  EXPECT_EQ(strings[read->value().event.activity], "F4205BAC-7D2C-4B0F-9C44-0F9B3C0D0000");
}

}  // namespace
}  // namespace sojourn
