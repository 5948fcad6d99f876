// What the readings of a file say of it as evidence, and what of them a run is asked for.
#pragma once

#include "engine/case/evidence_table.h"
#include "engine/reading.h"

namespace sojourn {

// Counts a stretch of the file, of which nothing was left out yet.
void count(EvidenceRow& row, const Reading& reading);

// Whether what stood there is a deleted log.
bool is_deleted(const EvidencePlace& place);

// A deleted log's records are recovered ones, and measure nothing that is missing.
void mark_deleted(const EvidenceRow& row, Reading& reading);

// Takes out what no filter of the row lets through, and counts it. True where the rest does not
// measure any more what is missing in the file.
bool leave_out(EvidenceRow& row, Reading& reading);

}  // namespace sojourn
