// Table `clock_epoch`: a host's clock between two settings of it.
#pragma once

#include "engine/case/database.h"
#include "engine/case/host_ids.h"

namespace sojourn {

void write_clock_epochs(const Database& database, const HostIds& ids, const Correlation& found);

}  // namespace sojourn
