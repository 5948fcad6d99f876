#include "cli/brief_sessions.h"

#include <utility>

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
  if (burst && burst == burst_) {
    line_[kEnd] = brief_time(session.text("end_time"));
  } else {
    finish();
    line_ = line_of(session);
    burst_ = burst;
  }
  ++attempts_;
  accounts_.insert(account_name(session));
}

void BriefSessions::finish() {
  if (attempts_ > 1) {
    line_[kResult] = grouped(attempts_) + " failures, burst " + std::to_string(*burst_);
    if (accounts_.size() > 1) line_[kUser] = grouped(accounts_.size()) + " accounts";
  }
  if (attempts_ > 0) rows_.add(std::exchange(line_, {}));
  burst_.reset();
  attempts_ = 0;
  accounts_.clear();
}

}  // namespace sojourn
