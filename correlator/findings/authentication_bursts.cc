#include "correlator/findings/authentication_bursts.h"

#include <algorithm>
#include <array>
#include <unordered_map>
#include <utility>

#include "correlator/findings/failure_series.h"

namespace sojourn {
namespace {

constexpr Ticks kAtOnce = std::chrono::seconds{1};
constexpr std::array kChecks{EventKind::ticket_requested, EventKind::preauthentication_failed,
                             EventKind::credentials_validated, EventKind::service_ticket_requested};

// As v_authentication has it.
bool is_refused(const Event& event) {
  return event.kind == EventKind::preauthentication_failed ||
         (event.status != 0 && event.status != kNoNumber);
}

class AuthenticationBursts {
 public:
  AuthenticationBursts(const std::vector<Session>& sessions, const FailureSources& sources,
                       const HostLog& log)
      : sources_(sources), log_(log) {
    for (const Session& session : sessions) {
      if (session.outcome != Outcome::failure) continue;
      failed_here_[log.accounts().account_key(session.who)].push_back(
          monotonic_start(session, log));
    }
    for (auto& of_account : failed_here_) std::ranges::sort(of_account.second);
  }

  void find() {
    std::vector<EventRef> checks;
    for (const EventKind kind : kChecks) {
      const auto of_kind = log_.of(kind);
      checks.insert(checks.end(), of_kind.begin(), of_kind.end());
    }
    std::ranges::sort(checks);
    for (const EventRef ref : checks) {
      if (is_refused(log_[ref])) {
        add_failure(ref);
      } else if (log_[ref].kind != EventKind::service_ticket_requested) {
        // Who asks for one was right before, perhaps hours ago.
        add_success(ref);
      }
    }
  }

  // One failure alone is no burst.
  void take(std::vector<Burst>& all) {
    for (Burst& burst : bursts_) {
      if (burst.attempts >= 2) all.push_back(std::move(burst));
    }
  }

 private:
  Text account_of(EventRef ref) const {
    return log_.accounts().account_key(log_.accounts().identity(log_[ref]));
  }

  Origin origin_of(EventRef ref) const {
    const Address address = log_.address(ref);
    return {.address = address.text, .client = log_[ref].client, .scope = address.scope};
  }

  FailureSource source_of(EventRef ref) const {
    return sources_.of(origin_of(ref))
        .value_or(FailureSource{FailureSource::Kind::account, account_of(ref), Text::none});
  }

  bool has_failed_here(EventRef ref) const {
    const auto found = failed_here_.find(account_of(ref));
    if (log_[ref].kind != EventKind::credentials_validated || found == failed_here_.end())
      return false;
    const Timestamp at = log_.monotonic(ref);
    const auto near = std::ranges::lower_bound(found->second, at - kAtOnce);
    return near != found->second.end() && *near <= at + kAtOnce;
  }

  void add_failure(EventRef ref) {
    if (has_failed_here(ref)) return;
    const FailureSource source = source_of(ref);
    const auto [id, begins, is_new_account] =
        series_.add(source, account_of(ref), log_.monotonic(ref));
    if (begins) {
      bursts_.push_back(begin(ref, source));
      pending_.add(source, id);
    }
    Burst& burst = row_of(bursts_, id);
    burst.checks.push_back(ref);
    ++burst.attempts;
    burst.last = log_[ref].time;
    if (is_new_account) ++burst.accounts;
  }

  Burst begin(EventRef ref, const FailureSource& source) const {
    Burst burst;
    burst.of = BurstOf::authentication;
    burst.from = origin_of(ref);
    burst.first = log_[ref].time;
    if (source.kind == FailureSource::Kind::account)
      burst.who = log_.accounts().identity(log_[ref]);
    return burst;
  }

  void add_success(EventRef ref) {
    const bool is_person =
        log_.accounts().class_of(log_.accounts().identity(log_[ref])) == AccountClass::user;
    if (!is_person) return;
    pending_.follow(source_of(ref), log_.monotonic(ref),
                    [&](BurstId id) { row_of(bursts_, id).followed_by_check = ref; });
  }

  const FailureSources& sources_;
  const HostLog& log_;
  std::unordered_map<Text, std::vector<Timestamp>> failed_here_;  // by account, monotonic
  std::vector<Burst> bursts_;
  FailureSeries series_;
  PendingBursts<FailureSource, FailureSourceHash> pending_{series_};
};

}  // namespace

void add_authentication_bursts(std::vector<Burst>& bursts, const std::vector<Session>& sessions,
                               const FailureSources& sources, const HostLog& log) {
  if (std::ranges::all_of(kChecks, [&](EventKind kind) { return log.of(kind).empty(); })) return;
  AuthenticationBursts found(sessions, sources, log);
  found.find();
  found.take(bursts);
}

}  // namespace sojourn
