#include "engine/case/event_table.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "parsers/event_xml.h"
#include "schema/schema_sql.h"
#include "tests/support/event_text.h"
#include "tests/support/places.h"
#include "tests/support/scratch.h"

namespace sojourn {
namespace {

// A case is correlated anew from this table when evidence is added, so nothing may be lost in it.
TEST(EventTable, GivesBackEveryExampleAsItWasWritten) {
  Database database(":memory:");
  database.execute(kSchemaSql);
  Strings strings;
  std::string written;
  {
    TextTable texts(database);
    EventWriter writer(database, texts);
    std::int64_t id = 0;
    for (const auto& entry :
         std::filesystem::directory_iterator(testing::sources() / "testdata/events")) {
      if (entry.path().extension() != ".xml") continue;
      const auto read = read_event_xml(testing::contents(entry.path()), strings);
      ASSERT_TRUE(read && read->ok());
      Event event = read->value().event;
      event.recovered = id % 2 == 0;
      texts.begin_host(strings);
      written += testing::event_text(event, strings);
      writer.write({++id, 1, 1, 1, 1}, event, strings, "");
    }
    ASSERT_GT(id, 60);
  }
  std::string found;
  read_events(database, {{1, 0}}, {}, [&](std::span<const Event> events, const Strings& fresh) {
    for (const Event& event : events) found += testing::event_text(event, fresh);
  });
  EXPECT_EQ(found, written);
}

TEST(EventTable, KeepsTheLargestNumbersOfEvidence) {
  Database database(":memory:");
  database.execute(kSchemaSql);
  Strings strings;
  Event event;
  event.kind = EventKind::logon;
  event.record = 0x7FFF'FFFF'FFFF'FFFF;
  event.logon_id = ~std::uint64_t{0};
  event.status = 0xC000'006D;
  event.logon_type = 254;
  event.src_port = 65535;
  event.logon_guid.bytes.fill(0xFF);
  TextTable texts(database);
  texts.begin_host(strings);
  EventWriter(database, texts).write({1, 1, 1, 1, 1}, event, strings, "");
  read_events(database, {{1, 0}}, {}, [&](std::span<const Event> found, const Strings& fresh) {
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(testing::event_text(found[0], fresh), testing::event_text(event, strings));
  });
}

}  // namespace
}  // namespace sojourn
