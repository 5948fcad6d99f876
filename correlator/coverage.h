// What the logs hold, so that "no session" and "no log" can be told apart.
#pragma once

#include <vector>

#include "schema/event.h"
#include "schema/session.h"
#include "schema/strings.h"

namespace sojourn {

// Whether records of this log are missing where the record stands: it was cleared, was full, or
// could not take some.
bool marks_loss(EventKind kind);

// For each channel its stretches between losses, by channel name and time. REQUIRES: `events` in
// order.
std::vector<Coverage> find_coverage(const std::vector<Event>& events, const Strings& strings);

}  // namespace sojourn
