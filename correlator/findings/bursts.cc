#include "correlator/findings/bursts.h"

#include <deque>
#include <unordered_map>
#include <unordered_set>

#include "correlator/findings/authentication_bursts.h"
#include "correlator/findings/failure_history.h"
#include "correlator/findings/failure_source.h"

namespace sojourn {
namespace {

using std::chrono::minutes;

constexpr Ticks kLongestPause = minutes{5};
constexpr Ticks kMemory = minutes{60};  // how long after a burst a success still follows it

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
  // Bursts that no success has followed yet, the latest last.
  using Pending = std::deque<BurstId>;

  void add_failure(SessionId i) {
    Session& session = row_of(sessions_, i);
    const FailureSource source = sources_.of(session);
    const Timestamp now = monotonic_start(session, log_);
    const auto [entry, is_new] = latest_.try_emplace(source);
    if (is_new || now - last_[entry->second] > kLongestPause) {
      entry->second = BurstId(bursts_.size());
      bursts_.push_back(begin(session, source));
      last_.add(now);
      add_pending(of_source_[source], entry->second);
    }
    session.burst = entry->second;
    Burst& burst = row_of(bursts_, session.burst);
    ++burst.attempts;
    burst.last = *session.start;
    last_[session.burst] = now;
    const Text account = log_.accounts().account_key(session.who);
    const std::uint64_t tried =
        std::uint64_t{session.burst.place()} << 32 | static_cast<std::uint32_t>(account);
    if (account == Text::none || !tried_.insert(tried).second) return;
    ++burst.accounts;
    add_pending(of_account_[account], session.burst);
  }

  Burst begin(const Session& session, const FailureSource& source) const {
    Burst burst;
    burst.first = *session.start;
    burst.from = session.from;
    if (source.kind == FailureSource::Kind::account) burst.who = session.who;
    if (source.kind == FailureSource::Kind::program) burst.asked_by = sources_.asked_by(session);
    return burst;
  }

  void add_pending(Pending& pending, BurstId burst) {
    // What is as old as this no success can follow any more.
    while (!pending.empty() && last_[burst] - last_[pending.front()] > kMemory) pending.pop_front();
    pending.push_back(burst);
  }

  void add_success(SessionId i) {
    const Session& session = row_of(sessions_, i);
    const FailureSource source = sources_.of(session);
    follow(of_source_, source, i);
    for (const FailureSource& other : sources_.others_of(source)) follow(of_source_, other, i);
    follow(of_account_, log_.accounts().account_key(session.who), i);
  }

  template <class PendingByKey, class Key>
  void follow(PendingByKey& all, const Key& key, SessionId success) {
    const auto found = all.find(key);
    if (found == all.end()) return;
    const Timestamp at = monotonic_start(row_of(sessions_, success), log_);
    for (const BurstId i : found->second) {
      Burst& burst = row_of(bursts_, i);
      if (at - last_[i] <= kMemory && burst.followed_by == kNone) burst.followed_by = success;
    }
    all.erase(found);
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
  ById<Burst, Timestamp> last_;                                           // monotonic, by burst
  std::unordered_set<std::uint64_t> tried_;                               // burst and account
  std::unordered_map<FailureSource, BurstId, FailureSourceHash> latest_;  // burst
  std::unordered_map<FailureSource, Pending, FailureSourceHash> of_source_;
  std::unordered_map<Text, Pending> of_account_;
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
