#include "correlator/findings/session_flags.h"

#include <algorithm>
#include <cassert>

#include "correlator/findings/failure_source.h"
#include "correlator/findings/session_epochs.h"
#include "correlator/records/boots.h"
#include "correlator/records/coverage.h"
#include "correlator/records/log_gaps.h"

namespace sojourn {
namespace {

using std::chrono::seconds;

constexpr Ticks kRequestToStop =
    std::chrono::hours{1};  // 1074 or LSM 54 to the shutdown, with updates
constexpr Ticks kLogoffBeforeStop =
    seconds{5};  // LSM 23 may come right before LSM 54 (observed 0.03 to 0.1 s)

// When the shutdown of each boot was under way: from the first request (1074, LSM 54) after which
// nobody came to a desktop any more. Updates can take 20 minutes from the last logoff to the last
// sign of it.
ById<Boot, EventRef> shutdown_begins(const HostLog& log) {
  ById<Boot, EventRef> begins(log.boots().size(), kNone);
  for (const BootId boot : IdRange<Boot>(log.boots().size())) {
    if (log.end_reason(boot) == EndReason::shutdown)
      begins[boot] = row_of(log.boots(), boot).stop_event;
  }
  for (const BootId boot : IdRange<Boot>(log.boots().size())) {
    EventRef& begin = begins[boot];
    if (begin == kNone) continue;
    const EventRef stop = begin;
    for (EventRef ref = stop; ref-- > log.boot_begin(boot);) {
      if (log.between(ref, stop) > kRequestToStop || begins_desktop(log[ref].kind)) break;
      if (log[ref].kind == EventKind::shutdown_requested ||
          log[ref].kind == EventKind::lsm_shutdown)
        begin = ref;
    }
  }
  return begins;
}

// The failures of a user whose desktop is at the console meanwhile: Windows 10 checks an unlock as
// type 2, with a cached domain logon as 11, so that only the desktop tells it from a logon.
class FailedUnlocks {
 public:
  explicit FailedUnlocks(const HostLog& log) : log_(log) {}

  // Called with the sessions in their order. `until` is the session's last record.
  bool is_one(const Session& session, EventRef until) {
    if (session.kind != SessionKind::local) return false;
    if (session.outcome == Outcome::success) {
      at_console_ = &session;
      until_ = session.end ? until : log_.size();
    }
    const EventRef ref = session.evidence.front().event;
    return session.outcome == Outcome::failure &&
           (session.logon_type == 2 || session.logon_type == 11) && at_console_ != nullptr &&
           at_console_->boot == session.boot && ref < until_ &&
           log_.accounts().same(at_console_->who, session.who);
  }

 private:
  const HostLog& log_;
  const Session* at_console_ = nullptr;
  EventRef until_ = 0;
};

}  // namespace

void set_flags(std::vector<Session>& sessions, const HostLog& log) {
  std::vector<EventRef> steps, losses;
  for (const ClockEpoch& epoch : log.clock_epochs().rows) {
    // A clock that makes up for the sleep of the machine has shown the right time throughout.
    const bool tells = epoch.reason != ClockChange::resume_from_sleep;
    if (epoch.step_event != kNone && tells) steps.push_back(epoch.step_event);
  }
  for (EventRef ref = 0; ref < log.size(); ++ref) {
    if (marks_loss(log[ref].kind)) losses.push_back(ref);
  }
  const auto begins = shutdown_begins(log);
  const auto any_within = [](const std::vector<EventRef>& refs, EventRef first, EventRef last) {
    const auto at = std::ranges::lower_bound(refs, first);
    return at != refs.end() && *at <= last;
  };
  const LogGaps gaps(log.coverage(), log.strings());
  FailedUnlocks failed_unlocks(log);
  assert(std::ranges::is_sorted(sessions, {}, first_record));
  for (Session& session : sessions) {
    assert(std::ranges::is_sorted(session.evidence, {}, &Citation::event));
    const EventRef first = session.evidence.front().event;
    EventRef last = session.evidence.back().event;
    const EventRef bound = log.end_bound(session.boot, first);
    const bool to_boot_end =
        session.end_reason == EndReason::shutdown || session.end_reason == EndReason::crash;
    if (to_boot_end && bound != kNone) last = std::max(last, bound);
    const auto end = std::ranges::find(session.evidence, Role::end, &Citation::role);
    // Echoes of the end may trail it by hours: the type 3 of a connection that went on.
    if (end != session.evidence.end()) last = end->event;
    if (failed_unlocks.is_one(session, last)) session.set(Flag::unlock);
    const EventRef begin_of_shutdown = begins[session.boot];
    const bool ends_in_shutdown = end != session.evidence.end() && begin_of_shutdown != kNone &&
                                  session.end_reason == EndReason::logoff &&
                                  log.between(end->event, begin_of_shutdown) <= kLogoffBeforeStop;
    if (session.end_reason == EndReason::shutdown || ends_in_shutdown) session.set(Flag::shutdown);
    // The record of a step may be lost; what ends before it began shows that there was one.
    const bool ends_before = session.start && session.end && *session.end < *session.start;
    // On which side of a step it began or ended may be unknown.
    const bool undecided = std::ranges::any_of(session.evidence, [&](const Citation& cited) {
      const Timestamp time = log[cited.event].time;
      return log.is_undecided(cited.event) &&
             (time == session.start || time == session.granted || time == session.end);
    });
    if (any_within(steps, first, last) || ends_before || undecided) {
      session.set(Flag::clock_step);
      session.active_s.reset();  // as little known as how long it lasted
    }
    // The end of a session without one may be among what was lost.
    const bool open = session.end_reason == EndReason::open;
    if (any_within(losses, first, open ? log.size() : last)) session.set(Flag::gap);
    // A failure is told by a single record. What begins or ends unseen may do so as early or as
    // late as its boot.
    if (session.outcome != Outcome::failure &&
        gaps.any_within(session, earliest(session, log), latest(session, log)))
      session.set(Flag::gap);
    if (session.from.scope == SourceScope::loopback && session.kind == SessionKind::remote)
      session.set(Flag::rdp_via_loopback);
    if ((session.from.scope == SourceScope::loopback && session.kind == SessionKind::network) ||
        log.is_own_address(session.from.address))
      session.set(Flag::loopback);
    if (std::ranges::any_of(session.evidence,
                            [&](const Citation& c) { return log[c.event].recovered; })) {
      session.set(Flag::recovered);
    }
  }
}

}  // namespace sojourn
