// `sojourn at`: who was on at a time, or at any time between two, and in which state.
#pragma once

#include "cli/list_plan.h"

namespace sojourn {

// The state is that at the end of the time asked for:
//   active        the desktop was unlocked
//   locked        and since when
//   disconnected  nobody was at the desktop, but it stood with all its programs
//   on            without a desktop, or on a host whose logs tell of no locks
//   ended         within the time asked for
//   perhaps       the logs do not tell whether it had begun, or still was
// REQUIRES: the filter has both times.
ListPlan presence_list(const ListRequest& request);

}  // namespace sojourn
