// `sojourn timeline`: what v_timeline has, of the sessions that a filter shows.
#pragma once

#include "cli/list_plan.h"

namespace sojourn {

ListPlan timeline_list(const ListRequest& request);

}  // namespace sojourn
