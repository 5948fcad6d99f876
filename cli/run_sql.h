// `sojourn sql`: one SELECT on a case, which it can only read.
#pragma once

#include <filesystem>
#include <ostream>
#include <string>

#include "cli/rows.h"

namespace sojourn {

struct SqlCommand {
  std::filesystem::path case_file;
  std::string sql;
  Format format = Format::table;
};

void run_sql(const SqlCommand& command, std::ostream& out);

}  // namespace sojourn
