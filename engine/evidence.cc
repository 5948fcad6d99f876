#include "engine/evidence.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <stdexcept>
#include <system_error>

#include "engine/sha256.h"
#include "parsers/file_descriptor.h"
#include "parsers/xml_export.h"
#include "schema/ascii.h"

namespace sojourn {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kMagic{"ElfFile\0", 8};
constexpr std::size_t kHead = 4096;  // in which the first element of an export begins

// Fewer bytes than asked only at the end; -1 with errno set when the medium fails.
ssize_t read_some(const FileDescriptor& file, char* buffer, std::size_t size) {
  ssize_t count = 0;
  do {
    count = read(file.number(), buffer, size);
  } while (count < 0 && errno == EINTR);
  return count;
}

Issue cannot_read(int error) {
  return Issue{.what = "file", .wanted = "a readable file", .found = std::strerror(error)};
}

// Nothing for what does not begin like evidence.
std::optional<EvidenceForm> form_of(std::string_view head) {
  if (head.starts_with(kMagic)) return EvidenceForm::log;
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(head.data());
  if (begins_xml_export({bytes, head.size()})) return EvidenceForm::xml;
  return std::nullopt;
}

// The hash of a file that begins like evidence.
struct Fingerprint {
  std::string sha256;
  std::uint64_t size = 0;
  std::optional<EvidenceForm> form;
};

Result<Fingerprint> fingerprint(const fs::path& path) {
  const FileDescriptor file = open_evidence(path);
  if (!file.is_open()) return cannot_read(errno);
  Sha256 sha256;
  Fingerprint result;
  auto buffer = std::make_unique<std::array<char, 1 << 18>>();
  for (;;) {
    const ssize_t count = read_some(file, buffer->data(), buffer->size());
    if (count < 0) return cannot_read(errno);
    if (count == 0) break;
    const std::string_view bytes(buffer->data(), static_cast<std::size_t>(count));
    if (result.size == 0) result.form = form_of(bytes.substr(0, kHead));
    result.size += bytes.size();
    if (!result.form) return result;
    sha256.add(bytes);
  }
  result.sha256 = sha256.hex();
  return result;
}

bool is_named_log(const fs::path& path) {
  return ascii_lower(path.extension().string()) == ".evtx";
}

class Finder {
 public:
  // `named`: the user named this very file, so it has to be a log.
  void look_at(const fs::path& path, bool named) {
    if (!looked_at_.insert(path).second) return;
    const bool must_be_log = named || is_named_log(path);
    const auto print = fingerprint(path);
    if (!print) {
      if (must_be_log) unreadable_.emplace(path, print.issue());
      return;
    }
    const auto& [sha256, size, form] = print.value();
    if (!form) {
      if (must_be_log) {
        unreadable_.emplace(
            path, Issue{.what = "file",
                        .wanted = "an event log, which begins with \"ElfFile\", or events as XML",
                        .found = size == 0 ? "an empty file" : "other content",
                        .offset = 0});
      }
      return;
    }
    const auto [entry, is_new] =
        by_hash_.try_emplace(sha256, EvidenceFile{path, size, sha256, *form});
    if (is_new) return;
    ++copies_;
    entry->second.path = std::min(entry->second.path, path);
  }

  void look_through(const fs::path& folder) {
    std::error_code error;
    fs::directory_iterator entries(folder, error);
    if (error) {
      unreadable_.emplace(
          folder, Issue{.what = "folder", .wanted = "a readable folder", .found = error.message()});
      return;
    }
    for (const fs::directory_iterator end; entries != end; entries.increment(error)) {
      if (error) break;
      std::error_code unknown;
      if (entries->is_symlink(unknown) && entries->is_directory(unknown)) continue;
      if (entries->is_directory(unknown)) {
        look_through(entries->path());
      } else if (entries->is_regular_file(unknown)) {
        look_at(entries->path(), false);
      }
    }
  }

  Evidence take() {
    Evidence evidence;
    for (auto& [hash, file] : by_hash_) evidence.files.push_back(std::move(file));
    for (auto& [path, issue] : unreadable_) evidence.unreadable.push_back({path, std::move(issue)});
    evidence.copies = copies_;
    return evidence;
  }

 private:
  std::map<std::string, EvidenceFile> by_hash_;
  std::map<fs::path, Issue> unreadable_;
  std::set<fs::path> looked_at_;
  std::uint64_t copies_ = 0;
};

}  // namespace

Evidence find_evidence(const std::vector<std::filesystem::path>& paths) {
  Finder finder;
  for (const fs::path& path : paths) {
    std::error_code error;
    const fs::file_status status = fs::status(path, error);
    if (!fs::exists(status)) throw std::runtime_error("no such file or folder: " + path.string());
    const fs::path normal = path.lexically_normal();
    if (fs::is_directory(status)) {
      finder.look_through(normal);
    } else if (fs::is_regular_file(status)) {
      finder.look_at(normal, true);
    } else {
      throw std::runtime_error("neither a file nor a folder: " + path.string());
    }
  }
  return finder.take();
}

}  // namespace sojourn
