// An Event as text, a line for each member that holds something: what golden files hold and what a
// failed comparison prints.
#pragma once

#include <string>

#include "schema/event.h"
#include "schema/strings.h"

namespace sojourn::testing {

std::string event_text(const Event& event, const Strings& strings);

}  // namespace sojourn::testing
