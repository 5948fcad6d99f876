#include "cli/brief_sessions.h"

#include "cli/wording.h"

namespace sojourn {
namespace {

// The places of the columns that a line of several attempts has words of its own for.
constexpr std::size_t kUser = 2, kEnd = 6, kResult = 7;

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
      "session_id", "host",       "user_name", "user_domain",  "user_sid",      "kind",
      "outcome",    "start_time", "end_time",  "end_reason",   "end_exact",     "src_ip",
      "src_host",   "src_scope",  "burst_id",  "src_inferred", "failure_reason"};
  return kRead;
}

const std::vector<std::string>& BriefSessions::columns() {
  static const std::vector<std::string> kColumns = {"id",     "host",  "user", "kind",
                                                    "source", "start", "end",  "result"};
  return kColumns;
}

std::string BriefSessions::brief_time(const std::string& stored) const {
  const auto time = parse_time(stored);
  return time ? zone_.brief(*time) : stored;
}

std::vector<Cell> BriefSessions::line_of(const NamedRow& session) const {
  // "~" marks what is a bound or an estimate.
  const std::string end = brief_time(session.text("end_time"));
  const bool is_exact =
      end.empty() || session.yes("end_exact") || session.text("outcome") == "failure";
  return {session.whole("session_id").value_or(0),
          session.text("host"),
          account_name(session),
          session.text("kind"),
          source_name(session),
          brief_time(session.text("start_time")),
          is_exact ? end : "~" + end,
          result(session)};
}

bool BriefSessions::add(const NamedRow& session) {
  const auto burst =
      session.text("outcome") == "failure" ? session.whole("burst_id") : std::nullopt;
  if (burst && bursts_.contains(*burst)) return true;
  if (limit_ && lines_ >= *limit_) return false;
  std::vector<Cell> cells = line_of(session);
  if (burst) {
    bursts_.insert(*burst);
    const BurstTotals totals = totals_(*burst);
    if (totals.attempts > 1) {
      cells[kEnd] = brief_time(totals.last_time);
      cells[kResult] = grouped(totals.attempts) + " failures, burst " + std::to_string(*burst);
      if (totals.accounts > 1) cells[kUser] = grouped(totals.accounts) + " accounts";
    }
  }
  rows_.add(cells);
  ++lines_;
  return true;
}

}  // namespace sojourn
