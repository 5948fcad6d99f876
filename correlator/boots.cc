#include "correlator/boots.h"

#include <algorithm>
#include <unordered_map>

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

// Fast startup hibernates the kernel instead of stopping it: Kernel-General's 12 may follow, but
// nothing else that a start leaves, and LogonIds and SessionIDs go on.
bool is_fast_startup(const std::vector<Event>& events, const std::vector<Timestamp>& steady,
                     EventRef start) {
  for (EventRef ref = start + 1; ref < events.size(); ++ref) {
    if (steady[ref] - steady[start] > kLongestStart) return true;
    const EventKind kind = events[ref].kind;
    if (boot_mark(events[ref]) != 0 || kind == EventKind::dirty_restart ||
        kind == EventKind::unexpected_shutdown) {
      return false;
    }
  }
  return false;
}

// Finds boots that left no mark in what was collected: Windows gives a LogonId once a boot.
class LogonIdsOfBoot {
 public:
  void clear() { logons_.clear(); }

  // Whether the record is a logon under an id that another logon session of this boot has had.
  bool returns(const Event& event, Timestamp steady) {
    if (event.recovered || event.logon_id <= kLastFixed) return false;
    const auto known = logons_.find(event.logon_id);
    if (event.kind == EventKind::logon_ended && known != logons_.end()) known->second.ended = true;
    if (event.kind != EventKind::logon) return false;
    if (known == logons_.end()) {
      logons_.emplace(event.logon_id, Logon{event.sid, event.user, steady, false});
      return false;
    }
    const Logon& before = known->second;
    const bool another = before.sid != Text::none && event.sid != Text::none
                             ? before.sid != event.sid
                             : before.user != event.user;
    return (another || before.ended) && steady - before.time > kShortestStart;
  }

 private:
  struct Logon {
    Text sid, user;
    Timestamp time;
    bool ended;
  };
  static constexpr std::uint64_t kLastFixed = 0x3e7;  // SYSTEM's, the same in every boot
  static constexpr Ticks kShortestStart = seconds{10};

  std::unordered_map<std::uint64_t, Logon> logons_;
};

// The first sign of the shutdown that ended the boot: nothing ends a session later than that.
// [first, last) are the boot's events.
void find_stop(Boot& boot, const std::vector<Event>& events, const std::vector<Timestamp>& steady,
               EventRef first, EventRef last, bool another_boot_follows) {
  EventRef latest = kNone;
  for (EventRef ref = last; ref-- > first;) {
    if (!is_stop_mark(events[ref].kind)) continue;
    if (latest == kNone) latest = ref;
    if (steady[latest] - steady[ref] > kLongestStop) break;
    boot.stop_event = ref;
  }
  // An event log service that stopped while the machine went on is no shutdown.
  if (latest != kNone && steady[last - 1] - steady[latest] > kLongestStop) boot.stop_event = kNone;
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

BootSplit split_boots(const std::vector<Event>& events, const std::vector<Timestamp>& steady) {
  BootSplit split;
  split.boot_of.resize(events.size());
  std::vector<EventRef> first_of_boot;
  LogonIdsOfBoot logon_ids;
  int seen = 0;
  bool sleeps = false;
  Timestamp last_mark;
  for (EventRef ref = 0; ref < events.size(); ++ref) {
    int mark = boot_mark(events[ref]);
    if (events[ref].kind == EventKind::sleep_entered) sleeps = true;
    if (is_stop_mark(events[ref].kind)) sleeps = false;
    if (sleeps && events[ref].kind == EventKind::os_started && is_fast_startup(events, steady, ref))
      mark = 0;
    const bool starts =
        mark != 0 && (seen == 0 || (seen & mark) != 0 || steady[ref] - last_mark > kLongestStart);
    const bool starts_unseen = logon_ids.returns(events[ref], steady[ref]);
    if (starts || starts_unseen || ref == 0) {
      first_of_boot.push_back(ref);
      Boot boot;
      if (starts) {
        boot.start = events[ref].time;
        boot.start_event = ref;
        sleeps = false;
      }
      seen = 0;
      logon_ids.clear();
      logon_ids.returns(events[ref], steady[ref]);
      split.boots.push_back(boot);
    }
    if (mark != 0) {
      seen |= mark;
      last_mark = steady[ref];
    }
    split.boot_of[ref] = static_cast<std::uint32_t>(split.boots.size() - 1);
  }
  for (std::size_t i = 0; i < split.boots.size(); ++i) {
    const bool last = i + 1 == split.boots.size();
    find_stop(split.boots[i], events, steady, first_of_boot[i],
              last ? static_cast<EventRef>(events.size()) : first_of_boot[i + 1], !last);
  }
  return split;
}

}  // namespace sojourn
