#include "cli/report/run_report.h"

#include "cli/output_file.h"
#include "cli/report/markdown_report.h"
#include "cli/report/page.h"
#include "cli/report/page_data.h"
#include "cli/report/page_sessions.h"

namespace sojourn {

void run_report(const ReportCommand& command, const Streams& streams) {
  const CaseReader reader = open_case(command.case_file, command.reading, streams.err);
  check_names(command.filter, reader);
  const KnownSources known = command.known.empty() ? KnownSources() : KnownSources(command.known);
  const Zone zone = Zone::utc();
  const ListRequest list{.filter = command.filter, .reader = reader, .zone = zone, .known = known};
  const SessionNotes notes(command.case_file, reader, streams.err);
  const ReportContents contents = report_contents(list, notes);
  const SessionRank rank(contents, known);
  const std::string name = command.case_file.filename().string();
  OutputFile output(command.output, streams.out);
  if (command.form == ReportCommand::Form::markdown) {
    write_markdown_report({name, list, contents, rank, notes}, output.stream());
  } else {
    const PageLimits limits;
    const TellingSessions telling = telling_sessions(list, rank, limits.sessions);
    const PageRequest page{.case_name = name,
                           .list = list,
                           .contents = contents,
                           .telling = telling,
                           .notes = notes,
                           .limits = limits};
    write_page(output.stream(),
               {.data = [&page](std::ostream& out) { write_page_data(page, out); },
                .records = [&page](std::ostream& out) { write_page_records(page, out); }});
  }
  output.finish();
}

}  // namespace sojourn
