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

// What the start of `boot` says of the crash before it.
std::vector<EventRef> signs_of(const std::vector<Boot>& boots, std::size_t boot,
                               const std::vector<Event>& events) {
  std::vector<EventRef> signs;
  const EventRef first = boots[boot].first_event;
  const EventRef next =
      boot + 1 < boots.size() ? boots[boot + 1].first_event : static_cast<EventRef>(events.size());
  const EventRef end = first + std::min(kStartRecords, next - first);
  for (EventRef ref = first; ref < end; ++ref) {
    if (events[ref].time - events[first].time > kOneStart) break;
    if (tells_of_crash(events[ref].kind)) signs.push_back(ref);
  }
  return signs;
}

// What ended with the last record of its boot lasted until the boot's stop.
template <class Row>
void end_rows(std::vector<Row>& rows, const std::vector<Boot>& boots,
              const std::vector<Event>& events) {
  for (Row& row : rows) {
    const Boot& boot = row_of(boots, row.boot);
    if (row.end_reason == EndReason::crash && row.end == events[boot.stop_event].time)
      row.end = boot.stop;
  }
}

}  // namespace

std::vector<EventRef> end_crashed(std::vector<Session>& sessions, std::vector<LocalSession>& locals,
                                  std::vector<Boot>& boots, const std::vector<Event>& events) {
  std::vector<std::vector<EventRef>> signs(boots.size());
  for (std::size_t i = 0; i + 1 < boots.size(); ++i) {
    Boot& boot = boots[i];
    if (boot.stop_kind != Boot::Stop::crash) continue;
    signs[i] = signs_of(boots, i + 1, events);
    const Timestamp bound = events[boot.stop_event].time;
    const Timestamp latest = events[boots[i + 1].first_event].time;
    // Observed an hour off on one host: it counts only where the machine may have run.
    for (const EventRef ref : signs[i]) {
      const Timestamp alive = events[ref].other_time;
      if (bound < alive && alive <= latest) boot.stop = std::max(*boot.stop, alive);
    }
    signs[i].push_back(boot.stop_event);
  }
  end_rows(locals, boots, events);
  end_rows(sessions, boots, events);
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
