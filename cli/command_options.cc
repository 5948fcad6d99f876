#include "cli/command_options.h"

namespace sojourn {
namespace {

Zone zone_named(const std::string& name) {
  if (const auto zone = Zone::find(name)) return *zone;
  if (!Zone::names_are_known()) {
    throw CLI::ValidationError(
        "--tz", "\"" + name +
                    "\" cannot be looked up: zone data are missing on this machine (package "
                    "tzdata); UTC and offsets like +03:00 need none");
  }
  throw CLI::ValidationError(
      "--tz", "\"" + name + "\" is no time zone; write one like Europe/Istanbul or +03:00");
}

Format format_named(const std::string& name) {
  return name == "csv"        ? Format::csv
         : name == "markdown" ? Format::markdown
         : name == "table"    ? Format::table
                              : Format::jsonl;
}

std::string is_given(const std::string& text) { return text.empty() ? "is empty" : ""; }

// Repeated, or with commas between.
CLI::Option* add_words(CLI::App& command, const char* name, std::vector<std::string>& words,
                       const char* description) {
  return command.add_option(name, words, description)
      ->allow_extra_args(false)
      ->delimiter(',')
      ->check(is_given);
}

}  // namespace

void add_case(CLI::App& command, std::filesystem::path& path) {
  command.add_option("CASE", path, "The case that analyze made")->required()->type_name("FILE");
}

void add_wait(CLI::App& command, int& seconds) {
  command
      .add_option("--wait", seconds,
                  "Wait so long for another program that uses the case, then give up")
      ->check(CLI::Range(0, 86'400))
      ->type_name("SECONDS")
      ->capture_default_str();
}

// A case may be anybody's: a query on it can be made to go on for ever.
CLI::Option* add_case_output(CLI::App& command, std::filesystem::path& path,
                             const std::string& description) {
  return command.add_option("-o,--output", path, description)
      ->check([](const std::string& name) {
        return name == "-" ? "a case is a file: name one, as in -o case.db" : "";
      })
      ->type_name("FILE");
}

void add_threads(CLI::App& command, std::size_t& threads) {
  command
      .add_option("--threads", threads,
                  "That read and correlate, beside the one that writes; with 1, it does it all "
                  "[as many as processors]")
      ->check(CLI::Range(1, 1024))
      ->type_name("N");
}

void add_reading(CLI::App& command, ReadingOptions& reading) {
  add_wait(command, reading.wait_seconds);
  command
      .add_option("--time-limit", reading.time_limit_seconds,
                  "Give up after so long of the processor's time; 0 for never")
      ->check(CLI::Range(0, 86'400))
      ->type_name("SECONDS")
      ->capture_default_str();
}

void add_format(CLI::App& command, Format& format) {
  command
      .add_option_function<std::string>(
          "--format", [&format](const std::string& name) { format = format_named(name); },
          "How rows are written; csv and jsonl have every column")
      ->check(CLI::IsMember({"table", "csv", "json", "jsonl", "markdown"}))
      ->type_name("FORMAT");
}

void add_color(CLI::App& command, ColorChoice& color) {
  command
      .add_option_function<std::string>(
          "--color",
          [&color](const std::string& when) {
            color = when == "always"  ? ColorChoice::always
                    : when == "never" ? ColorChoice::never
                                      : ColorChoice::automatic;
          },
          "Failures, what is from outside and guessing that succeeded in colour: auto is on a "
          "terminal, unless NO_COLOR is set")
      ->check(CLI::IsMember({"auto", "always", "never"}))
      ->type_name("WHEN");
}

void add_format_or_graph(CLI::App& command, ListCommand& list) {
  command
      .add_option_function<std::string>(
          "--format",
          [&list](const std::string& name) {
            if (name == "dot") {
              list.graph = GraphForm::dot;
            } else if (name == "mermaid") {
              list.graph = GraphForm::mermaid;
            } else {
              list.format = format_named(name);
            }
          },
          "How rows are written; csv and jsonl have every column, dot and mermaid are drawings")
      ->check(CLI::IsMember({"table", "csv", "json", "jsonl", "markdown", "dot", "mermaid"}))
      ->type_name("FORMAT");
}

void add_containers(CLI::App& command, ContainerOptions& containers) {
  command
      .add_option("--password", containers.passwords,
                  "Of encrypted zip archives; repeated, they are tried in their order")
      ->allow_extra_args(false)
      ->check(is_given)
      ->type_name("PASSWORD");
  command
      .add_option(
          "--temp", containers.temp,
          "For what is too large for memory: what lies in an archive, instead of $TMPDIR, and "
          "what was read, instead of the folder of the case")
      ->check(CLI::ExistingDirectory)
      ->type_name("FOLDER");
  const auto add_bound = [&](const char* name, std::uint64_t& bound, const char* what) {
    command.add_option(name, bound, what)
        ->check(CLI::Range(std::uint64_t{1}, std::uint64_t{1} << 60))
        ->type_name("N")
        ->capture_default_str();
  };
  add_bound("--max-depth", containers.max_depth, "Archives in one another");
  add_bound("--max-entries", containers.max_entries,
            "Entries of one archive, with all that lies in it");
  add_bound("--max-expansion", containers.max_expansion,
            "How many times its size may come out of an archive");
  add_bound("--max-total", containers.max_total, "Bytes out of all archives");
}

void add_zone(CLI::App& command, Zone& zone) {
  command
      .add_option_function<std::string>(
          "--tz", [&zone](const std::string& name) { zone = zone_named(name); },
          "Show times in this zone (Europe/Istanbul, +03:00) instead of UTC, and read those that "
          "are typed in it")
      ->type_name("ZONE");
}

TimeSpan span_of(const char* option, const std::string& text, const Zone& zone) {
  if (const auto span = parse_span(text, zone)) return *span;
  throw CLI::ValidationError(
      option, "\"" + text + "\" is no time; write 2020-09-19 or 2020-09-19T03:21:48+02:00");
}

void add_output(CLI::App& command, std::filesystem::path& path) {
  command.add_option("-o,--output", path, "Write to this new file instead of standard output")
      ->check([](const std::string& name) {
        return name.empty() || name == "-" ? "name a new file, or leave -o away" : "";
      })
      ->type_name("FILE");
}

void TypedTimes::read(SessionFilter& filter, const Zone& zone) const {
  const char* const first = is_moment ? "TIME" : "--from";
  const char* const last = is_moment ? "UNTIL" : "--to";
  if (!from.empty()) filter.from = span_of(first, from, zone).first;
  if (!to.empty()) filter.to = span_of(last, to, zone).last;
  if (is_moment && to.empty()) filter.to = span_of(first, from, zone).last;
  if (filter.from && filter.to && *filter.from > *filter.to) {
    throw CLI::ValidationError(first, "\"" + from + "\" is later than " + last + " \"" + to + "\"");
  }
}

void add_read_filter(CLI::App& command, ReadFilter& filter) {
  add_words(command, "--host", filter.hosts,
            "Only records of these hosts, named with or without their domain, * and ? allowed")
      ->type_name("NAME");
  add_words(command, "--channel", filter.channels,
            "Only records of these logs, such as Security or *TerminalServices*")
      ->type_name("NAME");
}

void add_hosts(CLI::App& command, SessionFilter& filter) {
  add_words(command, "--host", filter.hosts, "On these hosts, named with or without their domain")
      ->type_name("NAME");
}

void add_times(CLI::App& command, TypedTimes& times) {
  command.add_option("--from", times.from, "Not over before this day or time, in UTC or --tz")
      ->check(is_given)
      ->type_name("TIME");
  command
      .add_option("--to", times.to, "Begun by the end of this day, or by this time, in UTC or --tz")
      ->check(is_given)
      ->type_name("TIME");
}

void add_moment(CLI::App& command, TypedTimes& times) {
  times.is_moment = true;
  command.add_option("TIME", times.from, "A day, a minute or an instant, in UTC or --tz")
      ->required()
      ->check(is_given);
  command.add_option("UNTIL", times.to, "Any time from the one to this")->check(is_given);
}

void add_burst(CLI::App& command, SessionFilter& filter) {
  command.add_option("--burst", filter.burst, "The attempts of this burst, one by one")
      ->type_name("N");
}

void add_known(CLI::App& command, std::filesystem::path& path) {
  command
      .add_option("--known", path,
                  "A file with networks and names of clients that are expected, one a line")
      ->type_name("FILE");
}

void add_geoip(CLI::App& command, std::vector<std::filesystem::path>& paths) {
  command
      .add_option("--geoip", paths,
                  "MaxMind databases that tell the country of an address, and its AS: GeoLite2, "
                  "DB-IP; may be given twice")
      ->allow_extra_args(false)
      ->type_name("FILE");
}

void add_session_filter(CLI::App& command, SessionFilter& filter) {
  add_words(command, "--user", filter.users,
            "Of these accounts, in any spelling: a name, DOMAIN\\name, a UPN or a SID; * and ? "
            "stand for any characters and for one")
      ->type_name("ACCOUNT");
  command
      .add_option_function<std::vector<std::string>>(
          "--ip",
          [&filter](const std::vector<std::string>& texts) {
            for (const std::string& text : texts) {
              const auto network = Network::parse(text);
              if (!network)
                throw CLI::ValidationError(
                    "--ip",
                    "\"" + text + "\" is no address or network; write 10.1.2.3 or 10.0.0.0/8");
              filter.networks.push_back(*network);
            }
          },
          "From these addresses or networks")
      ->allow_extra_args(false)
      ->delimiter(',')
      ->type_name("ADDRESS");
  add_words(command, "--scope", filter.scopes, "From such places")
      ->check(CLI::IsMember({"local", "loopback", "internal", "external", "vmbus", "unknown"}))
      ->type_name("SCOPE");
  add_words(command, "--kind", filter.kinds, "Of these kinds")
      ->check(CLI::IsMember({"local", "remote", "network", "secondary", "batch", "service"}))
      ->type_name("KIND");
  add_words(command, "--outcome", filter.outcomes, "With these outcomes")
      ->check(CLI::IsMember({"success", "failure", "no_desktop", "unknown"}))
      ->type_name("OUTCOME");
  command
      .add_option("--since-run", filter.since_run,
                  "That the evidence of this run of analyze, or of a later one, added something to")
      ->type_name("N");
  command.add_flag("--all", filter.all,
                   "Machine accounts, services and Windows' own accounts, too");
}

void add_note(CLI::App& command, NoteCommand& note) {
  add_case(command, note.case_file);
  command.add_option("ID", note.id, "A session_id or a uid")->required();
  if (note.is_tag) {
    command.add_option("WORD", note.text, "Letters, digits and . _ -")->required();
  } else {
    command.add_option("TEXT", note.text, "The note, in quotes");
  }
  command.add_flag("--remove", note.remove,
                   note.is_tag ? "Take the tag away"
                               : "Take the note of this text away; without it, all of the session");
  add_reading(command, note.reading);
}

void add_attribute(CLI::App& command, AttributeCommand& attribute) {
  add_case(command, attribute.case_file);
  command
      .add_option("TIMELINE", attribute.activity,
                  "CSV with a line of titles, or JSON lines: of plaso, Timeline Explorer, MFTECmd, "
                  "Hayabusa, Velociraptor and their like")
      ->required()
      ->type_name("FILE");
  command
      .add_option_function<std::string>(
          "--tz", [&attribute](const std::string& name) { attribute.zone = zone_named(name); },
          "The zone of times that name none")
      ->type_name("ZONE");
  command.add_option("--host", attribute.host, "The host of all rows")
      ->check(is_given)
      ->type_name("NAME");
  const auto add_column = [&](const char* name, std::string& column, const char* holds) {
    command.add_option(name, column, "The column with " + std::string(holds))
        ->check(is_given)
        ->type_name("COLUMN");
  };
  add_column("--time-column", attribute.columns.time, "the time, if its name is not a known one");
  add_column("--host-column", attribute.columns.host, "the host");
  add_column("--logon-id-column", attribute.columns.logon_id, "the LogonId");
  add_column("--sid-column", attribute.columns.sid, "the user's SID");
  add_column("--session-number-column", attribute.columns.session_number,
             "the number of the Windows session");
  add_output(command, attribute.output);
  add_reading(command, attribute.reading);
}

void add_order(CLI::App& command, ListCommand& list) {
  command.add_option("--limit", list.limit, "At most so many")->type_name("N");
  command.add_option("--sort", list.sort, "By this column instead of the list's own order")
      ->check(is_given)
      ->type_name("COLUMN");
  command.add_flag("--reverse", list.reverse, "The other way round");
}

}  // namespace sojourn
