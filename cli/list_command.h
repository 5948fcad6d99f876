// The list commands, `sojourn sessions` and its like: one way to filter, sort, format and write.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>

#include "cli/list_plan.h"
#include "cli/open_case.h"
#include "cli/rows.h"
#include "cli/session_filter.h"
#include "cli/streams.h"
#include "cli/zone.h"

namespace sojourn {

struct ListKind {
  const char* name;  // of the command
  const char* description;
  ListPlan (*plan)(const ListRequest& request);
  bool of_sessions;  // takes all filters; else those of hosts and times
};

// In the order in which help names them.
std::span<const ListKind> list_kinds();

struct ListCommand {
  const ListKind* kind = nullptr;
  std::filesystem::path case_file;
  ReadingOptions reading;
  SessionFilter filter;
  Format format = Format::table;
  Zone zone = Zone::utc();
  std::filesystem::path output;  // empty is standard output
  std::string sort;              // a column; empty is the list's own order
  bool reverse = false;
  std::optional<std::uint32_t> limit;  // of lines or rows
};

// Rows go to the output. What of them is not shown, and which option shows it, is said on `err`,
// and of a case in which nothing fits what it has. Throws std::runtime_error for a name that the
// case does not have and for an output that is there already.
void run_list(const ListCommand& command, const Streams& streams);

}  // namespace sojourn
