// Why a record is in no session, so that "nothing is silently lost" is a query.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "correlator/host_log.h"
#include "schema/session.h"

namespace sojourn {

// For each record of the log the reason; empty for those that a session cites or that begin or end
// a logon session or local session.
std::vector<std::string_view> reasons_unmatched(const HostLog& log,
                                                std::span<const LogonSession> logon_sessions,
                                                std::span<const LocalSession> local_sessions);

}  // namespace sojourn
