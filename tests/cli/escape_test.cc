#include "cli/escape.h"

#include <gtest/gtest.h>

namespace sojourn {
namespace {

TEST(Escape, LeavesOrdinaryTextOfAnyLanguageAlone) {
  EXPECT_EQ("CORP\\alice", escape("CORP\\alice"));
  EXPECT_EQ("Özgür 山田 Ελένη", escape("Özgür 山田 Ελένη"));
  EXPECT_EQ("", escape(""));
}

TEST(Escape, ShowsTerminalCommandsInsteadOfObeyingThem) {
  EXPECT_EQ("\\u{1b}[2Jalice\\u{7}", escape("\x1b[2J"
                                            "alice\a"));
  EXPECT_EQ("a\\u{7f}b\\u{9b}31m", escape("a\x7f"
                                          "b\xc2\x9b"
                                          "31m"));
}

TEST(Escape, KeepsOneRowOnOneLine) {
  EXPECT_EQ("a\\u{d}\\u{a}b\\u{9}c\\u{2028}", escape("a\r\nb\tc\u2028"));
}

TEST(Escape, ShowsCharactersThatReorderOrHideText) {
  EXPECT_EQ("admin\\u{202e}exe.\\u{202c}", escape("admin\u202Eexe.\u202C"));
  EXPECT_EQ("\\u{2066}a\\u{2069}\\u{200e}\\u{200f}\\u{61c}",
            escape("\u2066a\u2069\u200E\u200F\u061C"));
  EXPECT_EQ("ad\\u{200b}min\\u{feff}\\u{2060}", escape("ad\u200Bmin\uFEFF\u2060"));
  EXPECT_EQ("a\\u{e0041}", escape("a\U000E0041"));
}

TEST(Escape, ShowsBytesThatAreNotUtf8) {
  EXPECT_EQ("a\\x{ff}b", escape("a\xff"
                                "b"));
  EXPECT_EQ("\\x{c0}\\x{80}", escape("\xc0\x80"));             // overlong
  EXPECT_EQ("\\x{ed}\\x{a0}\\x{80}", escape("\xed\xa0\x80"));  // a surrogate
  EXPECT_EQ("\\x{f4}\\x{90}\\x{80}\\x{80}", escape("\xf4\x90\x80\x80"));
  EXPECT_EQ("\\x{e2}\\x{82}", escape("\xe2\x82"));  // cut off
}

TEST(Escape, TextThatLooksEscapedIsToldFromTextThatWas) {
  EXPECT_EQ("\\u{5c}u{202e}", escape("\\u{202e}"));
  EXPECT_EQ("\\u{5c}x{ff}", escape("\\x{ff}"));
  EXPECT_EQ("CORP\\ulrike", escape("CORP\\ulrike"));
}

TEST(Escape, ANullByteDoesNotEndTheText) {
  EXPECT_EQ("a\\u{0}b", escape(std::string_view("a\0b", 3)));
}

TEST(EscapeJson, UsesJsonsOwnEscapes) {
  EXPECT_EQ(R"({"user":"a\u202eb\u009b"})", escape_json("{\"user\":\"a\u202Eb\u009B\"}"));
  EXPECT_EQ(R"("\udb40\udc41")", escape_json("\"\U000E0041\""));
  EXPECT_EQ(R"("Özgür \n \\")", escape_json("\"Özgür \\n \\\\\""));
}

TEST(DisplayWidth, CountsColumnsNotBytes) {
  EXPECT_EQ(5U, display_width("alice"));
  EXPECT_EQ(5U, display_width("Özgür"));
  EXPECT_EQ(4U, display_width("山田"));
  EXPECT_EQ(1U, display_width("e\u0301"));
  EXPECT_EQ(0U, display_width(""));
}

}  // namespace
}  // namespace sojourn
