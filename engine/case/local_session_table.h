// Table `local_session`: the Windows local sessions of a host, which survive a disconnect.
#pragma once

#include "engine/case/account_table.h"
#include "engine/case/database.h"
#include "engine/case/host_ids.h"
#include "schema/strings.h"

namespace sojourn {

void write_local_sessions(const Database& database, const HostIds& ids, const Correlation& found,
                          const Strings& strings, AccountTable& accounts);

}  // namespace sojourn
