#include "cli/brief_sessions.h"

#include "cli/wording.h"

namespace sojourn {
namespace {

// How it came out, in one cell: why a failure failed, how a success ended.
std::string result(const NamedRow& session) {
  const std::string outcome = session.text("outcome");
  if (outcome == "failure") {
    const std::string reason = session.text("failure_reason");
    return reason.empty() ? outcome : outcome + ": " + reason;
  }
  const std::string end = session.text("end_reason");
  return outcome == "success" ? end : outcome + ", " + end;
}

}  // namespace

const std::vector<std::string>& BriefSessions::read() {
  static const std::vector<std::string> kRead = {
      "session_id",   "host",           "user_name",  "user_domain", "user_sid",
      "kind",         "outcome",        "start_time", "end_time",    "end_reason",
      "end_exact",    "src_ip",         "src_host",   "src_scope",   "burst_id",
      "src_inferred", "failure_reason", "duration_s", "flags"};
  return kRead;
}

std::vector<std::string> BriefSessions::titles() const {
  if (narrow_) return {"id", "host", "user", "kind", "source", "start", "lasted", "result"};
  return {"id", "host", "user", "kind", "source", "start", "end", "lasted", "result"};
}

std::optional<std::vector<Cell>> BriefSessions::line(const NamedRow& session) {
  const bool failed = session.text("outcome") == "failure";
  const auto burst = failed && totals_ ? session.whole("burst_id") : std::nullopt;
  if (burst && !bursts_.insert(*burst).second) return std::nullopt;
  std::string user = narrow_ ? short_account(session) : account_name(session);
  std::string end = second_time(session.text("end_time"), zone_), words = result(session);
  // "~" marks what is a bound or an estimate, "!" times that are not comparable: the clock was set
  // between them, or was wrong.
  const std::string mark = session.yes("end_exact") || failed ? "" : "~";
  const char* clock = session.text("flags").find("clock_") != std::string::npos ? "!" : "";
  if (!end.empty()) end = clock + mark + end;
  const BurstTotals totals = burst ? totals_(*burst) : BurstTotals{};
  if (totals.attempts > 1) {
    end = second_time(totals.last_time, zone_);
    words = grouped(totals.attempts) + " failures, burst " + std::to_string(*burst);
    if (totals.accounts > 1) user = grouped(totals.accounts) + " accounts";
  }
  const auto duration = failed ? std::nullopt : session.real("duration_s");
  const std::string lasted = duration ? mark + brief_duration(*duration) : "";
  const std::string host = session.text("host"), time = session.text("start_time");
  std::string start = narrow_ ? minute_time(time, zone_) : second_time(time, zone_);
  if (!start.empty()) start = clock + start;
  std::vector<Cell> cells = {session.whole("session_id").value_or(0),
                             narrow_ ? short_host(host) : host,
                             user,
                             session.text("kind"),
                             source_name(session),
                             start};
  if (!narrow_) cells.emplace_back(end);
  cells.emplace_back(lasted);
  cells.emplace_back(words);
  return cells;
}

}  // namespace sojourn
