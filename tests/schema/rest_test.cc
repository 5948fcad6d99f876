// The values of a record that have no member (Event::rest), and how they are kept.
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "correlator/correlate.h"
#include "schema/strings.h"

namespace sojourn {
namespace {

std::string logon_of(std::string_view guid, std::string_view port) {
  return R"({"SubjectUserName":"SRV$","LogonGuid":")" + std::string(guid) + R"(","IpPort":")" +
         std::string(port) + R"(","VirtualAccount":"%%1843"})";
}

constexpr std::string_view kGuid = "{F4205BAC-1B7C-4E4F-9D4B-0123456789AB}";
constexpr std::string_view kOtherGuid = "{F4205BAC-1B7C-4E4F-9D4B-0123456789AC}";

TEST(Rest, IsGivenBackByteForByte) {
  const std::vector<std::string> texts = {
      "",
      R"({"IpPort":"50123"})",
      R"({"TargetInfo":"{not a GUID}","Channel":"{F4205BAC-1B7C-4E4F-9D4B-0123456789A"})",
      logon_of(kGuid, "50123"),
      logon_of(kGuid, "65535"),
      logon_of(kGuid, "1"),
      logon_of(kGuid, "0"),
      logon_of(kGuid, "00080"),
      logon_of(kGuid, "65536"),
      logon_of(kGuid, "-1"),
      logon_of(kGuid, "80 "),
      logon_of(kGuid, ""),
      logon_of("{f4205bac-1b7c-4e4f-9d4b-0123456789ab}", "50123"),
      logon_of("{F4205BAC-1B7C-4E4F-9D4B0-123456789AB}", "50123"),
      logon_of("f{{" + std::string(kGuid) + "}", "50123"),
      logon_of(std::string(kGuid) + std::string(kOtherGuid), "50123"),
      logon_of(std::string(kGuid), R"(\"IpPort\":\"7)"),
      R"({"LogonGuid":")" + std::string(kGuid) + R"("})",
      R"({"IpPort":"7","LogonGuid":")" + std::string(kGuid) + R"("})",
      R"({"LogonGuid":")" + std::string(kGuid) + R"(","IpPort":"7)",
      // No JSON holds these two characters; a case may have been written to by anybody.
      logon_of(std::string(kGuid) + "\x01\x02", "50123"),
  };
  Strings strings;
  std::vector<Rest> kept;
  kept.reserve(texts.size());
  for (const std::string& text : texts) kept.push_back(strings.keep_rest(text));
  for (std::size_t i = 0; i < texts.size(); ++i) EXPECT_EQ(strings.json(kept[i]), texts[i]);
  EXPECT_EQ(kept.front(), Rest::none);
}

TEST(Rest, OfAnyNumberOfLogonsTakesOneText) {
  Strings strings;
  strings.keep_rest(logon_of(kGuid, "50123"));
  const std::size_t texts = strings.size();
  strings.keep_rest(logon_of(kOtherGuid, "50124"));
  strings.keep_rest(logon_of(kOtherGuid, "7"));
  EXPECT_EQ(strings.size(), texts);
}

TEST(Rest, IsComparedAsItsText) {
  Strings strings;
  const std::vector<std::string> sorted = {"", logon_of(kGuid, "5"), logon_of(kGuid, "50"),
                                           logon_of(kGuid, "6"), logon_of(kOtherGuid, "5")};
  for (const std::string& a : sorted) {
    for (const std::string& b : sorted) {
      const int found = strings.compare(strings.keep_rest(a), strings.keep_rest(b));
      EXPECT_EQ(found < 0, a < b) << a << " and " << b;
      EXPECT_EQ(found == 0, a == b) << a << " and " << b;
    }
  }
}

TEST(Rest, GoesFromOnePoolToAnother) {
  Strings from, to;
  to.intern("what shifts the numbers");
  for (const std::string& text : {std::string(), logon_of(kGuid, "50123"), logon_of("-", "0")}) {
    const Rest rest = from.keep_rest(text);
    std::vector<Text> texts{Text::none};
    while (texts.size() < from.size())
      texts.push_back(to.intern(from[static_cast<Text>(texts.size())]));
    EXPECT_EQ(to.json(to.adopt(from, rest, texts)), text);
  }
}

TEST(Rest, TellsCopiesOfALogonFromTwoLogonsOfOneRecordId) {
  Strings strings;
  Event logon;
  logon.kind = EventKind::logon;
  logon.time = *parse_time("2026-03-02T08:00:00Z");
  logon.record = 7;
  logon.logon_id = 0x1234;
  logon.rest = strings.keep_rest(logon_of(kGuid, "50123"));
  Event copy = logon, other = logon;
  copy.rest = strings.keep_rest(logon_of(kGuid, "50123"));
  other.rest = strings.keep_rest(logon_of(kGuid, "50124"));
  EXPECT_EQ(correlate({logon, copy}, strings).duplicates, 1U);
  EXPECT_EQ(correlate({logon, other}, strings).duplicates, 0U);
}

}  // namespace
}  // namespace sojourn
