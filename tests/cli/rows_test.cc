#include "cli/rows.h"

#include <gtest/gtest.h>

#include <limits>
#include <optional>
#include <sstream>

#include "cli/escape.h"

namespace sojourn {
namespace {

using std::int64_t;

std::string written(Format format, const std::vector<std::string>& columns,
                    const std::vector<std::vector<Cell>>& lines,
                    std::optional<std::size_t> width = {}) {
  std::ostringstream out;
  Rows rows(format, columns, out, width);
  for (const std::vector<Cell>& line : lines) rows.add(line);
  rows.finish();
  return out.str();
}

TEST(Table, ColumnsLineUpByWhatIsSeen) {
  EXPECT_EQ(
      "user   failures\n"
      "Özgür         3\n"
      "山田         12\n"
      "-             0\n",
      written(Format::table, {"user", "failures"},
              {{"Özgür", int64_t{3}}, {"山田", int64_t{12}}, {std::monostate{}, int64_t{0}}}));
}

TEST(Table, WithoutRowsShowsWhatWasAsked) {
  EXPECT_EQ("a  b\n", written(Format::table, {"a", "b"}, {}));
}

TEST(Table, AUserNameCannotDrawOnTheTerminal) {
  EXPECT_EQ("user\n\\u{1b}[31mroot\n", written(Format::table, {"user"}, {{"\x1b[31mroot"}}));
}

TEST(Table, ACellIsCutAtTwoHundredColumns) {
  const std::string longest(200, 'x');
  EXPECT_EQ("a\n" + longest + "\n", written(Format::table, {"a"}, {{longest}}));
  EXPECT_EQ("a\n" + longest.substr(1) + "\u2026\n",
            written(Format::table, {"a"}, {{longest + "x"}}));
  std::string wide;
  for (int i = 0; i < 150; ++i) wide += "山";
  EXPECT_EQ(199U, display_width(cut(wide, 200)));
  EXPECT_EQ("a\r\n" + longest + "x\r\n", written(Format::csv, {"a"}, {{longest + "x"}}));
}

TEST(Table, FitsATerminalByCuttingTheWidestTexts) {
  EXPECT_EQ(
      "id host          user\n"
      " 7 srv-file01.c\u2026 maria\n"
      " 8 pc            \u5c71\u7530\n",
      written(
          Format::table, {"id", "host", "user"},
          {{int64_t{7}, "srv-file01.corp.example", "maria"}, {int64_t{8}, "pc", "\u5c71\u7530"}},
          22));
  EXPECT_EQ("a   b\nxx  y\n", written(Format::table, {"a", "b"}, {{"xx", "y"}}, 5));
}

TEST(Table, CutsNeitherNumbersNorTimesAndNothingBelowEightColumns) {
  EXPECT_EQ("         n start                user\n1234567890 2026-03-04 23:05:01Z 1234567\u2026\n",
            written(Format::table, {"n", "start", "user"},
                    {{int64_t{1234567890}, "2026-03-04 23:05:01Z", "1234567890"}}, 10));
}

// A million rows are not held to line up the last one.
TEST(Table, AfterAThousandRowsTheyAreWrittenAsTheyCome) {
  std::ostringstream out;
  Rows rows(Format::table, {"a", "b"}, out);
  for (int i = 0; i < 999; ++i) rows.add({"x", "y"});
  EXPECT_EQ("", out.str());
  rows.add({"x", "y"});
  EXPECT_NE("", out.str());
  rows.add({"wider", int64_t{7}});
  rows.finish();
  EXPECT_TRUE(out.str().ends_with("x  y\nwider  7\n"));
}

TEST(Markdown, IsATableWithItsNumbersAndWithoutWhatIsNotThere) {
  EXPECT_EQ("| user | n |\n| --- | --- |\n| alice | 3 |\n| - | 0.5 |\n",
            written(Format::markdown, {"user", "n"}, {{"alice", int64_t{3}}, {Cell(), 0.5}}));
}

TEST(Markdown, NoTextMeansAnything) {
  const auto cell = [](const std::string& text) {
    const std::string all = written(Format::markdown, {"a"}, {{text}});
    constexpr std::string_view kHead = "| a |\n| --- |\n| ";
    return all.substr(kHead.size(), all.size() - kHead.size() - 3);
  };
  EXPECT_EQ("\\| x \\|", cell("| x |"));
  EXPECT_EQ("x\\\\\\|y", cell("x\\|y"));
  EXPECT_EQ("&lt;script\\>alert\\(1\\)&lt;/script\\>", cell("<script>alert(1)</script>"));
  EXPECT_EQ("\\!\\[x\\]\\(http&#58;//evil/\\)", cell("![x](http://evil/)"));
  EXPECT_EQ("www&#46;evil.example", cell("www.evil.example"));
  EXPECT_EQ("&amp;lt;", cell("&lt;"));
  EXPECT_EQ("a\\\\u\\{a\\}b\\\\u\\{202e\\}\\\\x\\{ff\\}", cell("a\nb\u202e\xff"));
  EXPECT_EQ(200U, display_width(cell(std::string(65'536, 'x'))));
}

TEST(Csv, QuotesWhatRfc4180WantsQuoted) {
  EXPECT_EQ(
      "user,note\r\nalice,\"a, \"\"b\"\"\"\r\n,\r\n",
      written(Format::csv, {"user", "note"}, {{"alice", "a, \"b\""}, {std::monostate{}, ""}}));
}

TEST(Csv, NoTextStartsAFormula) {
  EXPECT_EQ("a\r\n'=cmd|'/c calc'!A1\r\n'+1\r\n'-2\r\n'@SUM(A1)\r\n'\uFF1D1\r\n",
            written(Format::csv, {"a"},
                    {{"=cmd|'/c calc'!A1"}, {"+1"}, {"-2"}, {"@SUM(A1)"}, {"\uFF1D1"}}));
  EXPECT_EQ("a\r\n\\u{9}=1\r\n\\u{d}=1\r\n", written(Format::csv, {"a"}, {{"\t=1"}, {"\r=1"}}));
  EXPECT_EQ("a\r\n\"'=HYPERLINK(\"\"x\"\",1)\"\r\n",
            written(Format::csv, {"a"}, {{"=HYPERLINK(\"x\",1)"}}));
}

// Where a comma is a decimal point, cells end at semicolons, and quotes in a line's middle are
// none.
TEST(Csv, NoTextStartsAFormulaBehindASemicolonEither) {
  EXPECT_EQ("a\r\n\"x;'=1+1\"\r\n\"x;' =1;;'+2\"\r\n' =1\r\n",
            written(Format::csv, {"a"}, {{"x;=1+1"}, {"x; =1;;+2"}, {" =1"}}));
  EXPECT_EQ("a\r\nx\\u{9}=1\r\n", written(Format::csv, {"a"}, {{"x\t=1"}}));
}

TEST(Csv, NumbersStayNumbers) {
  EXPECT_EQ("a,b\r\n-5,-0.25\r\n", written(Format::csv, {"a", "b"}, {{int64_t{-5}, -0.25}}));
}

TEST(Csv, OneRowIsOneLine) {
  EXPECT_EQ("a\r\nx\\u{a}y\r\n", written(Format::csv, {"a"}, {{"x\ny"}}));
}

TEST(JsonLines, EveryColumnWithItsOwnType) {
  EXPECT_EQ("{\"id\":7,\"share\":0.5,\"user\":\"alice\",\"end\":null}\n",
            written(Format::jsonl, {"id", "share", "user", "end"},
                    {{int64_t{7}, 0.5, "alice", std::monostate{}}}));
}

TEST(JsonLines, NothingIsHiddenAndNothingBreaksTheLine) {
  EXPECT_EQ("{\"u\":\"a\\u202eb\\n\\\"\\u009b\xEF\xBF\xBD\"}\n", written(Format::jsonl, {"u"},
                                                                         {{"a\u202E"
                                                                           "b\n\"\u009B\xff"}}));
}

TEST(JsonLines, ANumberJsonDoesNotHaveIsNull) {
  EXPECT_EQ("{\"a\":null}\n",
            written(Format::jsonl, {"a"}, {{std::numeric_limits<double>::infinity()}}));
}

TEST(JsonLines, WithoutRowsIsEmpty) { EXPECT_EQ("", written(Format::jsonl, {"a"}, {})); }

}  // namespace
}  // namespace sojourn
