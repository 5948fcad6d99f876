#include "engine/evidence_list.h"

#include <algorithm>
#include <utility>

namespace sojourn {

void EvidenceList::add(EvidenceFile&& file) {
  readable_.push_back(file.path);
  files_.push_back(std::move(file));
}

void EvidenceList::add_unreadable(const std::filesystem::path& path, Issue issue) {
  unreadable_.emplace(path, std::move(issue));
}

Evidence EvidenceList::take() {
  std::ranges::sort(files_, {}, [](const EvidenceFile& file) {
    return std::pair<const std::string&, const std::string&>(file.sha256, file.path.native());
  });
  Evidence evidence;
  for (EvidenceFile& file : files_) {
    file.collection = marks_.collection_of(file.path);
    file.origin = origin_of(file.path);
    const bool is_copy = !evidence.files.empty() && evidence.files.back().sha256 == file.sha256;
    (is_copy ? evidence.copies : evidence.files).push_back(std::move(file));
  }
  for (auto& [path, issue] : unreadable_) evidence.unreadable.push_back({path, std::move(issue)});
  evidence.readable = std::move(readable_);
  evidence.passed_over = std::move(passed_over_);
  return evidence;
}

}  // namespace sojourn
