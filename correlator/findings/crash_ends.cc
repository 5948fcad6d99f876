#include "correlator/findings/crash_ends.h"

#include <algorithm>
#include <vector>

#include "schema/rules.h"

namespace sojourn {
namespace {

constexpr EventRef kStartRecords = 256;  // among which a start says how the boot before it ended
constexpr Ticks kOneStart = std::chrono::minutes{30};

bool tells_of_crash(EventKind kind) {
  return kind == EventKind::unexpected_shutdown || kind == EventKind::dirty_restart;
}

// What the start that begins with `first` says of the crash before it.
std::vector<EventRef> signs_of(const std::vector<Event>& events, EventRef first) {
  std::vector<EventRef> signs;
  const auto count = static_cast<EventRef>(events.size());
  const EventRef end = first + std::min(kStartRecords, count - first);
  for (EventRef ref = first; ref < end; ++ref) {
    if (events[ref].time - events[first].time > kOneStart) break;
    if (tells_of_crash(events[ref].kind)) signs.push_back(ref);
  }
  return signs;
}

template <class Row>
void end_rows(std::vector<Row>& rows, BootId boot, Timestamp bound, Timestamp end) {
  for (Row& row : rows) {
    if (row.boot == boot && row.end_reason == EndReason::crash && row.end == bound) row.end = end;
  }
}

}  // namespace

std::vector<EventRef> end_crashed(std::vector<Session>& sessions, std::vector<LocalSession>& locals,
                                  std::vector<Boot>& boots, const std::vector<Event>& events) {
  std::vector<std::vector<EventRef>> signs(boots.size());
  for (std::size_t i = 0; i + 1 < boots.size(); ++i) {
    Boot& boot = boots[i];
    if (boot.stop_kind != Boot::Stop::crash) continue;
    signs[i] = signs_of(events, boots[i + 1].first_event);
    const Timestamp bound = events[boot.stop_event].time;
    const Timestamp latest = events[boots[i + 1].first_event].time;
    // Observed an hour off on one host: it counts only where the machine may have run.
    for (const EventRef ref : signs[i]) {
      const Timestamp alive = events[ref].other_time;
      if (bound < alive && alive <= latest) boot.stop = std::max(*boot.stop, alive);
    }
    signs[i].push_back(boot.stop_event);
    if (boot.stop == bound) continue;
    end_rows(locals, BootId(i), bound, *boot.stop);
    end_rows(sessions, BootId(i), bound, *boot.stop);
  }
  std::vector<EventRef> used;
  for (Session& session : sessions) {
    if (session.end_reason != EndReason::crash) continue;
    for (const EventRef ref : signs[session.boot.place()]) {
      used.push_back(ref);
      if (std::ranges::find(session.evidence, ref, &Citation::event) != session.evidence.end())
        continue;
      session.evidence.push_back({ref, Role::corroborates_end, Rule::last_sign_of_life});
    }
    std::ranges::sort(session.evidence, {}, &Citation::event);
  }
  return used;
}

}  // namespace sojourn
