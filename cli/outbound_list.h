// `sojourn outbound`: where people went from the hosts of a case (v_outbound).
#pragma once

#include "cli/list_plan.h"

namespace sojourn {

ListPlan outbound_list(const ListRequest& request);

}  // namespace sojourn
