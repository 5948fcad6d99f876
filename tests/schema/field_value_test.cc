#include "schema/field_value.h"

#include <gtest/gtest.h>

#include "schema/catalog.h"

namespace sojourn {
namespace {

const Field& field_of(EventKind kind, std::string_view name) {
  for (const Field& field : spec_of(kind).fields) {
    if (field.name == name) return field;
  }
  throw std::logic_error("no such field");
}

TEST(Meaningful, IsEmptyWhereWindowsMeansNothing) {
  for (const char* nothing : {"", "-", " - ", "0.0.0.0", "::", "S-1-0-0",
                              "{00000000-0000-0000-0000-000000000000}", " \t\r\n"}) {
    EXPECT_EQ(meaningful(nothing), "") << '[' << nothing << ']';
  }
}

TEST(Meaningful, DropsTheBlanksAndNulsAroundNames) {
  EXPECT_EQ(meaningful("User32 "), "User32");
  EXPECT_EQ(meaningful(std::string_view("Advapi  \0\0", 10)), "Advapi");
  EXPECT_EQ(meaningful("John Smith"), "John Smith");
}

TEST(ParseNumber, ReadsDecimalAndHexadecimal) {
  EXPECT_EQ(parse_number("999"), 999U);
  EXPECT_EQ(parse_number("0x00000000000003e7"), 999U);
  EXPECT_EQ(parse_number("0X3E7"), 999U);
  EXPECT_EQ(parse_number("0xffffffffffffffff"), ~std::uint64_t{0});
}

TEST(ParseNumber, RefusesWhatIsNoNumberOrDoesNotFit) {
  for (const char* text :
       {"", "0x", "-1", "+1", "3e7", "12 ", "0x1ffffffffffffffff", "18446744073709551616"}) {
    EXPECT_FALSE(parse_number(text)) << '[' << text << ']';
  }
}

TEST(SetField, SplitsAQualifiedUserAtTheBackslash) {
  Strings strings;
  Event event;
  const Field& user = field_of(EventKind::session_logon, "User");
  EXPECT_FALSE(set_field(event, user, "CORP\\maria.lindqvist", strings));
  EXPECT_EQ(strings[event.domain], "CORP");
  EXPECT_EQ(strings[event.user], "maria.lindqvist");

  Event bare;
  EXPECT_FALSE(set_field(bare, user, "maria@corp.example", strings));
  EXPECT_EQ(bare.domain, Text::none);
  EXPECT_EQ(strings[bare.user], "maria@corp.example");
}

TEST(SetField, LeavesTheEventAloneAndSaysWhatItFoundWhereANumberIsNone) {
  Strings strings;
  Event event;
  const auto issue =
      set_field(event, field_of(EventKind::session_logon, "SessionID"), "two", strings);
  ASSERT_TRUE(issue);
  EXPECT_EQ(issue->what, "SessionID");
  EXPECT_EQ(issue->wanted, "a number of 32 bits");
  EXPECT_EQ(issue->found, "two");
  EXPECT_EQ(event.session, kNoNumber);
}

TEST(SetField, RefusesANumberThatDoesNotFitItsMember) {
  Strings strings;
  Event event;
  EXPECT_TRUE(set_field(event, field_of(EventKind::logon, "LogonType"), "256", strings));
  EXPECT_EQ(event.logon_type, kNoLogonType);
}

TEST(SetField, TakesAZeroLogonIdForNone) {
  Strings strings;
  Event event;
  EXPECT_FALSE(set_field(event, field_of(EventKind::logon, "TargetLinkedLogonId"), "0x0", strings));
  EXPECT_EQ(event.linked_logon_id, 0U);
}

TEST(SetField, PassesOverTheLocalisedTimesOfOldClockChanges) {
  Strings strings;
  Event event;
  const Field& previous = field_of(EventKind::security_clock_changed, "PreviousTime");
  EXPECT_FALSE(set_field(event, previous, "09:14:10", strings));
  EXPECT_EQ(event.other_time, Timestamp{});
}

TEST(SetField, TakesAGuidInEitherFormAndNothingElseForOne) {
  Strings strings;
  const Field& field = field_of(EventKind::logon, "LogonGuid");
  Event event;
  EXPECT_FALSE(set_field(event, field, "{f4205bac-1b7c-4e4f-9d4b-0123456789ab}", strings));
  EXPECT_EQ(guid_text(event.logon_guid), "F4205BAC-1B7C-4E4F-9D4B-0123456789AB");

  Event none;
  EXPECT_FALSE(set_field(none, field, "{00000000-0000-0000-0000-000000000000}", strings));
  const auto issue = set_field(none, field, "{f4205bac}", strings);
  ASSERT_TRUE(issue);
  EXPECT_EQ(issue->wanted, "a GUID");
  EXPECT_EQ(none.logon_guid, Guid{});
}

TEST(SetField, TellsAPortOfZeroFromNone) {
  Strings strings;
  const Field& field = field_of(EventKind::logon, "IpPort");
  Event check, local;
  EXPECT_FALSE(set_field(check, field, "0", strings));
  EXPECT_FALSE(set_field(local, field, "-", strings));
  EXPECT_EQ(check.src_port, 0U);
  EXPECT_EQ(local.src_port, kNoNumber);
}

}  // namespace
}  // namespace sojourn
