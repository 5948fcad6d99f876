// How many failures a session had before it.
#pragma once

#include <vector>

#include "correlator/findings/failure_source.h"
#include "correlator/records/host_log.h"
#include "schema/session.h"

namespace sojourn {

// Sets `failures_before` of each session that began and is no failure itself: the failures by the
// same account or from the same source in the 60 minutes before it, whatever succeeded in between.
// `sessions` are in the order of their first records.
void count_failures_before(std::vector<Session>& sessions, const FailureSources& sources,
                           const HostLog& log);

}  // namespace sojourn
