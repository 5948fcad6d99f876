// The sessions of real logs, line by line, against lists that were written by reading the records.
//
// Every golden/*.txt is such a list: its first line names the logs, the other lines that begin with
// '#' say how they were read and what is doubtful, and each of the rest is a session.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <sstream>
#include <string>
#include <vector>

#include "tests/support/corpus.h"
#include "tests/support/places.h"
#include "tests/support/scratch.h"

namespace sojourn {
namespace {

namespace fs = std::filesystem;
using testing::contents;
using testing::corpus;
using testing::run_in;
using testing::Scratch;
using testing::write_file;

// Times are cut and not rounded, as the lists are.
constexpr const char* kSessions = R"(
SELECT kind, outcome,
  CASE WHEN user_name IS NULL THEN '-' ELSE coalesce(user_domain || '\', '') || user_name END,
  coalesce(src_ip || '/' || src_host, src_ip, src_host, '-'),
  coalesce(substr(start_time, 1, 21), '-'), start_reason,
  coalesce(substr(end_time, 1, 21), '-'), end_reason
FROM v_session WHERE account_class = 'user'
ORDER BY coalesce(start_time, end_time), session_id;
)";

struct Golden {
  std::string logs;      // below the corpus
  std::string sessions;  // a line each
};

Golden read_golden(const fs::path& path) {
  const std::string first = "# Logs: ";
  Golden golden;
  std::istringstream lines(contents(path));
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with(first)) {
      golden.logs = line.substr(first.size());
    } else if (!line.starts_with('#')) {
      golden.sessions += line + '\n';
    }
  }
  return golden;
}

std::vector<fs::path> golden_files() {
  const fs::path folder = testing::sources() / "tests/golden";
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(folder)) files.push_back(entry.path());
  std::ranges::sort(files);
  return files;
}

std::string name_of(const ::testing::TestParamInfo<fs::path>& golden) {
  std::string name = golden.param.stem().string();
  std::ranges::replace_if(
      name, [](unsigned char c) { return std::isalnum(c) == 0; }, '_');
  return name;
}

class GoldenSessions : public ::testing::TestWithParam<fs::path> {};

TEST_P(GoldenSessions, AreWhatTheRecordsSay) {
  SKIP_WITHOUT_CORPUS("");
  const Golden golden = read_golden(GetParam());
  const fs::path logs = fs::absolute(corpus() / golden.logs);
  ASSERT_TRUE(fs::exists(logs)) << logs;

  const Scratch folder;
  // Status 3 says that a file is damaged; what can be read of it still counts.
  EXPECT_THAT(
      (std::vector{0, 3}),
      ::testing::Contains(
          run_in(folder, "sojourn analyze --quiet '" + logs.string() + "' -o case.db").status));
  write_file(folder / "sessions.sql", kSessions);
  EXPECT_EQ(run_in(folder, "sqlite3 -separator ' | ' case.db <sessions.sql").out, golden.sessions);
}

INSTANTIATE_TEST_SUITE_P(Corpus, GoldenSessions, ::testing::ValuesIn(golden_files()), name_of);

}  // namespace
}  // namespace sojourn
