// Chance that falls the same on every machine: the engine of the standard, whose output it fixes,
// and plain arithmetic in place of its distributions, whose output it does not.
#pragma once

#include <cstdint>
#include <random>

namespace sojourn::simulation {

class Dice {
 public:
  explicit Dice(std::uint64_t seed) : engine_(seed) {}

  // REQUIRES: low <= high. Both ends can come up.
  std::uint64_t between(std::uint64_t low, std::uint64_t high) {
    return low + engine_() % (high - low + 1);
  }

  bool one_in(std::uint64_t n) { return between(1, n) == 1; }

 private:
  std::mt19937_64 engine_;
};

}  // namespace sojourn::simulation
