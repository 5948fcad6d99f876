#include "correlator/records/boots.h"

#include <algorithm>
#include <cstdint>
#include <utility>

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
// Windows set itself up), Windows stops, or three minutes pass in which somebody came. A start with
// updates to finish takes longer, but nobody comes meanwhile.
constexpr Ticks kLongestStart = minutes{3};
constexpr Ticks kLongestQuietStart = minutes{30};
// Kernel-General's 12 comes before every other mark of its start.
constexpr Ticks kDisorder = seconds{5};

bool begins_access(const Event& event) {
  return begins_desktop(event.kind) ||
         (event.kind == EventKind::logon && event.logon_type != 0 && event.logon_type != 5);
}
// From the first sign of a shutdown (LSM 54) to the last (Kernel-General 13): updates can take
// minutes.
constexpr Ticks kLongestStop = minutes{10};

// Fast startup hibernates the kernel instead of stopping it: Kernel-General's 12 may follow, but
// nothing else that a start leaves, and LogonIds and SessionIDs go on.
bool is_fast_startup(const OrderedEvents& ordered, EventRef start) {
  const std::vector<Event>& events = ordered.events;
  for (EventRef ref = start + 1; ref < events.size(); ++ref) {
    if (ordered.monotonic(ref) - ordered.monotonic(start) > kLongestStart) return true;
    const EventKind kind = events[ref].kind;
    if (boot_mark(events[ref]) != 0 || kind == EventKind::dirty_restart ||
        kind == EventKind::unexpected_shutdown) {
      return false;
    }
  }
  return false;
}

