// `sojourn failures --burst N` of credentials that a domain controller refused, a line each.
#pragma once

#include "cli/list_plan.h"

namespace sojourn {

// Whether that burst's attempts are rows of v_authentication.
bool is_of_authentication(std::int64_t burst_id, const CaseReader& reader);
// REQUIRES: the filter names such a burst.
ListPlan authentication_list(const ListRequest& request);

}  // namespace sojourn
