// What two records can both name, so that they likely tell of the same thing.
#pragma once

#include <cstddef>
#include <vector>

#include "schema/event.h"
#include "schema/strings.h"

namespace sojourn {

// By its hash: an RDP connection, an account, an address, a Windows session, the start or
// the stop of the machine.
using Identifier = std::size_t;

std::vector<Identifier> identifiers_of(const Event& event, const Strings& strings);

}  // namespace sojourn
