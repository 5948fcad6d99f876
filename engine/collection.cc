#include "engine/collection.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <string_view>
#include <vector>

#include "schema/ascii.h"

namespace sojourn {
namespace {

namespace fs = std::filesystem;

// How a file is called that a collector leaves, and how far above it the folder is that it filled.
struct Mark {
  std::string_view begin, end, folder;  // of its name; and the name of the folder it stands in
  int above;
  const char* collector;
};
constexpr Mark kMarks[] = {
    {"client_info.json", "", "", 1, "velociraptor"},
    {"collection_context.json", "", "", 1, "velociraptor"},
    {"_kape.cli", "", "", 1, "kape"},
    {"kape.log", "", "console", 2, "kape"},
    {"", "_copylog.csv", "", 1, "kape"},
    {"", "_skiplog.csv", "", 1, "kape"},
    {"cortex-xdr-payload.log", "", "output", 2, "cortex"},
    {"cylr.log", "", "", 1, "cylr"},
    {"uac.log", "", "", 1, "uac"},
};

// How a collector calls the folder or the container that it makes.
struct Naming {
  std::string_view begin;
  const char* collector;
};
constexpr Naming kNamings[] = {
    {"collection-", "velociraptor"},
    {"offline_collector_output_", "cortex"},
    {"cylr", "cylr"},
    {"uac-", "uac"},
    {"[root]", "uac"},
};

// By which Velociraptor reads files: the folder in "uploads" is called so.
constexpr std::array<std::string_view, 8> kAccessors = {"auto", "file", "lazy_file", "lazy_ntfs",
                                                        "mft",  "ntfs", "ntfs_vss",  "raw_ntfs"};

// "c%3a" is "c:".
std::string without_percents(std::string_view text) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    unsigned char byte = 0;
    const char* const digits = text.data() + i + 1;
    const bool is_coded = text[i] == '%' && i + 2 < text.size() &&
                          std::from_chars(digits, digits + 2, byte, 16).ptr == digits + 2;
    plain += is_coded ? static_cast<char>(byte) : text[i];
    if (is_coded) i += 2;
  }
  return plain;
}

// The names on the way to a file and its own, in lower case; that of a container with its "!".
std::vector<std::string> names_of(const fs::path& path) {
  std::vector<std::string> names;
  for (const fs::path& name : path) names.push_back(without_percents(ascii_lower(name.string())));
  return names;
}

// "vol1", a volume of an image: behind its container.
bool is_volume(const std::vector<std::string>& names, std::size_t place) {
  const std::string& name = names[place];
  return place > 0 && names[place - 1].ends_with('!') && name.starts_with("vol") &&
         name.size() > 3 &&
         std::ranges::all_of(name.substr(3), [](unsigned char c) { return std::isdigit(c) != 0; });
}

bool is_drive(std::string_view name) {
  return (name.size() == 1 || (name.size() == 2 && name[1] == ':')) && name[0] >= 'a' &&
         name[0] <= 'z';
}

const char* collector_of(const std::vector<std::string>& names) {
  for (std::size_t i = names.size(); i-- > 1;) {
    const std::string& name = names[i - 1];
    for (const auto& [begin, collector] : kNamings) {
      if (name.starts_with(begin)) return collector;
    }
    if (name == "uploads" && std::ranges::find(kAccessors, names[i]) != kAccessors.end())
      return "velociraptor";
    if (name.starts_with("\\\\.\\")) return "velociraptor";
  }
  return nullptr;
}

}  // namespace

void CollectionMarks::note(const fs::path& path) {
  const std::string name = ascii_lower(path.filename().string());
  for (const Mark& mark : kMarks) {
    const bool is_it = mark.end.empty() ? name == mark.begin : name.ends_with(mark.end);
    if (!is_it) continue;
    fs::path folder = path.parent_path();
    if (!mark.folder.empty() && ascii_lower(folder.filename().string()) != mark.folder) continue;
    for (int i = 1; i < mark.above; ++i) folder = folder.parent_path();
    collectors_.try_emplace(folder.string(), mark.collector);
  }
}

std::string CollectionMarks::collection_of(const fs::path& path) const {
  for (fs::path folder = path.parent_path(); !collectors_.empty(); folder = folder.parent_path()) {
    const auto found = collectors_.find(folder.string());
    if (found != collectors_.end()) return found->second;
    if (folder == folder.parent_path()) break;
  }
  const std::vector<std::string> names = names_of(path);
  if (const char* collector = collector_of(names)) return collector;
  bool is_in_image = false;
  for (std::size_t i = 0; i + 1 < names.size(); ++i) {
    is_in_image = is_in_image || is_volume(names, i);
    if (is_drive(names[i]) && names[i + 1].starts_with("windows")) return "kape";
  }
  return is_in_image ? "image" : "plain";
}

std::string origin_of(const fs::path& path) {
  const std::vector<std::string> names = names_of(path);
  bool is_old = false, is_shadow = false, is_deleted = false;
  for (std::size_t i = 0; i < names.size(); ++i) {
    is_old = is_old || names[i] == "windows.old";
    is_shadow = is_shadow || names[i].find("harddiskvolumeshadowcopy") != std::string::npos;
    if (i == 0 || !is_volume(names, i - 1)) continue;
    is_shadow = is_shadow || names[i].starts_with("vss");
  }
  is_deleted = std::ranges::find(names, "*deleted*") != names.end();
  const bool is_archived =
      !names.empty() && names.back().starts_with("archive-") && names.back().ends_with(".evtx");
  std::string words;
  const auto add = [&](bool is, const char* word) {
    if (is) words += (words.empty() ? "" : " ") + std::string(word);
  };
  add(is_archived, "archived");
  add(is_old, "windows_old");
  add(is_shadow, "shadow_copy");
  add(is_deleted, "deleted");
  return words;
}

}  // namespace sojourn
