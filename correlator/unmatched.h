// Why a record is in no session, so that "nothing is silently lost" is a query.
#pragma once

#include <string_view>

#include "schema/event.h"

namespace sojourn {

std::string_view reason_unmatched(const Event& event);

}  // namespace sojourn
