// The records of a strand whose epoch follows from their time alone, or because they tell of a step
// themselves.
#pragma once

#include <cstdint>
#include <vector>

#include "correlator/clock/epochs.h"
#include "correlator/clock/strands.h"
#include "schema/event.h"

namespace sojourn {

struct SureRecord {
  EventRef ref = kNone;
  std::uint16_t epoch = 0;
};

// In the order of the strand, in which epochs only rise: of records that contradict each other the
// majority, because single ones may have been written out of turn. A record of a step outweighs all
// others of its strand.
std::vector<SureRecord> backbone_of(const Strand& strand, const std::vector<Event>& events,
                                    const EpochRanges& epochs);

}  // namespace sojourn
