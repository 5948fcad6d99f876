// Failures in a row from one source, and what came of them.
#pragma once

#include <vector>

#include "correlator/records/host_log.h"
#include "schema/session.h"

namespace sojourn {

// Groups the failures of `sessions` into bursts of two and more, sets Session::burst and
// Session::failures_before; adds those of credentials that this host checked for others. REQUIRES:
// `sessions` are in the order of their first records.
std::vector<Burst> find_bursts(std::vector<Session>& sessions, HostLog& log);

}  // namespace sojourn
