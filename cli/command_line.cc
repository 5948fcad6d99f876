#include "cli/command_line.h"

#include <CLI/CLI.hpp>
#include <sstream>

#include "cli/time_span.h"
#include "engine/libraries.h"

namespace sojourn {
namespace {

constexpr int kUsage = 2;

std::string version_text() {
  std::string text = "sojourn " SOJOURN_VERSION "\n";
  for (const Library& library : engine_libraries())
    text += library.name + ' ' + library.version + '\n';
  return text + "CLI11 " CLI11_VERSION;
}

void add_case(CLI::App& command, std::filesystem::path& path) {
  command.add_option("CASE", path, "The case that analyze made")->required();
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
          "--format",
          [&format](const std::string& name) {
            format = name == "csv" ? Format::csv : name == "jsonl" ? Format::jsonl : Format::table;
          },
          "How rows are written; csv and jsonl have every column")
      ->check(CLI::IsMember({"table", "csv", "jsonl"}))
      ->type_name("FORMAT");
}

void add_zone(CLI::App& command, Zone& zone) {
  command
      .add_option_function<std::string>(
          "--tz",
          [&zone](const std::string& name) {
            const auto found = Zone::find(name);
            if (!found)
              throw CLI::ValidationError(
                  "--tz", "\"" + name + "\" is no time zone; write one like Europe/Istanbul");
            zone = *found;
          },
          "Show times in this zone instead of UTC, and read those of --from and --to in it")
      ->type_name("ZONE");
}

TimeSpan span_of(const char* option, const std::string& text, const Zone& zone) {
  if (const auto span = parse_span(text, zone)) return *span;
  throw CLI::ValidationError(
      option, "\"" + text + "\" is no time; write 2020-09-19 or 2020-09-19T03:21:48+02:00");
}

std::string is_given(const std::string& text) { return text.empty() ? "is empty" : ""; }

// What is typed of times means the zone, which may be named behind them.
struct TypedTimes {
  std::string from, to;

  void read(SessionFilter& filter, const Zone& zone) const {
    if (!from.empty()) filter.from = span_of("--from", from, zone).first;
    if (!to.empty()) filter.to = span_of("--to", to, zone).last;
    if (filter.from && filter.to && *filter.from > *filter.to)
      throw CLI::ValidationError("--from", "\"" + from + "\" is later than --to \"" + to + "\"");
  }
};

void add_filter(CLI::App& command, SessionFilter& filter, TypedTimes& times) {
  command.add_option("--host", filter.host, "On this host, named with or without its domain")
      ->check(is_given)
      ->type_name("NAME");
  command
      .add_option("--user", filter.user,
                  "Of this account, in any spelling: a name, DOMAIN\\name, a UPN or a SID")
      ->check(is_given)
      ->type_name("ACCOUNT");
  command
      .add_option_function<std::string>(
          "--ip",
          [&filter](const std::string& text) {
            filter.ip = Network::parse(text);
            if (!filter.ip)
              throw CLI::ValidationError(
                  "--ip",
                  "\"" + text + "\" is no address or network; write 10.1.2.3 or 10.0.0.0/8");
          },
          "From this address or network")
      ->type_name("ADDRESS");
  command.add_option("--from", times.from, "Not over before this day or time, in UTC or --tz")
      ->check(is_given)
      ->type_name("TIME");
  command
      .add_option("--to", times.to, "Begun by the end of this day, or by this time, in UTC or --tz")
      ->check(is_given)
      ->type_name("TIME");
  command.add_option("--kind", filter.kinds, "Of these kinds")
      ->allow_extra_args(false)
      ->delimiter(',')
      ->type_name("KIND")
      ->check(CLI::IsMember({"local", "remote", "network", "secondary", "batch", "service"}));
  command.add_option("--outcome", filter.outcomes, "With these outcomes")
      ->allow_extra_args(false)
      ->delimiter(',')
      ->type_name("OUTCOME")
      ->check(CLI::IsMember({"success", "failure", "no_desktop", "unknown"}));
  command.add_flag("--all", filter.all,
                   "Machine accounts, services and Windows' own accounts, too");
  command.add_option("--limit", filter.limit, "At most so many")->type_name("N");
}

}  // namespace

Command parse_command_line(int count, const char* const* arguments) {
  CLI::App app(
      "Who was on this machine, from where, from when until when, and which records prove it?",
      "sojourn");
  app.require_subcommand(0, 1);
  app.set_version_flag("--version", version_text);

  AnalyzeCommand analyze;
  CLI::App& analyze_app =
      *app.add_subcommand("analyze", "Read event logs and add their sessions to a case");
  analyze_app
      .add_option("EVIDENCE", analyze.evidence, "Files and folders; nothing in them is changed")
      ->required();
  analyze_app.add_option("-o,--output", analyze.output, "The case: a new file, or one to add to")
      ->required()
      ->check([](const std::string& name) {
        return name == "-" ? "a case is a file: name one, as in -o case.db" : "";
      });
  add_wait(analyze_app, analyze.wait_seconds);
  analyze_app
      .add_option("--network-gap", analyze.network_gap_minutes,
                  "Network logons this close are one session")
      ->check(CLI::Range(0, 1440))
      ->type_name("MINUTES")
      ->capture_default_str();
  analyze_app.add_flag("--recover", analyze.recover,
                       "Carve slack records, too; what rests on them is flagged");
  analyze_app.add_flag("--quiet", analyze.quiet, "No progress and no summary");

  SessionsCommand sessions;
  CLI::App& sessions_app = *app.add_subcommand("sessions", "List the sessions of a case");
  add_case(sessions_app, sessions.case_file);
  TypedTimes times;
  add_filter(sessions_app, sessions.filter, times);
  add_format(sessions_app, sessions.format);
  add_reading(sessions_app, sessions.reading);
  add_zone(sessions_app, sessions.zone);

  ShowCommand show;
  CLI::App& show_app =
      *app.add_subcommand("show", "Explain one session and name the records that prove it");
  add_case(show_app, show.case_file);
  show_app.add_option("ID", show.id, "A session_id or a uid")->required();
  add_zone(show_app, show.zone);
  add_reading(show_app, show.reading);

  SqlCommand sql;
  CLI::App& sql_app = *app.add_subcommand("sql", "Run one SELECT on a case, read-only");
  add_case(sql_app, sql.case_file);
  sql_app.add_option("STATEMENT", sql.sql, "SQL, in quotes")->required();
  add_format(sql_app, sql.format);
  add_reading(sql_app, sql.reading);

  VerifyCommand verify;
  CLI::App& verify_app = *app.add_subcommand(
      "verify", "Read event logs with both readers and name each value on which they differ");
  verify_app.add_option("EVIDENCE", verify.evidence, "Files and folders")->required();

  try {
    app.parse(count, arguments);
    times.read(sessions.filter, sessions.zone);
  } catch (const CLI::Success& wanted) {  // --help, --version
    std::ostringstream text;
    app.exit(wanted, text, text);
    return Nothing{0, text.str()};
  } catch (const CLI::ParseError& error) {
    return Nothing{kUsage, std::string(error.what()) + " (sojourn --help tells more)"};
  }
  if (analyze_app.parsed()) return analyze;
  if (sessions_app.parsed()) return sessions;
  if (show_app.parsed()) return show;
  if (sql_app.parsed()) return sql;
  if (verify_app.parsed()) return verify;
  return Nothing{kUsage,
                 "name a command: analyze, sessions, show, sql or verify (sojourn --help tells "
                 "more)"};
}

}  // namespace sojourn
