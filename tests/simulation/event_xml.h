// The two templates an event is written with, as Windows lays them out: the Event with its System
// part, and in its last value the EventData or UserData of the provider.
#pragma once

#include "tests/simulation/binary_xml.h"
#include "tests/simulation/log_record.h"

namespace sojourn::simulation {

void append_event(Chunk& chunk, const LogRecord& record);

}  // namespace sojourn::simulation
