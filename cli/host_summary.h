// What an analyst asks first of the hosts of a case, for the end of an analysis.
#pragma once

#include <ostream>

#include "engine/case/case_reader.h"

namespace sojourn {

// A table: from when to when the logs of each host tell, which it lacks or lost, who was there,
// from how many public addresses, and who got in after guessing. At most twenty hosts, those where
// somebody did so first, then those with public addresses.
void write_host_summary(const CaseReader& reader, std::ostream& out);

}  // namespace sojourn
