// Table `outbound`: where people went from the hosts of a case.
#pragma once

#include "engine/case/database.h"

namespace sojourn {

// REQUIRES: all else is written, and the indexes are made.
void write_outbound(Database& database);

}  // namespace sojourn
