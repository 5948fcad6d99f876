#include "correlator/findings/session_epochs.h"

#include <algorithm>

namespace sojourn {
namespace {

constexpr Ticks kWrong = std::chrono::hours{24};

bool showed(const ClockEpoch& epoch, Timestamp time) {
  return epoch.first <= time && time <= epoch.last;
}

EpochId start_epoch(const Session& session, const HostLog& log) {
  const auto record = std::ranges::find_if(session.evidence, [&](const Citation& cited) {
    return log[cited.event].time == session.start;
  });
  const bool is_cited = record != session.evidence.end();
  return log.moment(is_cited ? record->event : session.evidence.front().event).epoch;
}

// What ends a session need not be cited by it: the record of the one behind it, or the boot's last.
EpochId end_epoch(const Session& session, const HostLog& log) {
  const auto record =
      std::find_if(session.evidence.rbegin(), session.evidence.rend(),
                   [&](const Citation& cited) { return log[cited.event].time == session.end; });
  if (record != session.evidence.rend()) return log.moment(record->event).epoch;
  const auto& epochs = log.clock_epochs().rows;
  const EventRef first = session.evidence.front().event;
  const EventRef bound = log.end_bound(session.boot, first);
  if (bound != kNone && log[bound].time == session.end) return log.moment(bound).epoch;
  for (std::size_t epoch = log.moment(first).epoch.place(); epoch < epochs.size(); ++epoch) {
    if (showed(epochs[epoch], *session.end)) return EpochId(epoch);
  }
  return log.moment(session.evidence.back().event).epoch;
}

// Whether the clock of this epoch was found to be wrong at its end.
std::vector<bool> wrong_epochs(const std::vector<ClockEpoch>& epochs) {
  std::vector<bool> wrong(epochs.size(), false);
  for (std::size_t i = epochs.size(); i-- > 1;) {
    const ClockEpoch& next = epochs[i];
    // Who wakes up goes on by the same clock.
    const bool goes_on = next.reason == ClockChange::resume_from_sleep ||
                         (-kWrong <= next.step && next.step <= kWrong);
    wrong[i - 1] = goes_on ? wrong[i] : next.step < -kWrong;
  }
  return wrong;
}

// By epoch the one that began by the same clock: who wakes up goes on by it.
std::vector<std::size_t> clocks(const std::vector<ClockEpoch>& epochs) {
  std::vector<std::size_t> begun(epochs.size(), 0);
  for (std::size_t i = 1; i < epochs.size(); ++i)
    begun[i] = epochs[i].reason == ClockChange::resume_from_sleep ? begun[i - 1] : i;
  return begun;
}

}  // namespace

void set_epochs(std::vector<Session>& sessions, const HostLog& log) {
  const std::vector<bool> wrong = wrong_epochs(log.clock_epochs().rows);
  const std::vector<std::size_t> clock = clocks(log.clock_epochs().rows);
  for (Session& session : sessions) {
    if (session.start) session.start_epoch = start_epoch(session, log);
    if (session.end) session.end_epoch = end_epoch(session, log);
    const std::size_t epoch = earliest(session, log).epoch.place();
    if (clock[epoch] == clock[latest(session, log).epoch.place()] && wrong[epoch])
      session.set(Flag::clock_wrong);
  }
}

Moment earliest(const Session& session, const HostLog& log) {
  if (session.start) return {session.start_epoch, *session.start};
  const Boot& boot = row_of(log.boots(), session.boot);
  if (boot.start_event != kNone) return log.moment(boot.start_event);
  return {EpochId(0), Timestamp::min()};
}

Moment latest(const Session& session, const HostLog& log) {
  if (session.end) return {session.end_epoch, *session.end};
  const Boot& boot = row_of(log.boots(), session.boot);
  if (boot.stop_event != kNone) return log.moment(boot.stop_event);
  return {EpochId(log.clock_epochs().rows.size() - 1), Timestamp::max()};
}

}  // namespace sojourn
