#include "cli/movement_graph.h"

#include <gtest/gtest.h>

#include <sstream>

namespace sojourn {
namespace {

const std::vector<std::string> kColumns = {"source_host", "host",       "user_name", "user_domain",
                                           "outcome",     "start_time", "user_sid"};

std::string drawn(GraphForm form, const std::vector<std::vector<Cell>>& rows) {
  MovementGraph graph;
  for (const auto& row : rows) graph.add(NamedRow(kColumns, row), Zone::utc());
  std::ostringstream out;
  graph.write(form, out);
  return out.str();
}

std::vector<Cell> went(const std::string& from, const std::string& to, const std::string& user,
                       const std::string& outcome = "success",
                       const std::string& time = "2026-03-05T02:06:37.9247603Z") {
  return {from, to, user, std::string("CORP"), outcome, time, std::string()};
}

TEST(MovementGraphTest, AnArrowIsOneAccountsWayAndSaysHowOften) {
  EXPECT_EQ(drawn(GraphForm::dot, {went("A", "B", "bob"), went("B", "C", "bob"),
                                   went("A", "B", "bob"), went("A", "B", "bob", "failure")}),
            "digraph movement {\n"
            "  rankdir=LR;\n"
            "  node [shape=box];\n"
            "  h0 [label=\"A\"];\n"
            "  h1 [label=\"B\"];\n"
            "  h2 [label=\"C\"];\n"
            "  h0 -> h1 [label=\"CORP\\\\bob, 2026-03-05 02:06, 2 times\"];\n"
            "  h1 -> h2 [label=\"CORP\\\\bob, 2026-03-05 02:06, 1 time\"];\n"
            "  h0 -> h1 [label=\"CORP\\\\bob, 2026-03-05 02:06, 1 failed time\", "
            "style=dashed];\n"
            "}\n");
}

TEST(MovementGraphTest, HostileNamesEndNoLabel) {
  const std::string hostile = "\"];\n x [URL=\"javascript:1\"] <script>`#quot;\xE2\x80\xAE";
  const std::string dot = drawn(GraphForm::dot, {went(hostile, "B", hostile)});
  EXPECT_NE(dot.find("h0 [label=\"\\\"];\\\\u{a} x [URL=\\\"javascript:1\\\"] <script>`#quot;"),
            std::string::npos)
      << dot;
  const std::string mermaid = drawn(GraphForm::mermaid, {went(hostile, "B", hostile)});
  std::istringstream lines(mermaid);
  std::size_t count = 0;
  for (std::string line; std::getline(lines, line); ++count) {
    EXPECT_EQ(line.find('<'), std::string::npos) << line;
    EXPECT_EQ(line.find('`'), std::string::npos) << line;
    EXPECT_EQ(line.find("\xE2\x80\xAE"), std::string::npos) << line;
  }
  EXPECT_EQ(count, 4U) << mermaid;
}

TEST(MovementGraphTest, ALongNameIsCut) {
  EXPECT_LT(
      drawn(GraphForm::dot, {went(std::string(65'536, 'x'), "B", std::string(65'536, 'y'))}).size(),
      1'000U);
}

}  // namespace
}  // namespace sojourn
