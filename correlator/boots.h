// The boots of a host: LogonIds and SessionIDs mean something only inside one.
#pragma once

#include <cstdint>
#include <vector>

#include "schema/event.h"
#include "schema/session.h"

namespace sojourn {

struct BootSplit {
  std::vector<Boot> boots;             // never empty when there are events
  std::vector<std::uint32_t> boot_of;  // for each event
};

// REQUIRES: `events` in order, `steady` their times on the steady clock (order.h).
BootSplit split_boots(const std::vector<Event>& events, const std::vector<Timestamp>& steady);

}  // namespace sojourn
