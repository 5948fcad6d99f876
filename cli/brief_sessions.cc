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

void BriefSessions::add(const NamedRow& session) {
  const auto burst =
      session.text("outcome") == "failure" ? session.whole("burst_id") : std::nullopt;
  const auto known = burst ? line_of_burst_.find(*burst) : line_of_burst_.end();
  if (known != line_of_burst_.end()) {
    Line& line = lines_[known->second];
    line.cells[kEnd] = brief_time(session.text("end_time"));
    ++line.attempts;
    line.accounts.insert(account_name(session));
    return;
  }
  if (limit_ && lines_.size() >= *limit_) return;
  if (burst) line_of_burst_.emplace(*burst, lines_.size());
  lines_.push_back({.cells = line_of(session), .burst = burst, .attempts = 1, .accounts = {}});
  if (burst) lines_.back().accounts.insert(account_name(session));
}

void BriefSessions::finish() {
  for (Line& line : lines_) {
    if (line.attempts > 1) {
      line.cells[kResult] =
          grouped(line.attempts) + " failures, burst " + std::to_string(*line.burst);
      if (line.accounts.size() > 1) line.cells[kUser] = grouped(line.accounts.size()) + " accounts";
    }
    rows_.add(line.cells);
  }
  lines_.clear();
  line_of_burst_.clear();
}

}  // namespace sojourn
