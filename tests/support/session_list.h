// Lists of the sessions of logs, written by reading the records, and what a case says against them.
//
// A list is a text. Of its lines
//   # Logs: PATH      names the logs, below the folder that the test knows;
//   # Status: N …     are the exit statuses of `sojourn analyze` on them that are right;
//   # kind | …        is the heading of the sessions: only where it stands do they count, so that a
//                     list of none differs from a list that leaves them open;
//   # Ask: SQL        is a question to the case, and `> …` below it are the rows of the answer;
//   # …               is a remark: how the records were read, what is right and why;
//   …                 is a session.
// Columns are parted by " | ", nothing is written "-", and times of sessions are cut to 0.1 s.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "tests/support/scratch.h"

namespace sojourn::testing {

struct SessionList {
  struct Ask {
    std::string query;
    std::string rows;  // a line each
  };

  std::string logs;
  std::vector<int> statuses;
  std::optional<std::string> sessions;  // a line each
  std::vector<Ask> asks;
};

// Fails the test where a line is an answer to nothing, or a session without a heading.
SessionList read_session_list(const std::filesystem::path& path);

// The lists of a folder below the sources, in the order of their names.
std::vector<std::filesystem::path> session_lists(const std::string& folder);

// For INSTANTIATE_TEST_SUITE_P.
std::string name_of_list(const ::testing::TestParamInfo<std::filesystem::path>& list);

// The sessions of people in case.db, and the answer to a query, as lists have them. What SQLite
// complains about is part of the answer.
std::string sessions_in(const Scratch& folder);
std::string answer_in(const Scratch& folder, const std::string& query);

}  // namespace sojourn::testing
