#include "engine/evidence.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <memory>
#include <optional>
#include <set>
#include <stdexcept>
#include <string_view>
#include <system_error>
#include <utility>

#include "engine/container_search.h"
#include "engine/evidence_list.h"
#include "engine/folder_names.h"
#include "engine/sha256.h"
#include "engine/unread_forms.h"
#include "parsers/byte_source.h"
#include "parsers/evidence_form.h"

namespace sojourn {
namespace {

namespace fs = std::filesystem;

// The hash of a file that begins like evidence.
struct Fingerprint {
  std::string sha256;
  std::uint64_t size = 0;
  std::optional<EvidenceForm> form;
  std::string head;  // of what is not hashed
  FileState state;   // before the first byte was read
};

Result<Fingerprint> fingerprint(const fs::path& path) {
  ByteSource file(path);
  Sha256 sha256;
  Fingerprint result;
  result.state = file.state();
  auto buffer = std::make_unique<std::array<std::uint8_t, 1 << 18>>();
  for (;;) {
    const std::size_t count = file.read_at(result.size, *buffer);
    if (!file.failure().empty()) {
      return Issue{.what = "file", .wanted = "a readable file", .found = file.failure()};
    }
    if (count == 0) break;
    const std::string_view bytes(reinterpret_cast<const char*>(buffer->data()), count);
    if (result.size == 0) {
      result.form = evidence_form(Bytes(*buffer).first(count));
      if (!result.form) result.head = bytes.substr(0, kHeadOfForm);
    }
    result.size += count;
    if (!result.form || is_container(*result.form)) return result;
    sha256.add(bytes);
  }
  result.sha256 = sha256.hex();
  return result;
}

// Nothing for what a case cannot hold.
std::optional<Timestamp> from_nanoseconds(std::int64_t since_1970) {
  const Timestamp time{std::chrono::floor<Ticks>(std::chrono::nanoseconds(since_1970))};
  if (time < *from_filetime(0)) return std::nullopt;
  return time;
}

std::string kind_of(fs::file_type type) {
  switch (type) {
    case fs::file_type::fifo:
      return "a pipe";
    case fs::file_type::socket:
      return "a socket";
    case fs::file_type::block:
    case fs::file_type::character:
      return "a device";
    default:
      return "something else";
  }
}

class Finder {
 public:
  // Links may lead to where `roots`, what the user named, are.
  Finder(std::vector<fs::path> roots, const ContainerOptions& options, Others others)
      : roots_(std::move(roots)), list_(others), containers_(options, list_) {}

  // `named`: the user named this very file, so it has to be a log.
  void look_at(const fs::path& path, bool named) {
    if (!looked_at_.insert(path).second) return;
    list_.note(path);
    auto print = fingerprint(path);
    if (!print) return list_.add_unreadable(path, print.issue());
    auto& [sha256, size, form, head, state] = print.value();
    if (form && is_container(*form)) {
      containers_.look_through(path, *form, state);
    } else if (form) {
      list_.add({.path = path,
                 .file = path,
                 .size = size,
                 .sha256 = sha256,
                 .form = *form,
                 .state = state,
                 .modified = from_nanoseconds(state.modified_ns)});
    } else if (auto issue = why_unread(path, head, named)) {
      list_.add_unreadable(path, *std::move(issue));
    } else {
      list_.add_passed_over(path);
    }
  }

  void look_through(const fs::path& folder) {
    const FolderNames found = names_in(folder);
    for (const std::string& name : found.names) look_at_entry(folder / name);
    if (found.failure.empty()) {
      list_.add_readable(folder);
    } else {
      list_.add_unreadable(
          folder, Issue{.what = "folder", .wanted = "a readable folder", .found = found.failure});
    }
  }

  Evidence take() { return list_.take(); }

 private:
  // What is met in a folder.
  void look_at_entry(const fs::path& path) {
    std::error_code error;
    const fs::file_type type = fs::symlink_status(path, error).type();
    const auto name = [&](std::string found) {
      list_.add_unreadable(
          path, Issue{.what = "file", .wanted = "a file or a folder", .found = std::move(found)});
    };
    if (error) {
      name(error.message());
    } else if (type == fs::file_type::directory) {
      look_through(path);
    } else if (type == fs::file_type::regular) {
      look_at(path, false);
    } else if (type == fs::file_type::symlink) {
      look_at_link(path);
    } else {
      name(kind_of(type));
    }
  }

  // A link is never followed: what it leads to is met in its own place, or lies outside of the
  // evidence.
  void look_at_link(const fs::path& link) {
    std::error_code error;
    const fs::path target = fs::canonical(link, error);
    Issue issue{.what = "link", .wanted = "what it leads to, within the evidence", .found = {}};
    if (error) {
      issue.found = error.message();
      issue.found += ": " + fs::read_symlink(link, error).string();
    } else if (!is_evidence(target)) {
      issue.found = target.string() + ", outside of it: name that, too, to have it read";
    } else {
      return;
    }
    list_.add_unreadable(link, std::move(issue));
  }

  bool is_evidence(const fs::path& target) const {
    return std::ranges::any_of(roots_, [&](const fs::path& root) {
      return std::ranges::mismatch(root, target).in1 == root.end();
    });
  }

  const std::vector<fs::path> roots_;
  EvidenceList list_;
  ContainerSearch containers_;
  std::set<fs::path> looked_at_;
};

// Where the paths that the user named really are.
std::vector<fs::path> roots_of(const std::vector<fs::path>& paths) {
  std::vector<fs::path> roots;
  for (const fs::path& path : paths) {
    std::error_code error;
    fs::path root = fs::canonical(path, error);
    if (!error) roots.push_back(std::move(root));
  }
  return roots;
}

}  // namespace

Evidence find_evidence(const std::vector<std::filesystem::path>& paths,
                       const ContainerOptions& options, Others others) {
  Finder finder(roots_of(paths), options, others);
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
