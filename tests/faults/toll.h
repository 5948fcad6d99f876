// Which calls fail, and how the runs ended to which that was done, for the line that a test prints.
#pragma once

#include <algorithm>
#include <cstdint>
#include <iomanip>
#include <iostream>
#include <string_view>
#include <vector>

#include "tests/faults/forked_run.h"
#include "tests/support/seeds.h"

namespace sojourn::testing {

// Of the first 50 all, or every seventh where that has to be quick.
inline std::vector<std::uint64_t> calls_to_fail() {
  std::vector<std::uint64_t> numbers;
  for (std::uint64_t n = 1; n <= 50; n += is_long_run() ? 1 : 7) numbers.push_back(n);
  return numbers;
}

// One on each way to an allocation, and of all every 97th; or ten where that has to be quick.
inline std::vector<std::uint64_t> allocations_to_refuse(const ForkedOutcome& with_ways) {
  std::vector<std::uint64_t> numbers = with_ways.ways;
  const std::uint64_t all = with_ways.calls[static_cast<std::size_t>(Call::allocation)];
  for (std::uint64_t n = 1; n <= all; n += 97) numbers.push_back(n);
  std::ranges::sort(numbers);
  numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
  if (is_long_run()) return numbers;
  std::vector<std::uint64_t> few;
  for (std::size_t i = 0; i < 10; ++i) few.push_back(numbers[numbers.size() * i / 10]);
  return few;
}

struct Toll {
  std::uint64_t struck = 0, unharmed = 0, refused = 0, unread = 0, killed = 0;

  void add(const ForkedOutcome& outcome) {
    ++struck;
    ++(outcome.signal != 0   ? killed
       : outcome.status == 0 ? unharmed
       : outcome.status == 1 ? refused
                             : unread);
  }
  void print(std::string_view job, std::string_view what) const {
    std::cout << std::left << std::setw(20) << job << std::setw(16) << what << std::right
              << std::setw(6) << struck << " struck: " << unharmed << " done all the same, "
              << refused << " refused in one line, " << unread << " with an issue, " << killed
              << " killed\n";
  }
};

}  // namespace sojourn::testing
