// `sojourn gaps`: what is missing of the logs, whole logs that a host would have among them.
#pragma once

#include "cli/list_plan.h"

namespace sojourn {

ListPlan gap_list(const ListRequest& request);

}  // namespace sojourn
