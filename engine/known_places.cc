#include "engine/known_places.h"

#include <cstddef>
#include <filesystem>
#include <utility>

namespace sojourn {

KnownPlaces::KnownPlaces(const std::vector<EvidenceRow>& files, const std::vector<RunRow>& runs) {
  for (const RunRow& run : runs) folders_.push_back(run.folder);
  for (const EvidenceRow& file : files) {
    known_.emplace(file.sha256, whole_path(file.place));
    for (const EvidencePlace& copy : file.copies) known_.emplace(file.sha256, whole_path(copy));
  }
}

std::string KnownPlaces::whole_path(const EvidencePlace& place) const {
  const auto run = static_cast<std::size_t>(place.run_id) - 1;
  const std::filesystem::path folder = run < folders_.size() ? folders_[run] : std::string();
  return (folder / place.path).lexically_normal().string();
}

bool KnownPlaces::add(EvidenceRow& file, EvidencePlace place) {
  if (!known_.emplace(file.sha256, whole_path(place)).second) return false;
  file.copies.push_back(std::move(place));
  return true;
}

}  // namespace sojourn
