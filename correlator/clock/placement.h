// Which epoch of the clock each record of a host was written in. The records that may stand in one
// only, by their time and by the steps that their sequence holds, are the anchors. For the others:
//   1. The nearest anchor within 90 s that names the same connection votes for its epoch, else the
//   nearest that names another thing, too (identifiers.h).
//   2. A record sequence is split at the steps so that the fewest votes are lost; epochs only rise,
//      and time falls only where the clock was set back.
//   3. Records whose votes were kept become anchors for others: RdpCoreTS knows no account, but
//      shares ActivityIDs with RemoteConnectionManager, which does. Three passes are enough.
//
// Where several splits lose equally many votes, the records between them are undecided.
#pragma once

#include <cstdint>
#include <vector>

#include "correlator/clock/epochs.h"
#include "schema/strings.h"

namespace sojourn {

struct Placement {
  std::vector<std::uint16_t> epoch_of;  // by event
  std::vector<bool> undecided;          // likewise: its epoch may as well be another
};

Placement place_in_epochs(const std::vector<Event>& events, const RecordSequences& sequences,
                          const EpochRanges& epochs, const Strings& strings);

}  // namespace sojourn
