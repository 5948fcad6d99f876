// Table `coverage`: what a host's logs hold, between clearings and holes.
#pragma once

#include "engine/case/database.h"
#include "engine/case/host_ids.h"
#include "schema/strings.h"

namespace sojourn {

void write_coverage(const Database& database, const HostIds& ids, const Correlation& found,
                    const Strings& strings);

}  // namespace sojourn
