#include "cli/run.h"

#include "cli/command_line.h"
#include "cli/escape.h"

namespace sojourn {
namespace {

struct Execute {
  std::ostream& out;
  std::ostream& err;

  int operator()(const Nothing& nothing) const {
    if (nothing.status == 0) {
      out << nothing.text;
    } else {
      err << "sojourn: " << escape(nothing.text) << '\n';
    }
    return nothing.status;
  }
  int operator()(const AnalyzeCommand& command) const { return run_analyze(command, {out, err}); }
  int operator()(const MergeCommand& command) const {
    run_merge(command, {out, err});
    return 0;
  }
  int operator()(const ListCommand& command) const {
    run_list(command, {out, err});
    return 0;
  }
  int operator()(const ExplainCommand& command) const {
    explain_word(command, {out, err});
    return 0;
  }
  int operator()(const ShowCommand& command) const {
    show_session(command, {out, err});
    return 0;
  }
  int operator()(const NoteCommand& command) const {
    note_session(command, {out, err});
    return 0;
  }
  int operator()(const SqlCommand& command) const {
    run_sql(command, {out, err});
    return 0;
  }
  int operator()(const AttributeCommand& command) const {
    return run_attribute(command, {out, err});
  }
  int operator()(const ExportCommand& command) const {
    run_export(command, {out, err});
    return 0;
  }
  int operator()(const ReportCommand& command) const {
    run_report(command, {out, err});
    return 0;
  }
  int operator()(const VerifyCommand& command) const { return run_verify(command, {out, err}); }
  int operator()(const VerifyCaseCommand& command) const {
    return run_verify_case(command, {out, err});
  }
};

}  // namespace

int run(int count, const char* const* arguments, std::ostream& out, std::ostream& err) {
  return std::visit(Execute{out, err}, parse_command_line(count, arguments));
}

}  // namespace sojourn