// The first sign of the shutdown that ended the boot: nothing ends a session later than that.
// [first, last) are the boot's events.
void find_stop(Boot& boot, const OrderedEvents& ordered, EventRef first, EventRef last,
               bool another_boot_follows) {
  const std::vector<Event>& events = ordered.events;
  EventRef latest = kNone;
  for (EventRef ref = last; ref-- > first;) {
    if (!is_stop_mark(events[ref].kind)) continue;
    if (latest == kNone) latest = ref;
    if (ordered.monotonic(latest) - ordered.monotonic(ref) > kLongestStop) break;
    boot.stop_event = ref;
  }
  // An event log service that stopped while the machine went on is no shutdown.
  if (latest != kNone && ordered.monotonic(last - 1) - ordered.monotonic(latest) > kLongestStop)
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

// The boots that left a mark.
std::vector<Boot> marked_boots(const OrderedEvents& ordered) {
  const std::vector<Event>& events = ordered.events;
  std::vector<Boot> boots;
  int seen = 0;
  bool sleeps = false, stopped = false, quiet = false;
  Timestamp last_mark;
  for (EventRef ref = 0; ref < events.size(); ++ref) {
    int mark = boot_mark(events[ref]);
    if (events[ref].kind == EventKind::sleep_entered) sleeps = true;
    const EventKind kind = events[ref].kind;
    if (is_stop_mark(kind)) sleeps = false;
    if (is_stop_mark(kind) || kind == EventKind::shutdown_requested) stopped = true;
    if (begins_access(events[ref])) quiet = false;
    if (sleeps && events[ref].kind == EventKind::os_started && is_fast_startup(ordered, ref))
      mark = 0;
    const Ticks since = ordered.monotonic(ref) - last_mark;
    const bool starts = mark != 0 && (seen == 0 || (seen & mark) != 0 || stopped ||
                                      (kind == EventKind::os_started && since > kDisorder) ||
                                      since > (quiet ? kLongestQuietStart : kLongestStart));
    if (starts || ref == 0) {
      Boot boot;
      boot.first_event = ref;
      if (starts) {
        boot.start = events[ref].time;
        boot.start_event = ref;
        sleeps = false;
      }
      seen = 0;
      boots.push_back(boot);
    }
    if (mark != 0) {
      seen |= mark;
      stopped = false;
      quiet = true;
      last_mark = ordered.monotonic(ref);
    }
  }
  return boots;
}

constexpr std::uint64_t kLastFixed = 0x3e7;  // SYSTEM's, the same in every boot
// A restart takes longer; the halves of a split token and repeated records come closer.
constexpr Ticks kShortestStart = std::chrono::seconds{10};

struct Named {
  std::uint64_t logon_id;
  EventRef ref;
  auto operator<=>(const Named&) const = default;
};

// A logon, and the one before it that had its id.
struct Return {
  EventRef before, ref;
};

bool is_another_account(const Event& a, const Event& b) {
  return a.sid != Text::none && b.sid != Text::none ? a.sid != b.sid : a.user != b.user;
}

// The logons among the records [first, last), in order, that came under an id which another logon
// session had had: it had ended, or was somebody else's. Windows gives a LogonId once a boot, so
// between them it started anew. Each is told by records behind the one before.
std::vector<EventRef> logons_of_new_boots(const OrderedEvents& ordered, EventRef first,
                                          EventRef last) {
  const std::vector<Event>& events = ordered.events;
  std::vector<Named> named;
  for (EventRef ref = first; ref < last; ++ref) {
    const Event& event = events[ref];
    const bool counts = event.kind == EventKind::logon || event.kind == EventKind::logon_ended;
    if (counts && !event.recovered && event.logon_id > kLastFixed)
      named.push_back({event.logon_id, ref});
  }
  std::ranges::sort(named);

  std::vector<Return> returns;
  EventRef before = kNone;
  bool ended = false;
  for (std::size_t i = 0; i < named.size(); ++i) {
    if (i == 0 || named[i].logon_id != named[i - 1].logon_id) before = kNone;
    const EventRef ref = named[i].ref;
    if (events[ref].kind == EventKind::logon_ended) {
      ended = true;
      continue;
    }
    const bool returned = before != kNone &&
                          (ended || is_another_account(events[before], events[ref])) &&
                          ordered.monotonic(ref) - ordered.monotonic(before) > kShortestStart;
    if (returned) returns.push_back({before, ref});
    if (before == kNone || returned) {
      before = ref;
      ended = false;
    }
  }
  std::ranges::sort(returns, {}, &Return::ref);
  std::vector<EventRef> starts;
  for (const auto& [had, ref] : returns) {
    if (starts.empty() || had >= starts.back()) starts.push_back(ref);
  }
  return starts;
}

// Adds the boots by LogonId reuse: those that left no mark in what was collected.
std::vector<Boot> with_boots_by_logon_id_reuse(std::vector<Boot> marked,
                                               const OrderedEvents& ordered) {
  std::vector<Boot> boots;
  for (std::size_t i = 0; i < marked.size(); ++i) {
    const auto end = i + 1 < marked.size() ? marked[i + 1].first_event
                                           : static_cast<EventRef>(ordered.events.size());
    boots.push_back(marked[i]);
    for (const EventRef ref : logons_of_new_boots(ordered, marked[i].first_event, end)) {
      Boot boot;
      boot.first_event = ref;
      boots.push_back(boot);
    }
  }
  return boots;
}

}  // namespace

bool begins_desktop(EventKind kind) {
  using enum EventKind;
  return kind == session_logon || kind == session_reconnected || kind == winlogon_logon ||
         kind == station_reconnected;
}

std::vector<Boot> split_boots(const OrderedEvents& ordered) {
  std::vector<Boot> boots = with_boots_by_logon_id_reuse(marked_boots(ordered), ordered);
  for (std::size_t i = 0; i < boots.size(); ++i) {
    const bool last = i + 1 == boots.size();
    find_stop(boots[i], ordered, boots[i].first_event,
              last ? static_cast<EventRef>(ordered.events.size()) : boots[i + 1].first_event,
              !last);
  }
  return boots;
}

}  // namespace sojourn
