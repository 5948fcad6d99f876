// `sojourn evidence`: which files a case rests on, their hashes, and what was read of them.
#pragma once

#include "cli/list_plan.h"

namespace sojourn {

ListPlan evidence_list(const ListRequest& request);

}  // namespace sojourn
