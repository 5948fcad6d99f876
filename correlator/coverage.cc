#include "correlator/coverage.h"

#include <algorithm>
#include <unordered_map>

namespace sojourn {

std::vector<Coverage> find_coverage(const std::vector<Event>& events, const Strings& strings) {
  std::vector<Coverage> stretches;
  std::unordered_map<Text, std::size_t> open;  // channel to its current stretch
  for (const Event& event : events) {
    auto current = open.find(event.channel);
    // 1102 is the first record of the cleared Security log. System's 104 says another channel was
    // cleared, or System itself, of which it is then the first record.
    const bool cleared = event.kind == EventKind::security_log_cleared ||
                         (event.kind == EventKind::log_cleared && current != open.end() &&
                          event.record < stretches[current->second].last_record);
    if (cleared && current != open.end()) {
      stretches[current->second].ended_by = "cleared";
      open.erase(current);
      current = open.end();
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
  }
  std::ranges::stable_sort(stretches, [&](const Coverage& a, const Coverage& b) {
    return strings[a.channel] < strings[b.channel];
  });
  return stretches;
}

}  // namespace sojourn
