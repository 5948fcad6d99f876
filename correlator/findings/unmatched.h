// Why a record is in no session, so that "nothing is silently lost" is a query.
#pragma once

#include <string_view>

#include "schema/event.h"

namespace sojourn {

// Of a record that is in no session of any kind.
std::string_view reason_unmatched(const Event& event);

}  // namespace sojourn
