// Where what a host's clock showed stands among the times of all hosts. What came before a clock
// was set back stands where it was set to, at the latest: so the times of one host never run back,
// and those of a clock that went ahead do not come behind everything.
#pragma once

#include <string>

#include "engine/case/case_reader.h"

namespace sojourn {

// Whether some host's clock was. Where none was, times are places.
bool was_set_back(const CaseReader& reader);

// SQL for the place of the time in column `time` of the clock_epoch in `epoch`, as text whose order
// is that of places; for queries that begin with kClockPlaces.
extern const char* const kClockPlaces;
std::string place_of(const std::string& time, const std::string& epoch);

// The same of a row of v_session that is called v: its start, else when access was given, else its
// end; and its end.
std::string place_of_session();
std::string place_of_end();

}  // namespace sojourn
