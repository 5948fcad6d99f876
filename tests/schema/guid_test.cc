#include "schema/guid.h"

#include <gtest/gtest.h>

namespace sojourn {
namespace {

TEST(Guid, IsReadInAnyCaseWithOrWithoutBraces) {
  for (const char* text :
       {"F4205BAC-1B7C-4E4F-9D4B-0123456789AB", "{f4205bac-1b7c-4e4f-9d4b-0123456789ab}"}) {
    const auto guid = parse_guid(text);
    ASSERT_TRUE(guid) << text;
    EXPECT_EQ(guid_text(*guid), "F4205BAC-1B7C-4E4F-9D4B-0123456789AB");
  }
}

TEST(Guid, IsNoOtherText) {
  for (const char* text :
       {"", "{}", "F4205BAC", "F4205BAC-1B7C-4E4F-9D4B-0123456789A",
        "{F4205BAC-1B7C-4E4F-9D4B-0123456789AB", "(F4205BAC-1B7C-4E4F-9D4B-0123456789AB)",
        "F4205BAC01B7C-4E4F-9D4B-0123456789AB", "G4205BAC-1B7C-4E4F-9D4B-0123456789AB",
        "F4205BAC-1B7C-4E4F-9D4B0-123456789AB"}) {
    EXPECT_FALSE(parse_guid(text)) << text;
  }
}

}  // namespace
}  // namespace sojourn
