// Table `burst`: failures in a row from one source, and what followed them.
#pragma once

#include "engine/case/database.h"
#include "engine/case/host_ids.h"
#include "schema/strings.h"

namespace sojourn {

void write_bursts(const Database& database, const HostIds& ids, const Correlation& found,
                  const Strings& strings);

}  // namespace sojourn
