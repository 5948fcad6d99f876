#include "tests/support/seeds.h"

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <iterator>
#include <numeric>
#include <random>

namespace sojourn::testing {

bool is_long_run() { return std::getenv("SOJOURN_LONG") != nullptr; }

std::vector<std::uint64_t> seeds(std::uint64_t few, std::uint64_t many,
                                 const std::vector<std::uint64_t>& failed) {
  if (const char* only = std::getenv("SOJOURN_SEED"); only != nullptr)
    return {std::strtoull(only, nullptr, 10)};
  std::vector<std::uint64_t> all(is_long_run() ? many : few);
  std::iota(all.begin(), all.end(), std::uint64_t{1});
  std::ranges::copy_if(failed, std::back_inserter(all),
                       [counted = all.size()](std::uint64_t seed) { return seed > counted; });
  if (is_long_run()) {
    all.push_back(std::random_device{}());
    std::cout << "fresh seed: SOJOURN_SEED=" << all.back() << '\n';
  }
  return all;
}

}  // namespace sojourn::testing
