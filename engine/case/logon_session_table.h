// Table `logon_session_row`: the Windows logon sessions of a host.
#pragma once

#include "engine/case/account_table.h"
#include "engine/case/database.h"
#include "engine/case/host_ids.h"
#include "engine/case/text_table.h"

namespace sojourn {

// Accounts and texts are at the host.
void write_logon_sessions(const Database& database, const HostIds& ids, const Correlation& found,
                          AccountTable& accounts, TextTable& texts);

}  // namespace sojourn
