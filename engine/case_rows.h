// The rows of a case that follow from all of its records, once those are gathered.
#pragma once

#include <cstddef>
#include <vector>

#include "correlator/correlate.h"
#include "engine/case/database.h"
#include "engine/case/evidence_table.h"
#include "engine/case/run_table.h"
#include "engine/gathered_records.h"

namespace sojourn {

struct CaseParts {
  const std::vector<EvidenceRow>& files;  // Event::file is a place among them
  std::vector<RunRow>& runs;              // the last of which ends with the last row
  GatheredRecords& records;
};

// Into the empty tables of `next`, all but the table of issues. See GatheredRecords for `threads`.
void write_case_rows(const Database& next, const CaseParts& parts, const CorrelateOptions& options,
                     std::size_t threads);

}  // namespace sojourn
