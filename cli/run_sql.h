// `sojourn sql`: one SELECT on a case, which it can only read.
#pragma once

#include <filesystem>
#include <ostream>
#include <string>

#include "cli/open_case.h"
#include "cli/rows.h"
#include "cli/streams.h"

namespace sojourn {

struct SqlCommand {
  std::filesystem::path case_file;
  ReadingOptions reading;
  std::string sql;
  Format format = Format::table;
};

void run_sql(const SqlCommand& command, const Streams& streams);

}  // namespace sojourn
