#include "parsers/evtx_value.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace sojourn {
namespace {

using Raw = std::vector<std::uint8_t>;

EvtxValue value_of(std::uint8_t type, const Raw& bytes) {
  return {.type = type, .offset = 0, .size = static_cast<std::uint16_t>(bytes.size())};
}
std::string text(ValueType type, const Raw& bytes) {
  std::string out;
  append_text(out, bytes, value_of(static_cast<std::uint8_t>(type), bytes));
  return out;
}
std::optional<std::uint64_t> number(ValueType type, const Raw& bytes) {
  return whole_number(bytes, value_of(static_cast<std::uint8_t>(type), bytes));
}

TEST(EvtxValue, NumbersAreDecimalAndHexadecimalOnesUnpadded) {
  EXPECT_EQ(text(ValueType::uint8, {200}), "200");
  EXPECT_EQ(text(ValueType::int8, {0xFF}), "-1");
  EXPECT_EQ(text(ValueType::uint16, {0x39, 0x30}), "12345");
  EXPECT_EQ(text(ValueType::int32, {0xFE, 0xFF, 0xFF, 0xFF}), "-2");
  EXPECT_EQ(text(ValueType::uint64, Raw(8, 0xFF)), "18446744073709551615");
  EXPECT_EQ(text(ValueType::hex32, {0x6D, 0, 0, 0xC0}), "0xc000006d");
  EXPECT_EQ(text(ValueType::hex64, {0xE7, 3, 0, 0, 0, 0, 0, 0}), "0x3e7");
  EXPECT_EQ(text(ValueType::size, {0xF4, 1, 0, 0}), "0x1f4");
  EXPECT_EQ(text(ValueType::boolean, {1, 0, 0, 0}), "true");
}

TEST(EvtxValue, WholeNumbersAreTakenWithoutTheirText) {
  EXPECT_EQ(number(ValueType::hex64, {0xE7, 3, 0, 0, 0, 0, 0, 0}), 999U);
  EXPECT_EQ(number(ValueType::size, {0xF4, 1, 0, 0}), 500U);
  EXPECT_EQ(number(ValueType::int16, {0xFF, 0xFF}), std::nullopt) << "negative";
  EXPECT_EQ(number(ValueType::string, {'7', 0}), std::nullopt) << "a text, though of a number";
  EXPECT_EQ(number(ValueType::uint32, {1, 0}), std::nullopt) << "too few bytes";
}

TEST(EvtxValue, TextsEndAtTheirNul) {
  EXPECT_EQ(text(ValueType::string, {'a', 0, 0xF6, 0, 0, 0, 'b', 0}), "a\u00f6");
  EXPECT_EQ(text(ValueType::ansi_string, {'a', 0xF6, 0, 'b'}), "a\u00f6");
  EXPECT_EQ(text(ValueType::string, {0x3D, 0xD8, 0x00, 0xDE}), "\U0001F600");
  EXPECT_EQ(text(ValueType::string, {0x3D, 0xD8}), "\uFFFD") << "half a surrogate pair";
}

TEST(EvtxValue, GuidsAndSidsAreWrittenAsWindowsWritesThem) {
  EXPECT_EQ(text(ValueType::guid, {0x25, 0x96, 0x84, 0x54, 0x78, 0x54, 0x94, 0x49, 0xA5, 0xBA, 0x3E,
                                   0x3B, 0x03, 0x28, 0xC3, 0x0D}),
            "{54849625-5478-4994-A5BA-3E3B0328C30D}");
  EXPECT_EQ(text(ValueType::sid, {1, 2, 0, 0, 0, 0, 0, 5, 32, 0, 0, 0, 0x20, 2, 0, 0}),
            "S-1-5-32-544");
}

TEST(EvtxValue, ASidThatClaimsMorePartsThanItHasIsNothing) {
  EXPECT_EQ(text(ValueType::sid, {1, 200, 0, 0, 0, 0, 0, 5, 32, 0, 0, 0}), "");
}

TEST(EvtxValue, TimesAreShownToTheTick) {
  EXPECT_EQ(text(ValueType::filetime, {0, 0x80, 0x3E, 0xD5, 0xDE, 0xB1, 0x9D, 1}),
            "1970-01-01T00:00:00.0000000Z");
  EXPECT_EQ(text(ValueType::systemtime, {0xEA, 7, 3, 0, 1, 0, 2, 0, 8, 0, 14, 0, 10, 0, 123, 0}),
            "2026-03-02T08:14:10.1230000Z");
  EXPECT_EQ(text(ValueType::systemtime, Raw(16, 0xFF)), "") << "a date that does not exist";
  EXPECT_EQ(text(ValueType::filetime, Raw(8, 0xFF)), "") << "past the year 9999";
}

TEST(EvtxValue, OfAnArrayTheFirstElementCounts) {
  const Raw two = {'a', 0, 0, 0, 'b', 0, 0, 0};
  std::string out;
  append_text(out, two, value_of(0x81, two));
  EXPECT_EQ(out, "a");
}

TEST(EvtxValue, AValueBeyondItsChunkAndOneOfNoKnownTypeAreNothing) {
  const Raw chunk = {1, 2, 3, 4};
  std::string out;
  append_text(out, chunk, {.type = 0x08, .offset = 2, .size = 4});
  append_text(out, chunk, {.type = 0x08, .offset = 0xFFFF'FFFF, .size = 4});
  append_text(out, chunk, {.type = 0x77, .offset = 0, .size = 4});
  EXPECT_EQ(out, "");
}

}  // namespace
}  // namespace sojourn
