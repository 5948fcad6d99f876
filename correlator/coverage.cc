#include "correlator/coverage.h"

#include <algorithm>
#include <unordered_map>

namespace sojourn {

namespace {

// Why the stretch of its log that a record stands in ends there; "" where it goes on. 1102 is the
// first record of the cleared Security log. System's 104 says that another channel was cleared, or
// System itself, of which it is then the first record.
std::string_view end_before(const Event& event, const Coverage& stretch) {
  switch (event.kind) {
    case EventKind::security_log_cleared:
      return "cleared";
    case EventKind::log_cleared:
      return event.record < stretch.last_record ? "cleared" : "";
    case EventKind::security_events_lost:
    case EventKind::security_event_refused:
      return "events_lost";
    default:
      return "";
  }
}

}  // namespace

bool marks_loss(EventKind kind) {
  return kind == EventKind::security_log_cleared || kind == EventKind::log_cleared ||
         kind == EventKind::security_events_lost || kind == EventKind::security_log_full ||
         kind == EventKind::security_event_refused;
}

std::vector<Coverage> find_coverage(const std::vector<Event>& events, const Strings& strings) {
  std::vector<Coverage> stretches;
  std::unordered_map<Text, std::size_t> open;  // channel to its current stretch
  for (const Event& event : events) {
    auto current = open.find(event.channel);
    if (current != open.end()) {
      const std::string_view ended_by = end_before(event, stretches[current->second]);
      if (!ended_by.empty()) {
        stretches[current->second].ended_by = ended_by;
        open.erase(current);
        current = open.end();
      }
    }
    if (current == open.end()) {
      current = open.emplace(event.channel, stretches.size()).first;
      stretches.push_back({.channel = event.channel,
                           .first = event.time,
                           .last = event.time,
                           .first_record = event.record,
                           .last_record = event.record,
                           .events = 0,
                           .ended_by = "end_of_log"});
    }
    Coverage& stretch = stretches[current->second];
    stretch.first = std::min(stretch.first, event.time);
    stretch.last = std::max(stretch.last, event.time);
    stretch.first_record = std::min(stretch.first_record, event.record);
    stretch.last_record = std::max(stretch.last_record, event.record);
    ++stretch.events;
    // What happened after that was not written, until there was room again.
    if (event.kind == EventKind::security_log_full) {
      stretch.ended_by = "log_full";
      open.erase(event.channel);
    }
  }
  std::ranges::stable_sort(stretches, [&](const Coverage& a, const Coverage& b) {
    return strings[a.channel] < strings[b.channel];
  });
  return stretches;
}

}  // namespace sojourn
