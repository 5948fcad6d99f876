// Boots that left no mark: Windows gives a LogonId once a boot.
#pragma once

#include <vector>

#include "correlator/records/order.h"
#include "schema/session.h"

namespace sojourn {

// The logons among the records [first, last), in order, that came under an id which another logon
// session had had: it had ended, or was somebody else's. Between them Windows started anew. Each
// is told by records behind the one before.
std::vector<EventRef> returned_logon_ids(const OrderedEvents& ordered, EventRef first,
                                         EventRef last);

}  // namespace sojourn
