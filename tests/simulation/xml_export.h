// Records as XML, the way `wevtutil qe LOG /f:xml` exports them.
#pragma once

#include <string>
#include <vector>

#include "tests/simulation/log_record.h"

namespace sojourn::simulation {

std::string exported_event(const LogRecord& record);  // one <Event> element, on one line
// What /e:Events adds is a root around the events.
std::string exported_log(const std::vector<LogRecord>& records, bool with_root);

}  // namespace sojourn::simulation
