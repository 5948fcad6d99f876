#include "correlator/findings/bursts.h"

#include "correlator/findings/authentication_bursts.h"
#include "correlator/findings/failure_history.h"
#include "correlator/findings/failure_series.h"
#include "correlator/findings/failure_source.h"

namespace sojourn {
namespace {

class BurstFinder {
 public:
  BurstFinder(std::vector<Session>& sessions, const FailureSources& sources, const HostLog& log)
      : sessions_(sessions), sources_(sources), log_(log) {}

  std::vector<Burst> find() {
    for (const SessionId i : IdRange<Session>(sessions_.size())) {
      if (row_of(sessions_, i).outcome == Outcome::failure) {
        add_failure(i);
      } else if (is_success(row_of(sessions_, i))) {
        add_success(i);
      }
    }
    return keep_real_bursts();
  }

 private:
  void add_failure(SessionId i) {
    Session& session = row_of(sessions_, i);
    const FailureSource source = sources_.of(session);
    const Text account = log_.accounts().account_key(session.who);
    const auto [id, begins, is_new_account] =
        series_.add(source, account, monotonic_start(session, log_));
    if (begins) {
      bursts_.push_back(begin(session, source));
      of_source_.add(source, id);
    }
    session.burst = id;
    Burst& burst = row_of(bursts_, id);
    ++burst.attempts;
    burst.last = *session.start;
    if (!is_new_account) return;
    ++burst.accounts;
    of_account_.add(account, id);
  }

  Burst begin(const Session& session, const FailureSource& source) const {
    Burst burst;
    burst.first = *session.start;
    burst.from = session.from;
    if (source.kind == FailureSource::Kind::account) burst.who = session.who;
    if (source.kind == FailureSource::Kind::program) burst.asked_by = sources_.asked_by(session);
    return burst;
  }

  void add_success(SessionId i) {
    const Session& session = row_of(sessions_, i);
    const FailureSource source = sources_.of(session);
    const Timestamp at = monotonic_start(session, log_);
    const auto follow = [&](BurstId id) {
      Burst& burst = row_of(bursts_, id);
      if (burst.followed_by == kNone) burst.followed_by = i;
    };
    of_source_.follow(source, at, follow);
    for (const FailureSource& other : sources_.others_of(source))
      of_source_.follow(other, at, follow);
    of_account_.follow(log_.accounts().account_key(session.who), at, follow);
  }

  // One failure alone is no burst.
  std::vector<Burst> keep_real_bursts() {
    std::vector<Burst> kept;
    ById<Burst, BurstId> number(bursts_.size());
    for (const BurstId i : IdRange<Burst>(bursts_.size())) {
      if (row_of(bursts_, i).attempts < 2) continue;
      number[i] = BurstId(kept.size());
      kept.push_back(row_of(bursts_, i));
    }
    for (Session& session : sessions_) {
      if (session.burst != kNone) session.burst = number[session.burst];
    }
    return kept;
  }

  std::vector<Session>& sessions_;
  const FailureSources& sources_;
  const HostLog& log_;
  std::vector<Burst> bursts_;
  FailureSeries series_;
  PendingBursts<FailureSource, FailureSourceHash> of_source_{series_};
  PendingBursts<Text> of_account_{series_};
};

}  // namespace

std::vector<Burst> find_bursts(std::vector<Session>& sessions, HostLog& log) {
  const FailureSources sources(sessions, log);
  count_failures_before(sessions, sources, log);  // which asserts their order
  std::vector<Burst> bursts = BurstFinder(sessions, sources, log).find();
  add_authentication_bursts(bursts, sessions, sources, log);
  return bursts;
}

}  // namespace sojourn
