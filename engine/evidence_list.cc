#include "engine/evidence_list.h"

#include <utility>

namespace sojourn {
void EvidenceList::add(EvidenceFile&& file) {
  readable_.push_back(file.path);
  const auto [entry, is_new] = by_hash_.try_emplace(file.sha256, file);
  if (is_new) return;
  ++copies_;
  if (file.path < entry->second.path) std::swap(file, entry->second);
  if (others_ == Others::name) copied_.push_back(std::move(file.path));
}

void EvidenceList::add_unreadable(const std::filesystem::path& path, Issue issue) {
  unreadable_.emplace(path, std::move(issue));
}

Evidence EvidenceList::take() {
  Evidence evidence;
  for (auto& [hash, file] : by_hash_) evidence.files.push_back(std::move(file));
  for (auto& [path, issue] : unreadable_) evidence.unreadable.push_back({path, std::move(issue)});
  evidence.readable = std::move(readable_);
  evidence.copies = copies_;
  evidence.copied = std::move(copied_);
  evidence.passed_over = std::move(passed_over_);
  return evidence;
}

}  // namespace sojourn
