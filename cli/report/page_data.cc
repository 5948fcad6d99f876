#include "cli/report/page_data.h"

#include "cli/report/page_json.h"
#include "cli/report/page_sessions.h"
#include "cli/wording.h"

namespace sojourn {
namespace {

void write_list(const char* name, const HeldList& list, std::ostream& out) {
  out << ",\n\"" << name << "\":";
  PageTable table(out, list.columns, {"host", "channel", "reason", "cause", "process"});
  for (const auto& row : list.rows) table.add(row);
  table.finish(list.left);
}

void write_findings(const std::vector<Finding>& findings, std::ostream& out) {
  out << ",\n\"findings\":[";
  bool is_first = true;
  for (const Finding& finding : findings) {
    out << (is_first ? "\n" : ",\n") << "{\"what\":" << page_text(finding.what)
        << ",\"text\":" << page_text(finding.text) << ",\"who\":" << page_text(finding.who)
        << ",\"source\":" << page_text(finding.source) << ",\"host\":" << page_text(finding.host)
        << ",\"sessions\":[" << (finding.session ? std::to_string(*finding.session) : "") << "]}";
    is_first = false;
  }
  out << ']';
}

void write_words(std::ostream& out) {
  out << ",\n\"words\":[";
  bool is_first = true;
  for (const ExplainedWord& word : explained_words()) {
    out << (is_first ? "\n[" : ",\n[") << page_text(word.group) << ',' << page_text(word.word)
        << ',' << page_text(word.meaning) << ']';
    is_first = false;
  }
  out << ']';
}

}  // namespace

void write_page_data(const PageRequest& request, std::ostream& out) {
  const ReportContents& contents = request.contents;
  out << "{\"case\":" << page_text(request.case_name);
  write_findings(contents.findings, out);
  write_words(out);
  write_list("hosts", contents.hosts, out);
  write_list("users", contents.users, out);
  write_list("sources", contents.sources, out);
  write_list("bursts", contents.bursts, out);
  write_list("gaps", contents.gaps, out);
  write_list("outbound", contents.outbound, out);
  write_list("coverage", contents.coverage, out);
  write_list("clock_steps", contents.clock_steps, out);
  out << ",\n\"sessions\":";
  write_page_sessions(request, out);
  out << '}';
}

}  // namespace sojourn
