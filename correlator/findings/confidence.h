// How far the records carry a session, from 0 to 1.
#pragma once

#include "correlator/records/host_log.h"
#include "schema/session.h"

namespace sojourn {

// The lesser of what proves the start and what proves the end, where there is one; a fifth less
// where records contradict each other.
double confidence_of(const Session& session, const HostLog& log);

}  // namespace sojourn
