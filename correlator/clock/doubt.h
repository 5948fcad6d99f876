// A stretch of a strand whose times the clock showed more than once.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "correlator/clock/epochs.h"
#include "correlator/clock/witnesses.h"
#include "schema/event.h"
#include "schema/session.h"

namespace sojourn {

inline constexpr std::size_t kMostEpochs = 16;

struct Doubt {
  std::span<const EventRef> records;
  std::vector<std::uint16_t> epochs;        // to choose from, rising; at most kMostEpochs
  std::optional<Timestamp> before, behind;  // of the sure records on either side
  std::uint16_t from = 0, to = 0;           // their epochs
};

struct Cut {
  std::vector<std::uint16_t> epochs;  // of each record
  std::vector<bool> witnessed;        // witnesses for the chosen epoch outweigh those for others
};

// The best way to cut it (clock_placement.h). `margin` is how many times heavier than those for
// another epoch witnesses must be.
Cut best_cut(const Doubt& doubt, const std::vector<Event>& events, const EpochRanges& epochs,
             const Witnesses& witnesses, std::int64_t margin);

}  // namespace sojourn
