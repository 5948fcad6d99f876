// When what a crash cut short was over.
#pragma once

#include <vector>

#include "schema/event.h"
#include "schema/session.h"

namespace sojourn {

// Whatever was open when a machine crashed ends with the last sign of life: the boot's last record
// or, where it is later, the time that the next start gives in 6008. Cites both, and 41, and gives
// back what was cited.
std::vector<EventRef> end_crashed(std::vector<Session>& sessions, std::vector<LocalSession>& locals,
                                  std::vector<Boot>& boots, const std::vector<Event>& events);

}  // namespace sojourn
