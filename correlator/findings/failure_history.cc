#include "correlator/findings/failure_history.h"

#include <algorithm>
#include <cassert>
#include <numeric>
#include <unordered_map>
#include <utility>

namespace sojourn {
namespace {

constexpr Ticks kMemory = std::chrono::minutes{60};

struct Attempt {
  Text account = Text::none;
  FailureSource source;
  Timestamp at;  // monotonic
};

// The failures sorted by one part of them and time, so that those since some time are counted by
// looking up two places.
template <class Part>
class Failures {
 public:
  // `failures` must outlive this.
  Failures(const std::vector<Attempt>& failures, Part part) : failures_(failures), part_(part) {
    sorted_.resize(failures.size());
    std::iota(sorted_.begin(), sorted_.end(), 0U);
    std::ranges::sort(sorted_, {}, [&](std::uint32_t i) { return key(failures_[i]); });
  }

  // After `since` and not after `attempt`.
  std::size_t count(const Attempt& attempt, Timestamp since) const {
    const auto of = [&](std::uint32_t i) { return key(failures_[i]); };
    const auto first = std::ranges::upper_bound(sorted_, std::pair{part_(attempt), since}, {}, of);
    const auto last = std::ranges::upper_bound(sorted_, key(attempt), {}, of);
    return static_cast<std::size_t>(last - first);
  }

 private:
  auto key(const Attempt& attempt) const { return std::pair{part_(attempt), attempt.at}; }

  const std::vector<Attempt>& failures_;
  Part part_;
  std::vector<std::uint32_t> sorted_;
};

Attempt attempt_of(const Session& session, const HostLog& log) {
  return {log.accounts().account_key(session.who), source_of(session, log.accounts()),
          monotonic_start(session, log)};
}

}  // namespace

FailureSource source_of(const Session& session, const Accounts& accounts) {
  using enum FailureSource::Kind;
  if (session.from.address != Text::none) return {address, session.from.address};
  if (session.from.client != Text::none) return {client, session.from.client};
  return {account, accounts.account_key(session.who)};
}

Timestamp monotonic_start(const Session& session, const HostLog& log) {
  return log.monotonic(first_record(session));
}

bool is_success(const Session& session) {
  return session.outcome != Outcome::failure && session.outcome != Outcome::unknown &&
         session.start.has_value();
}

void count_failures_before(std::vector<Session>& sessions, const HostLog& log) {
  assert(std::ranges::is_sorted(sessions, {}, first_record));
  const auto is_failure = [](const Session& session) {
    return session.outcome == Outcome::failure;
  };
  const auto count = std::ranges::count_if(sessions, is_failure);
  if (count == 0 || std::ranges::none_of(sessions, is_success)) return;
  std::vector<Attempt> failures;
  failures.reserve(static_cast<std::size_t>(count));
  for (const Session& session : sessions) {
    if (is_failure(session)) failures.push_back(attempt_of(session, log));
  }
  const auto account = [](const Attempt& a) { return a.account; };
  const auto source = [](const Attempt& a) { return a.source; };
  const auto both = [](const Attempt& a) { return std::pair{a.account, a.source}; };
  const Failures by_account(failures, account);
  const Failures by_source(failures, source);
  const Failures by_both(failures, both);

  struct Hash {
    std::size_t operator()(const std::pair<Text, FailureSource>& key) const {
      constexpr std::size_t spread = 0x9E37'79B9'7F4A'7C15;
      return FailureSourceHash{}(key.second) * spread + static_cast<std::size_t>(key.first);
    }
  };
  std::unordered_map<std::pair<Text, FailureSource>, Timestamp, Hash> last_success;
  for (Session& session : sessions) {
    if (!is_success(session)) continue;
    const Attempt attempt = attempt_of(session, log);
    const auto [last, is_first] = last_success.try_emplace(both(attempt), Timestamp::min());
    const Timestamp since = std::max(attempt.at - kMemory, last->second);
    last->second = attempt.at;
    std::size_t before = by_account.count(attempt, since);
    if (!attempt.source.is_account())
      before += by_source.count(attempt, since) - by_both.count(attempt, since);
    session.failures_before = static_cast<std::uint32_t>(before);
  }
}

}  // namespace sojourn
