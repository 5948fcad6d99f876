#include "tests/support/session_list.h"

#include <algorithm>
#include <cctype>
#include <sstream>
#include <string_view>

#include "tests/support/places.h"

namespace sojourn::testing {
namespace {

namespace fs = std::filesystem;

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

// What follows the mark at the start of a line, if it stands there.
std::optional<std::string> after(std::string_view mark, const std::string& line) {
  if (!line.starts_with(mark)) return std::nullopt;
  return line.substr(mark.size());
}

}  // namespace

SessionList read_session_list(const fs::path& path) {
  SessionList list;
  std::istringstream lines(contents(path));
  for (std::string line; std::getline(lines, line);) {
    if (const auto logs = after("# Logs: ", line)) {
      list.logs = *logs;
    } else if (const auto statuses = after("# Status: ", line)) {
      std::istringstream numbers(*statuses);
      for (int status = 0; numbers >> status;) list.statuses.push_back(status);
      EXPECT_FALSE(list.statuses.empty()) << path << ": " << line;
    } else if (const auto query = after("# Ask: ", line)) {
      list.asks.push_back({.query = *query, .rows = ""});
    } else if (const auto row = after("> ", line)) {
      EXPECT_FALSE(list.asks.empty()) << path << ": nothing asks for " << line;
      if (!list.asks.empty()) list.asks.back().rows += *row + '\n';
    } else if (line.starts_with("# kind | ")) {
      list.sessions = "";
    } else if (!line.starts_with('#')) {
      EXPECT_TRUE(list.sessions.has_value()) << path << ": no heading above " << line;
      if (list.sessions.has_value()) *list.sessions += line + '\n';
    }
  }
  return list;
}

std::vector<fs::path> session_lists(const std::string& folder) {
  std::vector<fs::path> lists;
  for (const auto& entry : fs::directory_iterator(sources() / folder)) {
    lists.push_back(entry.path());
  }
  std::ranges::sort(lists);
  return lists;
}

std::string name_of_list(const ::testing::TestParamInfo<fs::path>& list) {
  std::string name = list.param.stem().string();
  std::ranges::replace_if(
      name, [](unsigned char c) { return std::isalnum(c) == 0; }, '_');
  return name;
}

std::string sessions_in(const Scratch& folder) { return answer_in(folder, kSessions); }

std::string answer_in(const Scratch& folder, const std::string& query) {
  write_file(folder / "query.sql", query);
  const Outcome answer = run_in(folder, "sqlite3 -separator ' | ' -nullvalue - case.db <query.sql");
  return answer.out + answer.err;
}

}  // namespace sojourn::testing
