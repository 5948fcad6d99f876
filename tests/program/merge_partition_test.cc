// `sojourn merge` on cases of any parts of the evidence: the case is that of one run over all.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "tests/simulation/dice.h"
#include "tests/simulation/evidence_folder.h"
#include "tests/simulation/scenario.h"
#include "tests/support/case_tables.h"
#include "tests/support/scratch.h"
#include "tests/support/seeds.h"

namespace sojourn {
namespace {

namespace fs = std::filesystem;
using simulation::Dice;
using testing::contents;
using testing::run_in;
using testing::Scratch;

class MergePartition : public ::testing::Test {
 protected:
  // So many hosts, of which every fourth has the name of another; here and there a copy of a file
  // in a folder of its own, a torn file, and one that is none.
  void write_hosts(int hosts, Dice& dice) {
    for (int i = 1; i <= hosts; ++i) {
      const std::string name = "HOST-" + std::to_string(i % 4 == 0 ? i - 1 : i);
      const auto scenario = simulation::random_scenario(dice.between(1, 1'000'000), name);
      simulation::write_evidence(scenario, folder_ / ("in/" + std::to_string(i)));
    }
    for (const auto& entry : fs::recursive_directory_iterator(folder_ / "in")) {
      if (!entry.is_regular_file()) continue;
      files_.push_back(entry.path().lexically_relative(folder_.path()).string());
    }
    std::ranges::sort(files_);
    for (std::size_t i = 0, count = files_.size(); i < count; ++i) {
      if (!dice.one_in(12)) continue;
      const std::string copy = "again/" + std::to_string(i) + ".evtx";
      const std::string bytes = contents(folder_ / files_[i]);
      testing::write_file(folder_ / copy,
                          dice.one_in(3) ? bytes.substr(0, bytes.size() * 2 / 3) : bytes);
      files_.push_back(copy);
    }
    testing::write_file(folder_ / "again/none.evtx", "not an event log");
    files_.emplace_back("again/none.evtx");
  }

  void analyze(const std::vector<std::string>& files, const std::string& name) {
    std::string list;
    for (const std::string& file : files) list += file + '\n';
    testing::write_file(folder_ / "list", list);
    const int status =
        run_in(folder_, "xargs -d '\\n' -a list sojourn analyze --quiet -o " + name).status;
    // xargs tells that some evidence could not be read, too, by a status of its own.
    EXPECT_TRUE(status == 0 || status == 123) << status;
  }

  // Each file to one of the cases, some to two; the cases' names in random order. A case is made at
  // once, or of its files one after the other.
  std::string partition(Dice& dice) {
    std::vector<std::vector<std::string>> parts(dice.between(2, 6));
    for (const std::string& file : files_) {
      parts[dice.between(0, parts.size() - 1)].push_back(file);
      if (dice.one_in(15)) parts[dice.between(0, parts.size() - 1)].push_back(file);
    }
    std::vector<std::string> names;
    for (const auto& part : parts) {
      if (part.empty()) continue;
      const std::string name = "part" + std::to_string(names.size()) + ".db";
      const std::size_t cut = dice.one_in(2) ? dice.between(1, part.size()) : part.size();
      const auto middle = part.begin() + static_cast<std::ptrdiff_t>(cut);
      analyze({part.begin(), middle}, name);
      if (middle != part.end()) analyze({middle, part.end()}, name);
      names.push_back(name);
    }
    std::string all;
    for (std::size_t i = names.size(); i > 0; --i) {
      std::swap(names[i - 1], names[dice.between(0, i - 1)]);
      if (fs::exists(folder_ / names[i - 1])) all += names[i - 1] + ' ';
    }
    return all;
  }

  std::string sessions(const std::string& name) const {
    return run_in(folder_, "sojourn sessions " + name + " --all --format csv").out;
  }

  void expect_merged_is_whole(Dice& dice, std::uint64_t seed) {
    const std::string cases = partition(dice);
    const auto merged = run_in(folder_, "sojourn merge " + cases + "-o merged.db --quiet");
    EXPECT_EQ(merged.status, 0) << merged.err;
    EXPECT_TRUE(sessions("merged.db") == sessions("all.db")) << "SOJOURN_SEED=" << seed;
    EXPECT_EQ("", testing::first_difference(testing::rows_without_runs(folder_, "merged.db"),
                                            testing::rows_without_runs(folder_, "all.db")))
        << "SOJOURN_SEED=" << seed << ": " << cases;
    run_in(folder_, "rm -f part*.db merged.db");
  }

  Scratch folder_;
  std::vector<std::string> files_;
};

TEST_F(MergePartition, OfTheFilesOfTwelveHostsIsTheCaseOfOneRun) {
  for (const std::uint64_t seed : testing::seeds(2, 20)) {
    Dice dice(seed);
    write_hosts(12, dice);
    analyze(files_, "all.db");
    expect_merged_is_whole(dice, seed);
    run_in(folder_, "rm -rf in again all.db");
    files_.clear();
  }
}

// Twenty of them, each of hosts of its own.
class MergeManyHosts : public MergePartition,
                       public ::testing::WithParamInterface<std::uint64_t> {};

TEST_P(MergeManyHosts, OfTheFilesOfAHundredIsTheCaseOfOneRun) {
  if (!testing::is_long_run()) GTEST_SKIP() << "SOJOURN_LONG is not set";
  Dice dice(GetParam());
  write_hosts(100, dice);
  analyze(files_, "all.db");
  expect_merged_is_whole(dice, GetParam());
}

INSTANTIATE_TEST_SUITE_P(Merge, MergeManyHosts, ::testing::Range<std::uint64_t>(101, 121));

}  // namespace
}  // namespace sojourn
