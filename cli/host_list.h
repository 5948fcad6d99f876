// `sojourn hosts`: what the logs of each host hold, and the sessions on it.
#pragma once

#include "cli/list_plan.h"

namespace sojourn {

ListPlan host_list(const ListRequest& request);

}  // namespace sojourn
