#include "correlator/access/elevation_prompts.h"

#include <algorithm>
#include <cstddef>

#include "correlator/records/nearest.h"

namespace sojourn {
namespace {

constexpr Ticks kOneTry = std::chrono::milliseconds{1200};

}  // namespace

bool is_elevation(const Event& event, const Strings& strings) {
  return strings[event.logon_process] == "CredPro" ||
         strings[event.process].ends_with("\\consent.exe");
}

ElevationPrompts::ElevationPrompts(AccessSessions& sessions) : log_(sessions.log()) {
  for (const SessionId id : sessions.ids()) {
    const Session& session = sessions[id];
    if (session.outcome != Outcome::success || session.kind != SessionKind::secondary) continue;
    for (const Citation& cited : session.evidence) {
      const Event& event = log_[cited.event];
      if (event.kind == EventKind::logon && is_elevation(event, log_.strings()))
        granted_.emplace_back(cited.event, id);
    }
  }
  std::ranges::sort(granted_);
}

SessionId ElevationPrompts::begun_by_first_half(EventRef failure) {
  const Event& event = log_[failure];
  if (event.logon_type != 2 || !is_elevation(event, log_.strings())) return kNone;
  std::size_t looked = 0;
  for (auto latest = begun_.rbegin(); latest != begun_.rend(); ++latest) {
    Begun& begun = *latest;
    if (log_.between(begun.failure, failure) > kOneTry || ++looked > kMostNear) break;
    if (begun.is_complete || !is_one_try(begun.failure, failure)) continue;
    begun.is_complete = true;
    return begun.session;
  }
  return kNone;
}

// Observed in 12 of 12 prompts for a local account: type 11 fails for want of a cached logon, and 1
// to 2 ms later the 4648 and the 4624 of the same password stand there.
SessionId ElevationPrompts::granted(EventRef failure) const {
  const Event& event = log_[failure];
  if (event.logon_type != 11 || !is_elevation(event, log_.strings())) return kNone;
  std::size_t looked = 0;
  for (auto it = std::ranges::upper_bound(granted_, std::pair{failure, SessionId()});
       it != granted_.end() && log_.between(failure, it->first) <= kOneTry && looked < kMostNear;
       ++it, ++looked) {
    if (is_one_try(failure, it->first))
      return failed_again(failure, it->first) ? SessionId() : it->second;
  }
  return kNone;
}

bool ElevationPrompts::is_one_try(EventRef a, EventRef b) const {
  const Event &first = log_[a], &second = log_[b];
  const bool same_process = first.process_id == second.process_id ||
                            first.process_id == kNoNumber || second.process_id == kNoNumber;
  return same_process && log_.boot(a) == log_.boot(b) && log_.between(a, b) <= kOneTry &&
         log_.accounts().same(first, second);
}

bool ElevationPrompts::failed_again(EventRef first, EventRef logon) const {
  const auto failures = log_.of(EventKind::logon_failed);
  std::size_t looked = 0;
  for (auto it = std::ranges::upper_bound(failures, first);
       it != failures.end() && *it < logon && looked < kMostNear; ++it, ++looked) {
    if (is_elevation(log_[*it], log_.strings()) && is_one_try(first, *it)) return true;
  }
  return false;
}

}  // namespace sojourn
