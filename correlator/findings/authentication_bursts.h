// Credentials that a domain controller refused in a row from one source: attempts against other
// hosts, which leave no session here.
#pragma once

#include <vector>

#include "correlator/findings/failure_source.h"
#include "correlator/records/host_log.h"
#include "schema/session.h"

namespace sojourn {

// Adds bursts of two and more to `bursts`. A 4776 that a failed session of the same account tells
// within a second is an attempt against this host itself, and is counted there.
void add_authentication_bursts(std::vector<Burst>& bursts, const std::vector<Session>& sessions,
                               const FailureSources& sources, const HostLog& log);

}  // namespace sojourn
