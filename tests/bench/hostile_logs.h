// Logs that nobody writes by accident: each makes one search of the correlator as long as a forged
// log could make it. What a record costs must not grow with their size.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "schema/event.h"
#include "schema/strings.h"

namespace sojourn::bench {

class HostileRecords;

struct HostileLog {
  std::string_view name;
  void (*write)(HostileRecords& records, std::uint64_t count);
};

const std::vector<HostileLog>& hostile_logs();

// About `count` events.
std::vector<Event> events_of(const HostileLog& log, std::uint64_t count, Strings& strings);

}  // namespace sojourn::bench
