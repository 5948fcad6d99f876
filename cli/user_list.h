// `sojourn users`: the accounts, each over all hosts.
#pragma once

#include "cli/list_plan.h"

namespace sojourn {

ListPlan user_list(const ListRequest& request);

}  // namespace sojourn
