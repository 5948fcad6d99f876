// Which epoch of the clock each record of a host was written in.
//
// Most times lie in one epoch only, and a record of a step says itself on which side of it the
// strand stands. What is left is a doubt: a stretch of a strand whose times the clock showed more
// than once, between two records that are sure. Somewhere in it the strand passes the step. Of all
// ways to cut it the best one is taken:
//
//   1. where time falls, the clock was set back;
//   2. then what witnesses say who tell of the same things (clock_witnesses.h): records of strands
//      that hold the steps, and whatever else is sure;
//   3. then the fewest and widest cuts by the clock, so that what was written together stays
//      together; a strand that ends or begins inside the doubt need not be cut at all;
//   4. then the later cut.
//
// A record that a witness decided is a witness itself in the next round: RdpCoreTS knows no user,
// but shares ActivityIDs with RemoteConnectionManager, which does. Where no witness decides any
// more, the doubts of one strand are closed by rules 1, 3 and 4, and witness for the others.
#pragma once

#include <cstdint>
#include <vector>

#include "correlator/clock/epochs.h"
#include "correlator/clock/strands.h"
#include "schema/event.h"
#include "schema/strings.h"

namespace sojourn {

// By event. REQUIRES: `strands` hold each event once.
std::vector<std::uint16_t> place_in_epochs(const std::vector<Event>& events,
                                           const std::vector<Strand>& strands,
                                           const EpochRanges& epochs, const Strings& strings);

}  // namespace sojourn
