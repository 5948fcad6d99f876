#include "correlator/findings/bursts.h"

#include <algorithm>
#include <unordered_map>
#include <utility>

#include "correlator/findings/failure_history.h"

namespace sojourn {
namespace {

using std::chrono::minutes;

constexpr Ticks kLongestPause = minutes{5};
constexpr Ticks kMemory = minutes{60};  // how long after a burst a success still follows it

class BurstFinder {
 public:
  BurstFinder(std::vector<Session>& sessions, const HostLog& log)
      : sessions_(sessions), log_(log) {}

  std::vector<Burst> find() {
    for (const SessionId i : IdRange<Session>(sessions_.size())) {
      if (row_of(sessions_, i).outcome == Outcome::failure) {
        add_failure(i);
      } else if (is_success(row_of(sessions_, i))) {
        add_success(i);
      }
    }
    count_accounts();
    return keep_real_bursts();
  }

 private:
  void add_failure(SessionId i) {
    Session& session = row_of(sessions_, i);
    const FailureSource source = source_of(session, log_.accounts());
    const Timestamp now = monotonic_start(session, log_);
    const auto [entry, is_new] = latest_.try_emplace(source);
    if (is_new || now - last_[entry->second] > kLongestPause) {
      entry->second = BurstId(bursts_.size());
      Burst burst;
      burst.first = *session.start;
      burst.from = session.from;
      if (source.is_account()) burst.who = session.who;
      bursts_.push_back(burst);
      last_.add(now);
    }
    session.burst = entry->second;
    Burst& burst = row_of(bursts_, session.burst);
    ++burst.attempts;
    burst.last = *session.start;
    last_[session.burst] = now;
    accounts_.emplace_back(session.burst, log_.accounts().account_key(session.who));
  }

  void add_success(SessionId i) {
    const Session& session = row_of(sessions_, i);
    const auto latest = latest_.find(source_of(session, log_.accounts()));
    if (latest == latest_.end()) return;
    Burst& burst = row_of(bursts_, latest->second);
    if (burst.followed_by == kNone &&
        monotonic_start(session, log_) - last_[latest->second] <= kMemory)
      burst.followed_by = i;
  }

  void count_accounts() {
    std::ranges::sort(accounts_);
    accounts_.erase(std::unique(accounts_.begin(), accounts_.end()), accounts_.end());
    for (const auto& [burst, account] : accounts_) ++row_of(bursts_, burst).accounts;
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
  const HostLog& log_;
  std::vector<Burst> bursts_;
  ById<Burst, Timestamp> last_;                     // monotonic
  std::vector<std::pair<BurstId, Text>> accounts_;  // of each failure: its burst and who
  std::unordered_map<FailureSource, BurstId, FailureSourceHash> latest_;
};

}  // namespace

std::vector<Burst> find_bursts(std::vector<Session>& sessions, const HostLog& log) {
  count_failures_before(sessions, log);  // which asserts their order
  return BurstFinder(sessions, log).find();
}

}  // namespace sojourn
