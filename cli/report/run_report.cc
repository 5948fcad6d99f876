#include "cli/report/run_report.h"

#include "cli/output_file.h"
#include "cli/report/markdown_report.h"
#include "cli/report/page.h"
#include "cli/report/page_data.h"

namespace sojourn {

void run_report(const ReportCommand& command, const Streams& streams) {
  const CaseReader reader = open_case(command.case_file, command.reading, streams.err);
  check_names(command.filter, reader);
  const KnownSources known = command.known.empty() ? KnownSources() : KnownSources(command.known);
  const Zone zone = Zone::utc();
  const ListRequest list{.filter = command.filter, .reader = reader, .zone = zone, .known = known};
  const ReportContents contents = report_contents(list);
  const SessionRank rank(contents, known);
  const std::string name = command.case_file.filename().string();
  OutputFile output(command.output, streams.out);
  if (command.form == ReportCommand::Form::markdown) {
    write_markdown_report({name, list, contents, rank}, output.stream());
  } else {
    write_page(output.stream(), [&](std::ostream& out) {
      write_page_data(
          {.case_name = name, .list = list, .contents = contents, .rank = rank, .limits = {}}, out);
    });
  }
  output.finish();
}

}  // namespace sojourn
