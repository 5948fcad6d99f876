#include "cli/command_line.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <deque>
#include <span>
#include <sstream>

#include "cli/command_options.h"
#include "cli/exports.h"
#include "cli/nearest_word.h"
#include "cli/report/page_parts.h"
#include "cli/typed_line.h"
#include "cli/usage/usage_of_app.h"
#include "engine/libraries.h"

namespace sojourn {
namespace {

constexpr int kUsage = 2;

std::string version_text() {
  std::string text = "sojourn " SOJOURN_VERSION "\n";
  for (const Library& library : engine_libraries())
    text += library.name + ' ' + library.version + '\n';
  return text + "CLI11 " CLI11_VERSION "\nd3 " + std::string(kD3Version);
}

constexpr const char* kExamples = R"(Examples:
  sojourn analyze logs/ -o case.db              read a folder of event logs into a case
  sojourn hosts case.db                         what is in it, and which logs are missing: gaps
  sojourn sessions case.db --host pc01 --from 2026-03-04
  sojourn sources case.db                       where each account came from, what is odd first
  sojourn failures case.db                      guessing, and who got in
  sojourn at case.db 2026-03-04T23:30           who was on
  sojourn show case.db 175                      one session with the records that prove it
  sojourn report case.db -o report.html         all of it as a page for a browser
  sojourn help sessions                         what a command takes)";

std::vector<std::string> command_names(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; }))
    names.push_back(command->get_name());
  return names;
}

// Where a command or an option of it is one that there is not, but nearly.
std::string suggestion(const CLI::App& app, std::span<const char* const> arguments) {
  if (arguments.size() < 2) return {};
  const std::string first = arguments[1];
  const std::vector<std::string> names = command_names(app);
  if (std::ranges::find(names, first) == names.end())
    return first.starts_with('-') ? "" : did_you_mean(first, names);
  std::vector<std::string> options;
  for (const CLI::Option* option : app.get_subcommand(first)->get_options()) {
    for (const std::string& name : option->get_lnames()) options.push_back("--" + name);
  }
  for (const char* argument : arguments.subspan(2)) {
    std::string name = argument;
    name.erase(std::min(name.find('='), name.size()));
    if (!name.starts_with("--") || std::ranges::find(options, name) != options.end()) continue;
    return did_you_mean(name, options);
  }
  return {};
}

Nothing help_of(const CLI::App& app, const std::string& command) {
  // Its own, for help() gives that of the command that was typed, which is `help`.
  if (command.empty()) {
    return {0, app.get_formatter()->make_help(&app, app.get_name(), CLI::AppFormatMode::Normal)};
  }
  const std::vector<std::string> names = command_names(app);
  if (std::ranges::find(names, command) == names.end()) {
    return {kUsage, "there is no command \"" + command + "\"" + did_you_mean(command, names) +
                        " (sojourn --help names all)"};
  }
  return {0, app.get_subcommand(command)->help("sojourn")};
}

}  // namespace

