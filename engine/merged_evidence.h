// The files that several cases rest on, as those of one.
#pragma once

#include <cstdint>
#include <filesystem>
#include <set>
#include <vector>

#include "engine/case/evidence_table.h"
#include "engine/case/run_table.h"

namespace sojourn {

// What a case has of runs and files, as read from its tables.
struct CaseToMerge {
  std::filesystem::path named;
  std::vector<RunRow> runs;
  std::vector<EvidenceRow> files;
};

struct MergedEvidence {
  std::vector<RunRow> runs;        // of all cases: in the order in which they began, each once
  std::vector<EvidenceRow> files;  // in the order of their sha256
  // Of each case: where those of its files stand among all whose records are taken from it, and the
  // evidence_ids of the others.
  struct Share {
    EvidencePlaces places;
    std::set<std::int64_t> without;
  };
  std::vector<Share> shares;
};

// A file of several cases is there once. Its records are taken from one of them, for which at least
// as much of it was read as for each other; its place is the first by name of all, as if one run
// had met them, and the others are copies. The result does not depend on the order of the cases but
// for their shares. Throws std::runtime_error, one line that says what to do, where of a file no
// case has all that the others have, and where one has a place of a run that it does not have.
MergedEvidence merge_evidence(std::vector<CaseToMerge> cases);

}  // namespace sojourn
