// Why a record is in no session, so that "nothing is silently lost" is a query.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "schema/event.h"
#include "schema/session.h"

namespace sojourn {

// Of a record that is in no session of any kind.
std::string_view reason_unmatched(const Event& event);

// The records that begin or end a logon session or a local session are in use, too.
void mark_boundaries(std::vector<bool>& used, std::span<const LogonSession> logon_sessions,
                     std::span<const LocalSession> local_sessions);

}  // namespace sojourn
