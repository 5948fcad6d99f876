#include "cli/run_analyze.h"

#include <algorithm>
#include <optional>
#include <string>
#include <thread>
#include <utility>

#include "cli/case_summary.h"
#include "cli/dry_run.h"
#include "cli/escape.h"
#include "cli/open_case.h"
#include "cli/progress_bar.h"
#include "cli/rows.h"
#include "cli/wording.h"
#include "engine/analyze.h"

namespace sojourn {
namespace {

constexpr int kSomeEvidenceUnread = 3;

void write_issues(const AnalyzeSummary& summary, const std::string& name, std::ostream& err) {
  err << counted(summary.issues, "place") << " could not be read:\n";
  Rows rows(Format::table, {"path", "byte_offset", "record_id", "what", "wanted", "found"}, err);
  const auto number = [](const std::optional<std::uint64_t>& value) {
    return value ? Cell(static_cast<std::int64_t>(*value)) : Cell();
  };
  for (const auto& [path, issue, occurrences] : summary.first_issues) {
    rows.add(
        {path, number(issue.offset), number(issue.record), issue.what, issue.wanted, issue.found});
  }
  rows.finish();
  if (summary.issues > summary.first_issues.size())
    err << "all of them: sojourn sql " << escape(name) << " 'SELECT * FROM issue'\n";
}

void write_summary(const AnalyzeSummary& summary, const std::filesystem::path& output,
                   std::ostream& err) {
  err << counted(summary.files, "file") << " read";
  if (summary.known > 0) err << ", " << grouped(summary.known) << " in the case already";
  if (summary.copies > 0) err << ", " << grouped(summary.copies) << " left out as copies";
  if (summary.unreadable > 0) err << ", " << grouped(summary.unreadable) << " unreadable";
  err << '\n'
      << counted(summary.records, "record") << ", " << grouped(summary.events)
      << " about sessions, from " << counted(summary.hosts, "host") << '\n';
  if (summary.left_out > 0) err << grouped(summary.left_out) << " more that were not asked for\n";
  if (summary.tickets > 0) {
    err << counted(summary.tickets, "service ticket")
        << " (4769) left out: --service-tickets reads them, too\n";
  }
  if (summary.repeated > 0)
    err << "records of the case in several files: " << grouped(summary.repeated) << '\n';
  write_case_summary(output, err);
  if (summary.issues > 0) write_issues(summary, output.string(), err);
}

}  // namespace

int run_analyze(const AnalyzeCommand& command, const Streams& streams) {
  ContainerOptions containers = command.containers;
  containers.deleted = command.recover;
  if (command.dry_run) {
    const DryRun run{command.evidence, command.output, containers};
    return show_dry_run(run, streams) ? 0 : kSomeEvidenceUnread;
  }
  std::ostream& err = streams.err;
  AnalyzeOptions options;
  options.evidence = command.evidence;
  options.output = command.output;
  options.containers = std::move(containers);
  options.version = SOJOURN_VERSION;
  options.arguments = command.arguments;
  options.recover = command.recover;
  options.service_tickets = command.service_tickets;
  options.filter = command.filter;
  options.threads =
      command.threads > 0 ? command.threads : std::max(1U, std::thread::hardware_concurrency());
  options.wait = wait_for(command.output, command.wait_seconds, err);
  options.correlate.network_gap = std::chrono::minutes{command.network_gap_minutes};

  std::optional<ProgressBar> bar;
  if (!command.quiet && stderr_is_terminal()) {
    bar.emplace(err);
    options.progress = [&bar](const Progress& progress) { bar->show(progress); };
    options.containers.hashed = [&bar](std::uint64_t bytes, std::uint64_t of) {
      bar->show({.bytes = bytes, .bytes_total = of});
    };
  }
  const AnalyzeSummary summary = analyze(options);
  bar.reset();
  if (!command.quiet) write_summary(summary, command.output, err);
  return summary.issues == 0 ? 0 : kSomeEvidenceUnread;
}

}  // namespace sojourn
