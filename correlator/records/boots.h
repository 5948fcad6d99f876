// The boots of a host: LogonIds and SessionIDs mean something only inside one.
#pragma once

#include <vector>

#include "correlator/records/order.h"
#include "schema/session.h"

namespace sojourn {

// Whether somebody came to a desktop.
bool begins_desktop(EventKind kind);

// Never none when there are events.
std::vector<Boot> split_boots(const OrderedEvents& ordered);

}  // namespace sojourn
