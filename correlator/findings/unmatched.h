// Why a record is in no session, so that "nothing is silently lost" is a query.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "schema/event.h"
#include "schema/session.h"

namespace sojourn {

// Of each of so many records whether a session of any kind rests on it: one cites it, or it begins
// or ends a logon session or a local session.
std::vector<bool> used_records(const std::vector<Session>& sessions,
                               const std::vector<LogonSession>& logon_sessions,
                               const std::vector<LocalSession>& local_sessions,
                               std::size_t records);

// Of a record that is in no session of any kind.
std::string_view reason_unmatched(const Event& event);

}  // namespace sojourn
