#include "engine/evidence_list.h"

#include <algorithm>
#include <tuple>
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
  const auto place = [](const EvidenceFile& file) {
    return std::tuple(!file.within.empty(), file.file.native(), file.within);
  };
  std::ranges::sort(files_, [&](const EvidenceFile& a, const EvidenceFile& b) {
    return a.sha256 != b.sha256 ? a.sha256 < b.sha256 : place(a) < place(b);
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
