// What two records can both name, so that they likely tell of the same thing.
#pragma once

#include <compare>
#include <cstddef>
#include <vector>

#include "schema/event.h"
#include "schema/strings.h"

namespace sojourn {

// By its hash: an RDP connection, an account, an address, a Windows session, the start or
// the stop of the machine. Only a connection's is of one thing that happened once.
struct Identifier {
  std::size_t hash = 0;
  bool is_connection = false;
  auto operator<=>(const Identifier&) const = default;
};

// A connection's first.
std::vector<Identifier> identifiers_of(const Event& event, const Strings& strings);

}  // namespace sojourn
