// The list commands, `sojourn sessions` and its like: one way to filter, sort, format and write.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>

#include "cli/list_plan.h"
#include "cli/movement_graph.h"
#include "cli/open_case.h"
#include "cli/rows.h"
#include "cli/session_filter.h"
#include "cli/streams.h"
#include "cli/tone.h"
#include "cli/zone.h"

namespace sojourn {

// Which rows may be asked for.
enum class ListOptions : std::uint8_t {
  places,    // hosts and times
  sessions,  // and what sessions have
  bursts,    // and one burst
  sources,   // sessions', and what is expected
  moment,    // sessions', but a time or two that must be given
  movement,  // sessions', and it may be drawn
};

struct ListKind {
  const char* name;  // of the command
  const char* description;
  ListPlan (*plan)(const ListRequest& request);
  ListOptions options;
};

// In the order in which help names them.
std::span<const ListKind> list_kinds();

struct ListCommand {
  const ListKind* kind = nullptr;
  std::filesystem::path case_file;
  ReadingOptions reading;
  SessionFilter filter;
  std::filesystem::path known;  // a file with the sources that are expected; empty is none
  std::vector<std::filesystem::path> geoip;  // files that know where addresses are
  Format format = Format::table;
  std::optional<GraphForm> graph;              // instead of rows
  ColorChoice color = ColorChoice::automatic;  // of a table
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
