// `sojourn lateral`: sessions whose source is another host of the case.
#pragma once

#include "cli/list_plan.h"

namespace sojourn {

ListPlan lateral_list(const ListRequest& request);

}  // namespace sojourn
