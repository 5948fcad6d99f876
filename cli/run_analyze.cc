#include "cli/run_analyze.h"

#include <optional>
#include <string>

#include "cli/escape.h"
#include "cli/progress_bar.h"
#include "cli/wording.h"
#include "engine/analyze.h"
#include "engine/case_reader.h"

namespace sojourn {
namespace {

constexpr int kSomeEvidenceUnread = 3;

// "3 hosts", "1 host".
std::string count(std::uint64_t number, const std::string& one) {
  return grouped(number) + ' ' + one + (number == 1 ? "" : "s");
}

void write_summary(const AnalyzeSummary& summary, std::ostream& err) {
  err << count(summary.files, "file") << " read, " << grouped(summary.unreadable) << " unreadable, "
      << (summary.copies == 1 ? "1 copy" : grouped(summary.copies) + " copies") << " left out\n"
      << count(summary.records, "record") << ", " << grouped(summary.events)
      << " of them about sessions, from " << count(summary.hosts, "host") << '\n';
}

}  // namespace

int run_analyze(const AnalyzeCommand& command, std::ostream& err) {
  AnalyzeOptions options;
  options.evidence = command.evidence;
  options.output = command.output;
  options.correlate.network_gap = std::chrono::minutes{command.network_gap_minutes};

  std::optional<ProgressBar> bar;
  if (!command.quiet && stderr_is_terminal()) {
    bar.emplace(err);
    options.progress = [&bar](const Progress& progress) { bar->show(progress); };
  }
  const AnalyzeSummary summary = analyze(options);
  bar.reset();
  if (!command.quiet) write_summary(summary, err);
  return summary.issues == 0 ? 0 : kSomeEvidenceUnread;
}

}  // namespace sojourn
