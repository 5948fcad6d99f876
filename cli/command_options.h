// The options that several commands share, as CLI11 has them.
#pragma once

#include <CLI/CLI.hpp>
#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>

#include "cli/attribute.h"
#include "cli/list_command.h"
#include "cli/note_session.h"
#include "cli/open_case.h"
#include "cli/rows.h"
#include "cli/session_filter.h"
#include "cli/time_span.h"
#include "cli/zone.h"
#include "engine/container_options.h"
#include "engine/read_filter.h"

namespace sojourn {

void add_case(CLI::App& command, std::filesystem::path& path);
void add_wait(CLI::App& command, int& seconds);
// Of the commands that make a case.
CLI::Option* add_case_output(CLI::App& command, std::filesystem::path& path,
                             const std::string& description);
void add_threads(CLI::App& command, std::size_t& threads);
template <class Minutes>
CLI::Option* add_network_gap(CLI::App& command, Minutes& minutes) {
  return command.add_option("--network-gap", minutes, "Network logons this close are one session")
      ->check(CLI::Range(0, 1440))
      ->type_name("MINUTES");
}
// A case may be anybody's: a query on it can be made to go on for ever.
void add_reading(CLI::App& command, ReadingOptions& reading);
void add_format(CLI::App& command, Format& format);
// The same, and the languages of graphs.
void add_format_or_graph(CLI::App& command, ListCommand& list);
void add_color(CLI::App& command, ColorChoice& color);
// What is in archives, and how far to go into them.
void add_containers(CLI::App& command, ContainerOptions& containers);
// Which records are read.
void add_read_filter(CLI::App& command, ReadFilter& filter);
void add_zone(CLI::App& command, Zone& zone);
void add_output(CLI::App& command, std::filesystem::path& path);

// What is typed of times means the zone, which may be named behind them.
struct TypedTimes {
  std::string from, to;
  bool is_moment = false;  // typed without --from and --to; one alone means all of it

  // Throws CLI::ValidationError for what is no time, and for an end before the beginning.
  void read(SessionFilter& filter, const Zone& zone) const;
};

// A day, a minute or an instant. Throws CLI::ValidationError, which names the option.
TimeSpan span_of(const char* option, const std::string& text, const Zone& zone);

void add_hosts(CLI::App& command, SessionFilter& filter);
void add_times(CLI::App& command, TypedTimes& times);
void add_moment(CLI::App& command, TypedTimes& times);
void add_burst(CLI::App& command, SessionFilter& filter);
void add_known(CLI::App& command, std::filesystem::path& path);
void add_geoip(CLI::App& command, std::vector<std::filesystem::path>& paths);
// Those of sessions, hosts and times apart.
void add_session_filter(CLI::App& command, SessionFilter& filter);
void add_note(CLI::App& command, NoteCommand& note);
void add_attribute(CLI::App& command, AttributeCommand& attribute);
// How many rows, and in which order.
void add_order(CLI::App& command, ListCommand& list);

}  // namespace sojourn
