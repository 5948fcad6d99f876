// What a record of a desktop is to its session, by its kind alone.
#pragma once

#include "schema/event.h"
#include "schema/session.h"

namespace sojourn {

Role role_by_kind(EventKind kind);

// Whether it may end a stretch of a desktop that goes on.
bool is_end(EventKind kind);

}  // namespace sojourn
