#include "cli/report/markdown_report.h"

#include <array>
#include <set>

#include "cli/brief_sessions.h"
#include "cli/failure_list.h"
#include "cli/gap_list.h"
#include "cli/host_list.h"
#include "cli/source_list.h"
#include "cli/wording.h"

namespace sojourn {
namespace {

constexpr std::size_t kMostLines = 40;  // a ticket is to be read

void say_more(std::uint64_t left, const std::string& command, std::ostream& out) {
  if (left > 0) out << '\n' << grouped(left) << " more: `" << command << "`\n";
}

struct Chapter {
  const char* title;
  const char* command;
  ListPlan (*plan)(const ListRequest&);
  const HeldList& list;
};

void write_chapter(const Chapter& chapter, const ListRequest& request, std::ostream& out) {
  if (chapter.list.rows.empty()) return;
  const ListPlan plan = chapter.plan(request);
  out << "\n## " << chapter.title << "\n\n";
  Rows rows(Format::markdown, plan.titles, out);
  std::uint64_t written = 0, left = chapter.list.left;
  each_row(chapter.list, [&](const NamedRow& row) {
    const auto line = plan.line(row);
    if (!line) return;
    if (++written > kMostLines) {
      ++left;
    } else {
      rows.add(*line);
    }
  });
  rows.finish();
  say_more(left, chapter.command, out);
}

void write_findings(const std::vector<Finding>& findings, std::ostream& out) {
  out << "\n## What tells most\n\n";
  if (findings.empty()) {
    out << "Nothing stands out.\n";
    return;
  }
  Rows rows(Format::markdown, {"what", "told", "session"}, out);
  for (const Finding& finding : findings) {
    std::string words = finding.what;
    if (words == "got_in") words = "got in";
    rows.add({words, finding.text, finding.session ? Cell(*finding.session) : Cell()});
  }
  rows.finish();
}

// Those that tell most, in the order of time.
void write_sessions(const MarkdownRequest& request, std::ostream& out) {
  const ListRequest& list = request.list;
  const TellingSessions telling = telling_sessions(list, request.rank, kMostLines);
  if (telling.ids.empty()) return;
  const std::set<std::int64_t> chosen(telling.ids.begin(), telling.ids.end());
  const BoundQuery bound =
      sessions_query(list.filter, list.reader, {.columns = BriefSessions::read()});
  BriefSessions lines(list.zone, BurstsOfCase(list.filter, list.reader), false);
  out << "\n## Sessions\n\n";
  std::vector<std::string> titles = lines.titles();
  if (!request.notes.empty()) titles.emplace_back("noted");
  Rows rows(Format::markdown, titles, out);
  for (Query query = list.reader.query(bound.sql, bound.parameters);
       const auto cells = query.next();) {
    const NamedRow session(query.columns(), *cells);
    const std::int64_t id = session.whole("session_id").value_or(0);
    if (!chosen.contains(id)) continue;
    auto line = lines.line(session);
    if (!line) continue;
    if (!request.notes.empty()) line->push_back(marks_cell(request.notes.of(id)));
    rows.add(*line);
  }
  rows.finish();
  say_more(telling.left, "sojourn sessions CASE", out);
}

}  // namespace

void write_markdown_report(const MarkdownRequest& request, std::ostream& out) {
  const ReportContents& contents = request.contents;
  out << "# Sessions in a case\n\n";
  Rows of_case(Format::markdown, {"case", "times"}, out);
  of_case.add({request.case_name, std::string("UTC")});
  of_case.finish();
  write_findings(contents.findings, out);
  write_sessions(request, out);
  const std::array chapters = {
      Chapter{"Bursts of failures", "sojourn failures CASE", failure_list, contents.bursts},
      Chapter{"Accounts and sources", "sojourn sources CASE", source_list, contents.sources},
      Chapter{"Hosts", "sojourn hosts CASE", host_list, contents.hosts},
      Chapter{"Missing logs and records", "sojourn gaps CASE", gap_list, contents.gaps}};
  for (const Chapter& chapter : chapters) write_chapter(chapter, request.list, out);
}

}  // namespace sojourn
