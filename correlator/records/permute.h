// Puts rows into another order without a second copy of them all: there may be millions.
#pragma once

#include <cassert>
#include <cstdint>
#include <utility>
#include <vector>

namespace sojourn {

// The row that stands at order[i] comes to place i. REQUIRES: `order` is a permutation of the
// places; it is used up.
template <class Row>
void permute(std::vector<Row>& rows, std::vector<std::uint32_t> order) {
  for (std::uint32_t start = 0; start < order.size(); ++start) {
    if (order[start] == start) continue;
    Row first = std::move(rows[start]);
    std::uint32_t place = start;
    while (order[place] != start) {
      assert(order[place] < rows.size() && order[place] != place);
      const std::uint32_t from = std::exchange(order[place], place);
      rows[place] = std::move(rows[from]);
      place = from;
    }
    rows[place] = std::move(first);
    order[place] = place;
  }
}

}  // namespace sojourn
