// Failures in a row from one source, and those that a success may still follow.
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>
#include <unordered_map>
#include <unordered_set>

#include "correlator/findings/failure_source.h"
#include "schema/session.h"

namespace sojourn {

// Bursts, numbered from 0, as failures come in the order of time. Times are monotonic.
class FailureSeries {
 public:
  struct Place {
    BurstId burst;
    bool begins = false;          // it is the first of the burst
    bool is_new_account = false;  // the first of the burst that tries this account
  };
  // Text::none is no account.
  Place add(const FailureSource& source, Text account, Timestamp at);

  // When its last failure was.
  Timestamp last(BurstId burst) const { return last_[burst]; }
  // Whether a success at that time still follows it.
  bool is_near(BurstId burst, Timestamp at) const {
    return at - last(burst) <= std::chrono::minutes{60};
  }

 private:
  ById<Burst, Timestamp> last_;
  std::uint32_t bursts_ = 0;
  std::unordered_set<std::uint64_t> tried_;  // burst and account
  std::unordered_map<FailureSource, BurstId, FailureSourceHash> latest_;
};

// Bursts of a source or an account that no success has followed yet, the latest last.
template <class Key, class Hash = std::hash<Key>>
class PendingBursts {
 public:
  // `series` must outlive this.
  explicit PendingBursts(const FailureSeries& series) : series_(series) {}

  void add(const Key& key, BurstId burst) {
    std::deque<BurstId>& pending = of_[key];
    // What is as old as this no success can follow any more.
    while (!pending.empty() && !series_.is_near(pending.front(), series_.last(burst)))
      pending.pop_front();
    pending.push_back(burst);
  }

  // Calls `take` with those that a success at that time follows, and forgets all of the key.
  template <class Take>
  void follow(const Key& key, Timestamp at, Take take) {
    const auto found = of_.find(key);
    if (found == of_.end()) return;
    for (const BurstId burst : found->second) {
      if (series_.is_near(burst, at)) take(burst);
    }
    of_.erase(found);
  }

 private:
  const FailureSeries& series_;
  std::unordered_map<Key, std::deque<BurstId>, Hash> of_;
};

}  // namespace sojourn
