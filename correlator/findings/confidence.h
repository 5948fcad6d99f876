// How far the records carry a session, from 0 to 1: at least that share of the sessions that are
// told by the same records is right. docs/confidence.md has the measure.
#pragma once

#include "correlator/records/host_log.h"
#include "schema/session.h"

namespace sojourn {

// The lesser of what proves the start and what proves the end, where there is one; a fifth less
// where records contradict each other.
double confidence_of(const Session& session, const HostLog& log);

}  // namespace sojourn
