// Records whose side of a setting back is known, as witnesses for others that tell of the same
// thing.
#pragma once

#include <cstdint>
#include <vector>

#include "schema/event.h"
#include "schema/strings.h"

namespace sojourn {

// How far apart two records of one thing may be written (observed: 4647 and its LSM 23, 15.06 s; a
// 1149 and the type 10 behind it as long as somebody types a password).
inline constexpr Ticks kWitnessReach = std::chrono::seconds{90};

// How strongly two records of one thing hang together, the more the nearer in time; 0 out of reach.
std::int64_t bond(Ticks distance);

// What two records can both name, by its hash.
using Thing = std::uint64_t;

class Witnesses {
 public:
  explicit Witnesses(const Strings& strings) : strings_(strings) {}

  void add(const Event& event, std::size_t epoch);
  // REQUIRES: between the last add() and the first support().
  void sort();
  // How strongly witnesses of that epoch say that a record of that time is of it: for each thing
  // that both name (a connection, a person, an address, a local session, a start or stop of the
  // machine) the nearest in time counts, the more the nearer.
  std::int64_t support(const std::vector<Thing>& things, Timestamp time, std::size_t epoch) const;
  // What the record names.
  std::vector<Thing> things_of(const Event& event) const;

 private:
  struct Witness {
    Thing thing;
    std::size_t epoch;
    Timestamp time;
    auto operator<=>(const Witness&) const = default;
  };

  const Strings& strings_;
  std::vector<Witness> witnesses_;
};

}  // namespace sojourn
