// Where the files of a case were found, by this run and by those before.
#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "engine/case/evidence_table.h"
#include "engine/case/run_table.h"

namespace sojourn {

class KnownPlaces {
 public:
  // Those of the rows. `runs` tell where relative paths begin; what they tell is copied.
  KnownPlaces(const std::vector<EvidenceRow>& files, const std::vector<RunRow>& runs);

  // Adds to the copies of a file a place that is none of its own yet; false for one that is.
  bool add(EvidenceRow& file, EvidencePlace place);
  std::size_t size() const { return known_.size(); }

 private:
  std::string whole_path(const EvidencePlace& place) const;

  std::vector<std::string> folders_;                     // of the runs
  std::set<std::pair<std::string, std::string>> known_;  // hashes and whole paths
};

}  // namespace sojourn
