#include "cli/run_merge.h"

#include <algorithm>
#include <system_error>
#include <thread>

#include "cli/case_summary.h"
#include "cli/escape.h"
#include "cli/open_case.h"
#include "cli/progress_bar.h"
#include "cli/wording.h"
#include "engine/case/notes_file.h"
#include "engine/merge.h"

namespace sojourn {
namespace {

// They are of sessions of the one case, and of hosts whose logs are in several cases the merged one
// may have others.
void write_notes_left(const MergeCommand& command, std::ostream& err) {
  for (const std::filesystem::path& path : command.cases) {
    std::error_code error;
    if (std::filesystem::exists(notes_path(path), error))
      err << "what was noted of " << escape(path.string()) << " is not merged\n";
  }
}

void write_summary(const MergeSummary& summary, const MergeCommand& command, std::ostream& err) {
  err << counted(command.cases.size(), "case") << " merged: " << counted(summary.files, "file");
  if (summary.copies > 0) err << ", " << grouped(summary.copies) << " left out as copies";
  err << ", " << counted(summary.hosts, "host") << '\n';
  write_case_summary(command.output, err);
  if (summary.issues > 0) {
    err << counted(summary.issues, "place") << " could not be read: sojourn sql "
        << escape(command.output.string()) << " 'SELECT * FROM issue'\n";
  }
}

}  // namespace

void run_merge(const MergeCommand& command, const Streams& streams) {
  std::ostream& err = streams.err;
  MergeOptions options;
  options.cases = command.cases;
  options.output = command.output;
  if (command.network_gap_minutes)
    options.network_gap = std::chrono::minutes{*command.network_gap_minutes};
  options.threads =
      command.threads > 0 ? command.threads : std::max(1U, std::thread::hardware_concurrency());
  options.wait = wait_for("the cases or the new one", command.wait_seconds, err);
  options.version = SOJOURN_VERSION;
  options.arguments = command.arguments;
  std::optional<ProgressBar> bar;
  if (!command.quiet && stderr_is_terminal()) {
    bar.emplace(err);
    options.progress = [&bar](const Progress& progress) { bar->show(progress); };
  }
  const MergeSummary summary = merge(options);
  bar.reset();
  // With --quiet, too: it would be lost silently.
  write_notes_left(command, err);
  if (!command.quiet) write_summary(summary, command, err);
}

}  // namespace sojourn
