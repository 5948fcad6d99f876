#include "correlator/boots.h"

#include <algorithm>

namespace sojourn {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

// What a start of Windows leaves: each of these once a boot, within seconds of each other
// (observed: 10 to 19 s from Kernel-General 12 to EventLog 6005). Nothing else is needed: any one
// of them marks a boot where the other logs are missing.
int boot_mark(const Event& event) {
  if (event.kind == EventKind::os_started) return 1;
  if (event.kind == EventKind::lsass_started) return 2;
  if (event.kind == EventKind::logon && event.logon_type == 0) return 4;
  if (event.kind == EventKind::event_log_started) return 8;
  if (event.kind == EventKind::lsm_started) return 16;
  return 0;
}

bool is_stop_mark(EventKind kind) {
  return kind == EventKind::lsm_shutdown || kind == EventKind::security_log_stopped ||
         kind == EventKind::event_log_stopped || kind == EventKind::os_stopped;
}

// Marks belong to one start until one of them repeats (observed: two starts within 62 s while
// Windows set itself up) or three minutes pass.
constexpr Ticks kLongestStart = minutes{3};
// From the first sign of a shutdown (LSM 54) to the last (Kernel-General 13): updates can take
// minutes.
constexpr Ticks kLongestStop = minutes{10};

// The first sign of the shutdown that ended the boot: nothing ends a session later than that.
// [first, last) are the boot's events.
void find_stop(Boot& boot, const OrderedEvents& ordered, EventRef first, EventRef last,
               bool another_boot_follows) {
  const std::vector<Event>& events = ordered.events;
  EventRef latest = kNone;
  for (EventRef ref = last; ref-- > first;) {
    if (!is_stop_mark(events[ref].kind)) continue;
    if (latest == kNone) latest = ref;
    if (ordered.steady(latest) - ordered.steady(ref) > kLongestStop) break;
    boot.stop_event = ref;
  }
  // An event log service that stopped while the machine went on is no shutdown.
  if (latest != kNone && ordered.steady(last - 1) - ordered.steady(latest) > kLongestStop)
    boot.stop_event = kNone;
  if (boot.stop_event != kNone) {
    boot.stop_kind = Boot::Stop::shutdown;
    boot.stop = events[boot.stop_event].time;
  } else if (another_boot_follows) {
    boot.stop_kind = Boot::Stop::crash;
    boot.stop_event = last - 1;
    boot.stop = events[last - 1].time;
  }
}

}  // namespace

std::vector<Boot> split_boots(const OrderedEvents& ordered) {
  const std::vector<Event>& events = ordered.events;
  std::vector<Boot> boots;
  int seen = 0;
  Timestamp last_mark;
  for (EventRef ref = 0; ref < events.size(); ++ref) {
    const int mark = boot_mark(events[ref]);
    const bool starts = mark != 0 && (seen == 0 || (seen & mark) != 0 ||
                                      ordered.steady(ref) - last_mark > kLongestStart);
    if (starts || ref == 0) {
      Boot boot;
      boot.first_event = ref;
      if (starts) {
        boot.start = events[ref].time;
        boot.start_event = ref;
        seen = 0;
      }
      boots.push_back(boot);
    }
    if (mark != 0) {
      seen |= mark;
      last_mark = ordered.steady(ref);
    }
  }
  for (std::size_t i = 0; i < boots.size(); ++i) {
    const bool last = i + 1 == boots.size();
    find_stop(boots[i], ordered, boots[i].first_event,
              last ? static_cast<EventRef>(events.size()) : boots[i + 1].first_event, !last);
  }
  return boots;
}

}  // namespace sojourn
