// `sojourn failures`: bursts of failed attempts, what they tried, and who got in afterwards.
#pragma once

#include "cli/list_plan.h"

namespace sojourn {

// Of a filter that names a burst, its attempts one by one.
//
// A burst of at least five accounts with at most three attempts at each, in the mean, is a spray;
// of at least five attempts otherwise, guessing; of fewer, neither.
ListPlan failure_list(const ListRequest& request);

}  // namespace sojourn
