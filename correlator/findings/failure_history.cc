#include "correlator/findings/failure_history.h"

#include <algorithm>
#include <cassert>
#include <numeric>
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

// Who is meant; Text::none for whom no record names.
Text account_of(const Session& session, const HostLog& log) {
  return log.accounts().account_key(session.who);
}

}  // namespace

void count_failures_before(std::vector<Session>& sessions, const FailureSources& sources,
                           const HostLog& log) {
  assert(std::ranges::is_sorted(sessions, {}, first_record));
  const auto counts = [](const Session& session) {
    return session.outcome != Outcome::failure && session.start.has_value();
  };
  const auto is_failure = [](const Session& session) {
    return session.outcome == Outcome::failure;
  };
  const auto count = std::ranges::count_if(sessions, is_failure);
  if (count == 0 || std::ranges::none_of(sessions, counts)) return;
  std::vector<Attempt> failures;
  failures.reserve(static_cast<std::size_t>(count));
  for (const Session& session : sessions) {
    if (is_failure(session))
      failures.push_back(
          {account_of(session, log), sources.of(session), monotonic_start(session, log)});
  }
  const auto account = [](const Attempt& a) { return a.account; };
  const auto source = [](const Attempt& a) { return a.source; };
  const auto both = [](const Attempt& a) { return std::pair{a.account, a.source}; };
  const Failures by_account(failures, account);
  const Failures by_source(failures, source);
  const Failures by_both(failures, both);

  for (Session& session : sessions) {
    if (!counts(session)) continue;
    Attempt attempt{account_of(session, log), sources.of(session), monotonic_start(session, log)};
    const Timestamp since = attempt.at - kMemory;
    const bool is_named = attempt.account != Text::none;
    std::size_t before = is_named ? by_account.count(attempt, since) : 0;
    const auto add_from = [&](const FailureSource& from) {
      attempt.source = from;
      before += by_source.count(attempt, since) - (is_named ? by_both.count(attempt, since) : 0);
    };
    const FailureSource from = attempt.source;
    if (from.is_remote()) add_from(from);
    for (const FailureSource& other : sources.others_of(from)) add_from(other);
    session.failures_before = static_cast<std::uint32_t>(before);
  }
}

}  // namespace sojourn