Command parse_command_line(int count, const char* const* arguments) {
  CLI::App app(
      "Who was on this machine, from where, from when until when, and which records prove it?",
      "sojourn");
  app.require_subcommand(0, 1);
  app.set_version_flag("-V,--version", version_text);
  app.footer(kExamples);

  AnalyzeCommand analyze;
  CLI::App& analyze_app =
      *app.add_subcommand("analyze", "Read event logs and add their sessions to a case");
  analyze_app
      .add_option("EVIDENCE", analyze.evidence,
                  "Files, folders and archives; nothing in them is changed")
      ->required()
      ->type_name("PATH");
  add_case_output(analyze_app, analyze.output, "The case: a new file, or one to add to");
  add_containers(analyze_app, analyze.containers);
  add_wait(analyze_app, analyze.wait_seconds);
  add_read_filter(analyze_app, analyze.filter);
  add_network_gap(analyze_app, analyze.network_gap_minutes)->capture_default_str();
  add_threads(analyze_app, analyze.threads);
  analyze_app.add_flag(
      "--recover", analyze.recover,
      "Carve slack records, and read deleted logs of disk images, too; what rests on "
      "them is flagged");
  analyze_app.add_flag(
      "--service-tickets", analyze.service_tickets,
      "Read service tickets (4769), too: the log of a domain controller, two thirds of "
      "them, takes twice as long, twice the memory and 2.2 times the room in the case");
  analyze_app.add_flag("--hash-containers", analyze.containers.hash_containers,
                       "Also hash the archives themselves; what they hold is hashed anyway");
  analyze_app.add_flag("--dry-run", analyze.dry_run,
                       "Only list what would be read, and why each other file would not");
  analyze_app.add_flag("--quiet", analyze.quiet, "No progress and no summary");

  MergeCommand merge;
  CLI::App& merge_app =
      *app.add_subcommand("merge", "Make one case of several, as if all had been analyzed at once");
  merge_app.add_option("CASE", merge.cases, "Cases; nothing in them is changed")
      ->required()
      ->type_name("FILE");
  add_case_output(merge_app, merge.output, "The case to make: a new file")->required();
  add_wait(merge_app, merge.wait_seconds);
  add_network_gap(merge_app, merge.network_gap_minutes);
  add_threads(merge_app, merge.threads);
  merge_app.add_flag("--quiet", merge.quiet, "No progress and no summary");

  // Each has its own, for CLI11 keeps where it is to write.
  struct List {
    CLI::App* app;
    ListCommand command;
    TypedTimes times;
  };
  std::deque<List> lists;
  for (const ListKind& kind : list_kinds()) {
    List& list = lists.emplace_back();
    list.app = app.add_subcommand(kind.name, kind.description);
    list.command.kind = &kind;
    add_case(*list.app, list.command.case_file);
    add_hosts(*list.app, list.command.filter);
    if (kind.options != ListOptions::places) add_session_filter(*list.app, list.command.filter);
    if (kind.options == ListOptions::bursts) add_burst(*list.app, list.command.filter);
    if (kind.options == ListOptions::sources) {
      add_known(*list.app, list.command.known);
      add_geoip(*list.app, list.command.geoip);
    }
    if (kind.options == ListOptions::moment) {
      add_moment(*list.app, list.times);
    } else {
      add_times(*list.app, list.times);
    }
    add_order(*list.app, list.command);
    if (kind.options == ListOptions::movement) {
      add_format_or_graph(*list.app, list.command);
    } else {
      add_format(*list.app, list.command.format);
    }
    add_color(*list.app, list.command.color);
    add_output(*list.app, list.command.output);
    add_zone(*list.app, list.command.zone);
    add_reading(*list.app, list.command.reading);
  }

  ShowCommand show;
  CLI::App& show_app =
      *app.add_subcommand("show", "Explain one session and name the records that prove it");
  add_case(show_app, show.case_file);
  show_app.add_option("ID", show.id, "A session_id or a uid")->required();
  add_zone(show_app, show.zone);
  add_reading(show_app, show.reading);

  NoteCommand note, tag;
  tag.is_tag = true;
  CLI::App& note_app = *app.add_subcommand(
      "note", "Note something of a session, in a file beside the case; lists and report show it");
  add_note(note_app, note);
  CLI::App& tag_app = *app.add_subcommand("tag", "Tag a session with a word, in the same file");
  add_note(tag_app, tag);

  SqlCommand sql;
  CLI::App& sql_app = *app.add_subcommand("sql", "Run one SELECT on a case, read-only");
  add_case(sql_app, sql.case_file);
  sql_app.add_option("STATEMENT", sql.sql, "SQL, in quotes")->required();
  add_format(sql_app, sql.format);
  add_reading(sql_app, sql.reading);

  AttributeCommand attribute;
  CLI::App& attribute_app = *app.add_subcommand(
      "attribute", "Add to each row of another tool's timeline the session that it fell in");
  add_attribute(attribute_app, attribute);

  ExplainCommand explain;
  CLI::App& explain_app = *app.add_subcommand("explain", "Say what a word in the tables means");
  explain_app.add_option("WORD", explain.word, "As it stands there; without it, all of them");

  std::string helped;
  CLI::App& help_app = *app.add_subcommand("help", "Tell what a command does and takes");
  help_app.add_option("COMMAND", helped, "Its name; without it, what commands there are");
  std::string help_form;
  help_app
      .add_option("--as", help_form,
                  "All of it as a man page, or as what completes a command line in a shell")
      ->check(CLI::IsMember(usage_forms()))
      ->type_name("FORM");

  ExportCommand exported;
  CLI::App& export_app = *app.add_subcommand("export", "Write the sessions for another tool");
  add_case(export_app, exported.case_file);
  export_app
      .add_option_function<std::string>(
          "--to",
          [&exported](const std::string& form) {
            if (form == "csv" || form == "jsonl") {
              exported.form = form == "csv" ? Format::csv : Format::jsonl;
            } else {
              exported.form = form == "timesketch" ? timesketch_line
                              : form == "ecs"      ? ecs_line
                                                   : ocsf_line;
            }
          },
          "The form that the tool takes; ecs is Elastic's")
      ->check(CLI::IsMember({"timesketch", "ecs", "ocsf", "csv", "jsonl"}))
      ->required()
      ->type_name("FORM");
  add_hosts(export_app, exported.filter);
  add_session_filter(export_app, exported.filter);
  add_output(export_app, exported.output);
  add_reading(export_app, exported.reading);

  ReportCommand report;
  TypedTimes report_times;
  CLI::App& report_app = *app.add_subcommand(
      "report", "Write a page with a timeline, what tells most, and the records that prove it");
  add_case(report_app, report.case_file);
  add_hosts(report_app, report.filter);
  add_session_filter(report_app, report.filter);
  add_known(report_app, report.known);
  add_times(report_app, report_times);
  report_app
      .add_option_function<std::string>(
          "--format",
          [&report](const std::string& name) {
            report.form =
                name == "html" ? ReportCommand::Form::html : ReportCommand::Form::markdown;
          },
          "A page for a browser, or Markdown for a ticket")
      ->check(CLI::IsMember({"html", "markdown"}))
      ->type_name("FORMAT");
  add_output(report_app, report.output);
  add_reading(report_app, report.reading);

  VerifyCommand verify;
  CLI::App& verify_app = *app.add_subcommand(
      "verify", "Read event logs with both readers and name each value on which they differ");
  verify_app.add_option("EVIDENCE", verify.evidence, "Files, folders and archives")
      ->required()
      ->type_name("PATH");
  add_containers(verify_app, verify.containers);

  VerifyCaseCommand verified_case;
  CLI::App& verify_case_app = *app.add_subcommand(
      "verify-case", "Hash the evidence of a case again and say what of it changed or is gone");
  add_case(verify_case_app, verified_case.case_file);
  add_containers(verify_case_app, verified_case.containers);
  add_format(verify_case_app, verified_case.format);
  add_reading(verify_case_app, verified_case.reading);

  try {
    app.parse(count, arguments);
    for (List& list : lists) {
      if (list.app->parsed()) list.times.read(list.command.filter, list.command.zone);
    }
    report_times.read(report.filter, Zone::utc());
    if (note_app.parsed() && note.text.empty() && !note.remove) throw CLI::RequiredError("TEXT");
    if (analyze_app.parsed() && analyze.output.empty() && !analyze.dry_run)
      throw CLI::RequiredError("--output");
  } catch (const CLI::Success& wanted) {  // --help, --version
    std::ostringstream text;
    app.exit(wanted, text, text);
    return Nothing{0, text.str()};
  } catch (const CLI::ParseError& error) {
    return Nothing{kUsage,
                   error.what() +
                       suggestion(app, std::span(arguments, static_cast<std::size_t>(count))) +
                       " (sojourn --help tells more)"};
  }
  if (help_app.parsed() && !help_form.empty())
    return Nothing{0, usage_as(help_form, usage_of_app(app, SOJOURN_VERSION))};
  if (help_app.parsed()) return help_of(app, helped);
  if (analyze_app.parsed()) {
    analyze.arguments = typed_line(std::span(arguments, static_cast<std::size_t>(count)));
    return analyze;
  }
  if (merge_app.parsed()) {
    merge.arguments = typed_line(std::span(arguments, static_cast<std::size_t>(count)));
    return merge;
  }
  for (const List& list : lists) {
    if (list.app->parsed()) return list.command;
  }
  if (explain_app.parsed()) return explain;
  if (show_app.parsed()) return show;
  if (note_app.parsed()) return note;
  if (tag_app.parsed()) return tag;
  if (sql_app.parsed()) return sql;
  if (attribute_app.parsed()) return attribute;
  if (export_app.parsed()) return exported;
  if (report_app.parsed()) return report;
  if (verify_app.parsed()) return verify;
  if (verify_case_app.parsed()) return verified_case;
  return Nothing{kUsage,
                 "name a command: analyze, sessions, show, sql or verify (sojourn --help tells "
                 "all)"};
}

}  // namespace sojourn
