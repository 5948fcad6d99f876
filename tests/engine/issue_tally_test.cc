#include "engine/issue_tally.h"

#include <gtest/gtest.h>

#include <string>

namespace sojourn {
namespace {

Issue broken(const std::string& what, std::uint64_t offset) {
  return {.what = what, .wanted = "XML", .found = "something else", .offset = offset};
}

TEST(IssueTally, AThousandOfAKindAreListedAndTheOthersCounted) {
  IssueTally tally;
  for (std::uint64_t i = 0; i < 5000; ++i) tally.add(broken("chunk " + std::to_string(i), i));
  tally.add(broken("file", 7));
  const auto issues = tally.take();
  ASSERT_EQ(issues.size(), 1002U);
  EXPECT_EQ(issues[999].issue.what, "chunk 999");
  EXPECT_EQ(issues[1000].issue.what, "file");
  EXPECT_EQ(issues[1001].occurrences, 4000U);
  EXPECT_EQ(issues[1001].issue.what, "chunk 1000");
  EXPECT_EQ(issues[1001].issue.offset, 1000U);
  EXPECT_TRUE(tally.empty());
}

// A large file is read in stretches, each with a tally of its own.
TEST(IssueTally, StretchesOfAFileGiveWhatTheFileGives) {
  IssueTally whole, joined;
  for (std::uint64_t stretch = 0; stretch < 3; ++stretch) {
    IssueTally part;
    for (std::uint64_t i = 0; i < 700 * (stretch + 1); ++i) {
      whole.add(broken("record", 10'000 * stretch + i));
      part.add(broken("record", 10'000 * stretch + i));
    }
    joined.add(part.take());
  }
  const auto wanted = whole.take(), found = joined.take();
  ASSERT_EQ(found.size(), wanted.size());
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    EXPECT_EQ(found[i].issue, wanted[i].issue) << i;
    EXPECT_EQ(found[i].occurrences, wanted[i].occurrences) << i;
  }
}

// Kinds are of the readers' words, not of the evidence's; but should evidence ever make some up:
TEST(IssueTally, BehindAHundredKindsThoseOfNewOnesAreCountedTogether) {
  const auto name = [](std::uint64_t i) {
    std::string letters = "field ";
    for (; i > 0; i /= 26) letters += static_cast<char>('a' + i % 26);
    return letters;
  };
  IssueTally whole, joined;
  for (std::uint64_t stretch = 0; stretch < 3; ++stretch) {
    IssueTally part;
    for (std::uint64_t i = 1; i <= 10'000; ++i) {
      whole.add(broken(name(i), i));
      part.add(broken(name(i), i));
    }
    joined.add(part.take());
  }
  const auto issues = whole.take();
  ASSERT_EQ(issues.size(), 301U);
  EXPECT_EQ(issues.back().issue.what, "others");
  EXPECT_EQ(issues.back().occurrences, 30'000U - 300U);
  EXPECT_EQ(joined.take().back().occurrences, 30'000U - 300U);
}

TEST(IssueTally, ATextOfEvidenceIsCutBetweenTwoCharacters) {
  IssueTally tally;
  std::string found = "x";
  while (found.size() < 5000) found += "é";
  tally.add({.what = "EventRecordID", .wanted = "a number", .found = found});
  EXPECT_EQ(tally.take().at(0).issue.found, found.substr(0, 499) + "…");
}

}  // namespace
}  // namespace sojourn
