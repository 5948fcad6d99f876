// testdata/events holds an example of every event of the catalog: a record as XML, and beside it
// what sojourn keeps of it. `SOJOURN_UPDATE=1` writes the latter for a person to read.
#include "schema/catalog.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <string>
#include <vector>

#include "parsers/event_xml.h"
#include "tests/support/event_text.h"
#include "tests/support/places.h"
#include "tests/support/scratch.h"

namespace sojourn {
namespace {

namespace fs = std::filesystem;

std::vector<fs::path> examples() {
  std::vector<fs::path> paths;
  for (const auto& entry : fs::directory_iterator(testing::sources() / "testdata/events")) {
    if (entry.path().extension() == ".xml") paths.push_back(entry.path());
  }
  std::ranges::sort(paths);
  return paths;
}

class Example : public ::testing::TestWithParam<fs::path> {};

TEST_P(Example, ReadsAsItsGoldenFileSays) {
  Strings strings;
  const auto read = read_event_xml(testing::contents(GetParam()), strings);
  ASSERT_TRUE(read.has_value()) << "the catalog does not know it";
  ASSERT_TRUE(read->ok()) << read->issue().wanted << ", found " << read->issue().found;
  EXPECT_TRUE(read->value().field_issues.empty());
  const std::string text = testing::event_text(read->value().event, strings);
  const fs::path golden = fs::path(GetParam()).replace_extension(".expected");
  if (std::getenv("SOJOURN_UPDATE") != nullptr) testing::write_file(golden, text);
  EXPECT_EQ(text, testing::contents(golden));
}

std::string name_of_example(const ::testing::TestParamInfo<fs::path>& info) {
  std::string name = info.param.stem().string();
  std::ranges::replace(name, '-', '_');
  return name;
}
INSTANTIATE_TEST_SUITE_P(Events, Example, ::testing::ValuesIn(examples()), name_of_example);

TEST(Catalog, HasAnExampleForEveryEventItKnows) {
  std::set<EventKind> seen;
  for (const fs::path& path : examples()) {
    Strings strings;
    const auto read = read_event_xml(testing::contents(path), strings);
    ASSERT_TRUE(read && read->ok()) << path;
    seen.insert(read->value().event.kind);
  }
  for (const EventSpec& spec : catalog()) {
    EXPECT_TRUE(seen.contains(spec.kind)) << spec.provider << ' ' << spec.event_id;
  }
}

TEST(Catalog, RowsStandInTheOrderOfTheirKinds) {
  for (std::size_t i = 0; i < catalog().size(); ++i) {
    EXPECT_EQ(static_cast<std::size_t>(catalog()[i].kind), i);
  }
}

TEST(Catalog, TellsEventsOfOneIdApartByTheirProvider) {
  EXPECT_EQ(find_spec("Microsoft-Windows-EventSystem", 4625), nullptr);  // of Application
  EXPECT_EQ(find_spec("Service Control Manager", 7001), nullptr);
  EXPECT_EQ(find_spec("Microsoft-Windows-Eventlog", 1102)->kind, EventKind::security_log_cleared);
  EXPECT_EQ(find_spec("Microsoft-Windows-TerminalServices-ClientActiveXCore", 1102)->kind,
            EventKind::outbound_rdp_connected);
}

TEST(Catalog, KnowsAProviderInAnyCase) {
  EXPECT_NE(find_spec("microsoft-windows-security-auditing", 4624), nullptr);
}

TEST(Catalog, SaysWhichIdsAreWorthDecoding) {
  EXPECT_TRUE(any_spec_has(4624));
  EXPECT_FALSE(any_spec_has(4688));
}

}  // namespace
}  // namespace sojourn
