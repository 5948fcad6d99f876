// Table `record_range`: which records of each file were read, kept so that the holes can be told
// again when evidence is added.
#pragma once

#include <cstdint>
#include <set>
#include <vector>

#include "engine/case/database.h"
#include "engine/case/evidence_table.h"
#include "schema/record_range.h"
#include "schema/strings.h"

namespace sojourn {

// Those of the evidence in `without` are left out. Throws std::runtime_error, one line that names
// the case and the evidence, where a range is of other evidence that has no place.
std::vector<RecordRange> read_ranges(const Database& database, const EvidencePlaces& places,
                                     Strings& strings, const std::set<std::int64_t>& without = {});

// Adds a host's to the table, in an order that does not depend on theirs.
void write_ranges(const Database& database, std::int64_t host_id, std::vector<RecordRange> ranges,
                  const Strings& strings);

// Joins what the stretches of one file gave. Nothing is left where its records are of several
// channels.
void join_stretches(std::vector<RecordRange>& ranges);

}  // namespace sojourn
