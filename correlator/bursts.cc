#include "correlator/bursts.h"

#include <algorithm>
#include <set>
#include <unordered_map>

namespace sojourn {
namespace {

using std::chrono::minutes;

constexpr Ticks kLongestPause = minutes{5};
constexpr Ticks kMemory = minutes{60};  // how long before a success its failures count

// Address, else client name, else account: the best a failure tells of where it came from.
struct SourceKey {
  int kind = 0;
  Text text = Text::none;
  bool operator==(const SourceKey&) const = default;
};
struct SourceKeyHash {
  std::size_t operator()(const SourceKey& key) const {
    return std::hash<std::uint64_t>{}(std::uint64_t{static_cast<std::uint32_t>(key.text)} << 2 |
                                      static_cast<std::uint64_t>(key.kind));
  }
};

class BurstFinder {
 public:
  BurstFinder(std::vector<Session>& sessions, HostLog& log) : sessions_(sessions), log_(log) {}

  std::vector<Burst> find() {
    for (std::uint32_t i = 0; i < sessions_.size(); ++i) {
      if (sessions_[i].outcome == Outcome::failure) {
        add_failure(i);
      } else if (sessions_[i].outcome != Outcome::unknown && sessions_[i].start) {
        add_success(i);
      }
    }
    return keep_real_bursts();
  }

 private:
  struct Open {
    std::uint32_t burst = kNone;
    std::set<Text> accounts;
  };
  // The steady times of failures, and of the last success, for an account, a source or both.
  struct History {
    std::vector<Timestamp> failures;
    Timestamp last_success = Timestamp::min();
  };

  SourceKey source_of(const Session& session) {
    if (session.from.address != Text::none) return {0, session.from.address};
    if (session.from.client != Text::none) return {1, session.from.client};
    return {2, log_.accounts().name_key(session.who.user)};
  }
  Timestamp at(const Session& session) const { return log_.steady(session.evidence.front().event); }
  static std::uint64_t both(Text account, const SourceKey& source) {
    return std::uint64_t{static_cast<std::uint32_t>(account)} << 32 |
           static_cast<std::uint32_t>(source.text);
  }

  void add_failure(std::uint32_t i) {
    Session& session = sessions_[i];
    const SourceKey source = source_of(session);
    const Text account = log_.accounts().name_key(session.who.user);
    const Timestamp now = at(session);
    Open& open = open_[source];
    if (open.burst == kNone || now - last_[open.burst] > kLongestPause) {
      open = {static_cast<std::uint32_t>(bursts_.size()), {}};
      Burst burst;
      burst.first = *session.start;
      burst.from = session.from;
      if (source.kind == 2) burst.who = session.who;
      bursts_.push_back(burst);
      last_.push_back(now);
    }
    Burst& burst = bursts_[open.burst];
    ++burst.attempts;
    burst.last = *session.start;
    last_[open.burst] = now;
    open.accounts.insert(account);
    burst.accounts = static_cast<std::uint32_t>(open.accounts.size());
    session.burst = open.burst;
    by_account_[account].failures.push_back(now);
    if (source.kind != 2) {
      by_source_[source].failures.push_back(now);
      by_both_[both(account, source)].failures.push_back(now);
    }
  }

  void add_success(std::uint32_t i) {
    Session& session = sessions_[i];
    const SourceKey source = source_of(session);
    const Text account = log_.accounts().name_key(session.who.user);
    const Timestamp now = at(session);
    History& same = by_both_[both(account, source)];
    const Timestamp since = std::max(now - kMemory, same.last_success);
    std::size_t count = count_since(by_account_[account], since);
    if (source.kind != 2)
      count += count_since(by_source_[source], since) - count_since(same, since);
    session.failures_before = static_cast<std::uint32_t>(count);
    same.last_success = now;

    const auto open = open_.find(source);
    if (open == open_.end() || open->second.burst == kNone) return;
    Burst& burst = bursts_[open->second.burst];
    if (burst.followed_by == kNone && now - last_[open->second.burst] <= kMemory)
      burst.followed_by = i;
  }

  static std::size_t count_since(const History& history, Timestamp since) {
    return static_cast<std::size_t>(history.failures.end() -
                                    std::ranges::upper_bound(history.failures, since));
  }

  // One failure alone is no burst.
  std::vector<Burst> keep_real_bursts() {
    std::vector<Burst> kept;
    std::vector<std::uint32_t> number(bursts_.size(), kNone);
    for (std::uint32_t i = 0; i < bursts_.size(); ++i) {
      if (bursts_[i].attempts < 2) continue;
      number[i] = static_cast<std::uint32_t>(kept.size());
      kept.push_back(bursts_[i]);
    }
    for (Session& session : sessions_) {
      if (session.burst != kNone) session.burst = number[session.burst];
    }
    return kept;
  }

  std::vector<Session>& sessions_;
  HostLog& log_;
  std::vector<Burst> bursts_;
  std::vector<Timestamp> last_;  // steady, by burst
  std::unordered_map<SourceKey, Open, SourceKeyHash> open_;
  std::unordered_map<Text, History> by_account_;
  std::unordered_map<SourceKey, History, SourceKeyHash> by_source_;
  std::unordered_map<std::uint64_t, History> by_both_;
};

}  // namespace

std::vector<Burst> find_bursts(std::vector<Session>& sessions, HostLog& log) {
  return BurstFinder(sessions, log).find();
}

}  // namespace sojourn
