// Table `boot`: from when until when a host ran.
#pragma once

#include "engine/case/database.h"
#include "engine/case/host_ids.h"

namespace sojourn {

void write_boots(const Database& database, const HostIds& ids, const Correlation& found,
                 const Strings& strings);

}  // namespace sojourn
