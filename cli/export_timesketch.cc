#include "cli/exports.h"
#include "cli/json_line.h"
#include "cli/wording.h"

namespace sojourn {
namespace {

constexpr const char* kTexts[] = {
    "host",       "user_name",    "user_domain",    "user_sid",   "kind",         "outcome",
    "start_time", "start_reason", "end_time",       "end_reason", "src_ip",       "src_host",
    "src_scope",  "logon_id",     "failure_reason", "flags",      "account_class"};

std::string name_of(ExportedMoment::What what) {
  using enum ExportedMoment::What;
  if (what == failure) return "Logon Attempt Failed";
  return what == start ? "Logon Session Start" : "Logon Session End";
}

}  // namespace

std::string timesketch_line(const NamedRow& session, const ExportedMoment& moment) {
  const std::string what = name_of(moment.what);
  JsonLine line;
  const std::string source = source_name(session);
  const std::string reason = session.text("failure_reason");
  line.text("message", what + ": " + account_name(session) + " on " + session.text("host") + ", " +
                           session.text("kind") + (source.empty() ? "" : " from " + source) +
                           (reason.empty() ? "" : ", " + reason));
  line.text("datetime", moment.time);
  line.text("timestamp_desc", what);
  line.text("data_type", "sojourn:session");
  line.number("session_id", session.whole("session_id"));
  line.text("uid", session.text("uid"));
  for (const char* column : kTexts) line.text(column, session.text(column));
  line.number("logon_type", session.whole("logon_type"));
  line.number("burst_id", session.whole("burst_id"));
  return line.take();
}

}  // namespace sojourn
