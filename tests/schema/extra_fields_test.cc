#include "schema/extra_fields.h"

#include <gtest/gtest.h>

#include <string>

namespace sojourn {
namespace {

std::string list_of(std::string_view name, std::string_view value) {
  ExtraFields fields;
  fields.add(name, value);
  return fields.list();
}

TEST(ExtraFields, AreFoundByTheirNames) {
  ExtraFields fields;
  fields.add("SubjectUserName", "SRV$");
  fields.add("LmPackageName", "-");
  fields.add("VirtualAccount", "%%1843");
  EXPECT_EQ(extra_field(fields.list(), {"SubjectUserName"}), "SRV$");
  EXPECT_EQ(extra_field(fields.list(), {"VirtualAccount"}), "%%1843");
  EXPECT_EQ(extra_field(fields.list(), {"LmPackageName"}), "");  // Windows means nothing
  EXPECT_EQ(extra_field(fields.list(), {"SRV$"}), "");           // a value is no name
  EXPECT_EQ(extra_field("", {"SubjectUserName"}), "");
}

TEST(ExtraFields, AreOneJsonObjectInWhichNothingFromEvidenceIsSyntax) {
  ExtraFields fields;
  fields.add("Channel", "System");
  fields.add("TargetInfo", "a\"b\\c\n\xff");
  EXPECT_EQ(extra_fields_json(fields.list()), R"({"Channel":"System","TargetInfo":"a\"b\\c\n)"
                                              "\xEF\xBF\xBD"
                                              R"("})");
  EXPECT_EQ(extra_fields_json(""), "");
}

// A case is read again and correlated with new evidence: copies of a record must stay copies.
TEST(ExtraFields, ComeBackFromJsonAsTheyWereAndInTheirOrder) {
  ExtraFields fields;
  fields.add("SubjectUserSid", "S-1-5-18");
  fields.add("NewTime", "2024-03-01T09:00:00Z");
  fields.add("BackupPath", "C:\\logs\\\"old\".evtx\xff");
  EXPECT_EQ(extra_fields_of_json(extra_fields_json(fields.list())), fields.list());
  EXPECT_EQ(extra_field(fields.list(), {"NewTime"}), "2024-03-01T09:00:00.0000000Z");
  EXPECT_EQ(extra_fields_of_json(""), "");
}

TEST(ExtraFields, NoValueCanPretendToBeAnotherField) {
  const std::string list = list_of("payload", std::string_view("a\0IpPort\0"
                                                               "0\0",
                                                               11));
  EXPECT_EQ(extra_field(list, {"payload"}), "a");
  EXPECT_EQ(extra_field(list, {"IpPort"}), "");
}

// A case may have been written to by anybody, and a list may come from a reader's process that a
// hostile file took over.
TEST(ExtraFields, WhatIsNoListEndsWhereItCeasesToBeOne) {
  const std::string list = list_of("Channel", "System");
  EXPECT_EQ(extra_fields_json(list + "BackupPath"), extra_fields_json(list));
  EXPECT_EQ(extra_fields_json(list + std::string("BackupPath\0C:", 13)), extra_fields_json(list));
  for (const char* json : {"{", "[]", "7", "null", "no JSON", "\x01", R"({"Channel":"System")"})
    EXPECT_EQ(extra_fields_of_json(json), "") << json;
  EXPECT_EQ(extra_fields_of_json(R"({"Channel":"System","BackupPath":{"a":"b"},"c":"d"})"), list);
}

}  // namespace
}  // namespace sojourn
