// Events that leave memory until their hosts are known come back as they were.
#include "engine/event_spill.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "schema/event_members.h"
#include "tests/support/event_text.h"
#include "tests/support/scratch.h"
#include "tests/support/timeline.h"

namespace sojourn {
namespace {

using testing::event_text;
using testing::Scratch;

// Two computers' records, as a collector's file has them.
std::vector<Event> forwarded_log(Strings& strings) {
  return timeline(
      "10:00:00.0 Security 4624 Computer=PC01 TargetUserName=alice TargetLogonId=0xa LogonType=3\n"
      "10:00:01.0 Security 4624 Computer=PC02 TargetUserName=bob TargetLogonId=0xb LogonType=3\n"
      "10:00:02.0 Security 4634 Computer=PC01 TargetUserName=alice TargetLogonId=0xa LogonType=3\n",
      strings);
}

std::string all_of(const EventSpill& spill, const std::set<LogName>& logs) {
  std::string found;
  spill.visit(logs, [&](const LogName&, std::span<const Event> events, const Strings& strings) {
    for (const Event& event : events) found += event_text(event, strings);
  });
  return found;
}

TEST(EventSpill, GivesEachComputersRecordsWithTheirTexts) {
  const Scratch folder;
  Strings names, strings;
  EventSpill spill(folder.path(), names);
  const std::vector<Event> events = forwarded_log(strings);
  spill.add(events, strings);
  EXPECT_EQ(all_of(spill, {{0, names.intern("PC01")}}),
            event_text(events[0], strings) + event_text(events[2], strings));
  EXPECT_EQ(all_of(spill, {{0, names.intern("PC02")}}), event_text(events[1], strings));
  EXPECT_EQ(all_of(spill, {{0, names.intern("PC03")}, {1, names.intern("PC01")}}), "");
}

TEST(EventSpill, AStretchHasNoTextsButItsOwn) {
  const Scratch folder;
  Strings names, strings;
  EventSpill spill(folder.path(), names);
  spill.add(forwarded_log(strings), strings);
  spill.visit({{0, names.intern("PC02")}},
              [](const LogName&, std::span<const Event>, const Strings& texts) {
                for (std::size_t i = 1; i < texts.size(); ++i)
                  EXPECT_NE(texts[static_cast<Text>(i)], "alice");
              });
}

TEST(EventSpill, WhatIsTooMuchForMemoryLeavesNoFileBehind) {
  const Scratch folder;
  Strings names, strings;
  EventSpill spill(folder.path(), names);
  const std::vector<Event> events = forwarded_log(strings);
  std::vector<Event> many;
  for (int i = 0; i < 50'000; ++i) many.insert(many.end(), events.begin(), events.end());
  std::string expected;
  for (std::uint32_t file = 0; file < 3; ++file) {
    for (Event& event : many) event.file = file;
    spill.add(many, strings);
  }
  EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
  std::size_t found = 0;
  spill.visit({{1, names.intern("PC01")}, {2, names.intern("PC01")}},
              [&](const LogName&, std::span<const Event> stretch, const Strings& texts) {
                found += stretch.size();
                EXPECT_EQ(texts[stretch.back().user], "alice");
              });
  EXPECT_EQ(found, 200'000U);
}

TEST(EventSpill, WhereThereIsNoRoomTheRunIsToldWhereToLook) {
  Strings names, strings;
  EventSpill spill("/dev/null/nowhere", names);
  const std::vector<Event> events = forwarded_log(strings);
  std::vector<Event> many;
  for (int i = 0; i < 50'000; ++i) many.insert(many.end(), events.begin(), events.end());
  try {
    spill.add(many, strings);
    FAIL() << "there is no such folder";
  } catch (const std::runtime_error& error) {
    EXPECT_NE(std::string(error.what()).find("--temp"), std::string::npos) << error.what();
  }
}

}  // namespace
}  // namespace sojourn
