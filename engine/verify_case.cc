#include "engine/verify_case.h"

#include <algorithm>
#include <map>
#include <set>
#include <system_error>
#include <utility>

#include "engine/evidence.h"
#include "engine/hash_of_parts.h"
#include "engine/image_parts.h"
#include "engine/sha256.h"
#include "parsers/well_formed.h"

namespace sojourn {
namespace {

namespace fs = std::filesystem;
using enum VerifiedFile::State;

// What an archive holds now.
struct Contents {
  std::set<std::string> hashes, paths;
  std::string failure;  // why not all of it is known
  bool is_there = false;
};

Contents contents_of(const fs::path& container, const ContainerOptions& options) {
  Contents contents;
  std::error_code error;
  contents.is_there = fs::is_regular_file(container, error);
  if (!contents.is_there) return contents;
  const Evidence evidence = find_evidence({container}, options);
  for (const EvidenceFile& file : evidence.files) contents.hashes.insert(file.sha256);
  for (const fs::path& path : evidence.readable) contents.paths.insert(as_utf8(path.string()));
  if (!evidence.unreadable.empty()) contents.failure = evidence.unreadable.front().issue.found;
  return contents;
}

void look_in(const Contents& contents, const fs::path& path, VerifiedFile& file) {
  if (!contents.is_there) {
    file.state = missing;
  } else if (contents.hashes.contains(file.sha256)) {
    file.state = same;
  } else if (contents.paths.contains(as_utf8(path.lexically_normal().string()))) {
    file.state = changed;
  } else {
    file.state = contents.failure.empty() ? missing : unreadable;
    file.found = contents.failure;
  }
}

// With the parts in which it goes on, where it is a container.
void look_at(const fs::path& path, VerifiedFile& file, bool with_parts = false) {
  std::error_code error;
  const auto hash = [&] {
    return with_parts ? hash_of_parts(path, open_further_parts(path), {}) : sha256_of(path);
  };
  if (!fs::exists(path, error)) {
    file.state = missing;
    if (error) file.found = error.message();
  } else if (const auto sha256 = hash()) {
    file.state = *sha256 == file.sha256 ? same : changed;
    if (file.state == changed) file.found = *sha256;
  } else {
    file.state = unreadable;
    file.found = ByteSource(path).failure();
  }
}

// Where a relative path begins: in the folder of the run that found it, or, where that does not
// have what it is in, here.
fs::path folder_of(const fs::path& folder, const fs::path& file) {
  std::error_code error;
  return fs::exists(folder / file, error) ? folder : fs::path();
}

constexpr const char* kPlaces =
    "SELECT v.path, v.sha256, v.container, r.folder FROM evidence v JOIN run r USING (run_id)\n"
    "UNION ALL SELECT c.path, v.sha256, c.container, r.folder FROM evidence_copy c\n"
    "JOIN evidence v USING (evidence_id) JOIN run r ON r.run_id = c.run_id ORDER BY 1, 4";

constexpr const char* kContainers =
    "SELECT DISTINCT v.container, v.container_sha256, r.folder FROM\n"
    "(SELECT run_id, container, container_sha256 FROM evidence UNION ALL\n"
    " SELECT run_id, container, container_sha256 FROM evidence_copy) v JOIN run r USING (run_id)\n"
    "WHERE v.container_sha256 IS NOT NULL";
constexpr const char* kDeleted =
    "SELECT 1 FROM evidence WHERE origin LIKE '%deleted' UNION ALL\n"
    "SELECT 1 FROM evidence_copy WHERE origin LIKE '%deleted'";

}  // namespace

std::vector<VerifiedFile> verify_case(const CaseReader& reader, const ContainerOptions& options) {
  std::vector<VerifiedFile> files;
  std::map<std::string, Contents> containers;
  ContainerOptions all = options;
  all.deleted = reader.query(kDeleted).next().has_value();
  Query rows = reader.query(kPlaces);
  const auto text = [](const Cell& cell) {
    const auto* value = std::get_if<std::string>(&cell);
    return value == nullptr ? std::string() : *value;
  };
  while (const auto cells = rows.next()) {
    VerifiedFile file{.path = text(cells->at(0)), .sha256 = text(cells->at(1)), .found = {}};
    const std::string container = text(cells->at(2));
    const fs::path folder =
        folder_of(text(cells->at(3)), container.empty() ? file.path : container);
    if (container.empty()) {
      look_at(folder / file.path, file);
    } else {
      const auto [contents, is_new] = containers.try_emplace((folder / container).string());
      if (is_new) contents->second = contents_of(folder / container, all);
      look_in(contents->second, folder / file.path, file);
    }
    files.push_back(std::move(file));
  }
  for (Query hashed = reader.query(kContainers); const auto cells = hashed.next();) {
    VerifiedFile file{.path = text(cells->at(0)), .sha256 = text(cells->at(1)), .found = {}};
    look_at(folder_of(text(cells->at(2)), file.path) / file.path, file, true);
    files.push_back(std::move(file));
  }
  std::ranges::stable_sort(files, {}, &VerifiedFile::path);
  return files;
}

}  // namespace sojourn
