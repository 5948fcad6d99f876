// `sojourn sources`: from where each account came, what is odd first.
#pragma once

#include "cli/list_plan.h"

namespace sojourn {

// A source is an address, else a client's name, else the kind of place; its rows are those of
// accounts that came from it. What is odd of them follows from all sessions of the case
// (cli/source_history.h); a filter only says which rows are shown.
ListPlan source_list(const ListRequest& request);

}  // namespace sojourn
