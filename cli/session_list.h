// `sojourn sessions`: who had, or tried to get, access; of a burst of failures one line.
#pragma once

#include "cli/list_plan.h"

namespace sojourn {

ListPlan session_list(const ListRequest& request);

}  // namespace sojourn
