#include "engine/verify_case.h"

#include <algorithm>
#include <map>
#include <set>
#include <system_error>
#include <utility>

#include "engine/evidence.h"
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

void look_in(const Contents& contents, VerifiedFile& file) {
  if (!contents.is_there) {
    file.state = missing;
  } else if (contents.hashes.contains(file.sha256)) {
    file.state = same;
  } else if (contents.paths.contains(file.path)) {
    file.state = changed;
  } else {
    file.state = contents.failure.empty() ? missing : unreadable;
    file.found = contents.failure;
  }
}

void look_at(VerifiedFile& file) {
  std::error_code error;
  if (!fs::exists(file.path, error)) {
    file.state = missing;
    if (error) file.found = error.message();
  } else if (const auto sha256 = sha256_of(file.path)) {
    file.state = *sha256 == file.sha256 ? same : changed;
    if (file.state == changed) file.found = *sha256;
  } else {
    file.state = unreadable;
    file.found = ByteSource(fs::path(file.path)).failure();
  }
}

}  // namespace

std::vector<VerifiedFile> verify_case(const CaseReader& reader, const ContainerOptions& options) {
  std::vector<VerifiedFile> files;
  std::map<std::string, Contents> containers;
  Query rows = reader.query("SELECT path, sha256, container FROM evidence ORDER BY path");
  const auto text = [](const Cell& cell) {
    const auto* value = std::get_if<std::string>(&cell);
    return value == nullptr ? std::string() : *value;
  };
  while (const auto cells = rows.next()) {
    VerifiedFile file{.path = text(cells->at(0)), .sha256 = text(cells->at(1)), .found = {}};
    if (const std::string container = text(cells->at(2)); container.empty()) {
      look_at(file);
    } else {
      const auto [contents, is_new] = containers.try_emplace(container);
      if (is_new) contents->second = contents_of(container, options);
      look_in(contents->second, file);
    }
    files.push_back(std::move(file));
  }
  return files;
}

}  // namespace sojourn
