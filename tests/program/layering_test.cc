// The arrows of ARCHITECTURE.md, checked where they are made: in the #include lines.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "tests/support/places.h"

namespace sojourn {
namespace {

namespace fs = std::filesystem;

struct Include {
  std::string folder;  // "engine"
  std::string file;    // "engine/case/database.cc"
  std::string header;  // "schema/event.h", "sqlite3.h"
  bool own = false;    // in quotes
};

const std::vector<std::string> kFolders = {"schema", "parsers", "correlator", "engine", "cli"};

std::vector<Include> includes_of_all_folders() {
  std::vector<Include> found;
  const fs::path root = testing::sources();
  for (const std::string& folder : kFolders) {
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(root / folder)) {
      const std::string extension = entry.path().extension();
      if (extension != ".cc" && extension != ".h") continue;
      std::ifstream in(entry.path());
      for (std::string line; std::getline(in, line);) {
        if (!line.starts_with("#include ")) continue;
        const std::size_t first = line.find_first_of("\"<");
        const std::size_t last = line.find_last_of("\">");
        if (first == std::string::npos || last <= first) continue;
        found.push_back({folder, entry.path().lexically_relative(root).generic_string(),
                         line.substr(first + 1, last - first - 1), line[first] == '"'});
      }
    }
  }
  return found;
}

TEST(Layering, EveryFolderUsesOnlyThoseBelowIt) {
  const std::map<std::string, std::set<std::string>> allowed = {
      {"schema", {"schema"}},
      {"parsers", {"parsers", "schema"}},
      {"correlator", {"correlator", "schema"}},
      {"engine", {"engine", "parsers", "correlator", "schema"}},
      {"cli", {"cli", "engine", "schema"}},
  };
  std::size_t checked = 0;
  for (const Include& include : includes_of_all_folders()) {
    if (!include.own) continue;
    const std::string used = include.header.substr(0, include.header.find('/'));
    EXPECT_TRUE(allowed.at(include.folder).contains(used))
        << include.file << " includes " << include.header;
    ++checked;
  }
  EXPECT_GT(checked, 50U);
}

// "windows" of "correlator/windows/connections.cc", "correlate" of "correlator/correlate.h".
std::string room_of(const std::string& path) {
  const std::string below = path.substr(std::string("correlator/").size());
  const std::size_t slash = below.find('/');
  return slash == std::string::npos ? "correlate" : below.substr(0, slash);
}

// A room of the correlator may use those on lower floors, none on its own.
TEST(Layering, EveryRoomOfTheCorrelatorUsesOnlyLowerFloors) {
  const std::map<std::string, int> floors = {
      {"correlate", 6}, {"access", 5}, {"findings", 4}, {"windows", 4},
      {"records", 3},   {"clock", 2},  {"hosts", 2},    {"names", 1},
  };
  std::set<std::pair<std::string, std::string>> arrows;
  for (const Include& include : includes_of_all_folders()) {
    if (include.folder != "correlator" || !include.header.starts_with("correlator/")) continue;
    const std::string from = room_of(include.file), to = room_of(include.header);
    if (from == to) continue;
    ASSERT_TRUE(floors.contains(from)) << include.file;
    ASSERT_TRUE(floors.contains(to)) << include.header;
    EXPECT_GT(floors.at(from), floors.at(to)) << include.file << " includes " << include.header;
    arrows.emplace(from, to);
  }
  EXPECT_LE(arrows.size(), 15U) << ::testing::PrintToString(arrows);
}

// Where a library may be named: a folder with its slash, or the beginning of one file's path.
struct Home {
  std::string header;  // the beginning of the library's headers
  std::vector<std::string> files;
};
const std::vector<Home> kHomes = {
    {"archive", {"parsers/containers/archive_child.", "parsers/libraries."}},
    {"libevtx", {"parsers/"}},
    {"libdeflate", {"parsers/"}},
    {"pugixml", {"parsers/"}},
    {"tsk/", {"parsers/containers/image_"}},
    {"libewf", {"parsers/containers/image_disk."}},
    {"libqcow", {"parsers/containers/image_disk."}},
    {"libvhdi", {"parsers/containers/image_disk."}},
    {"libvmdk", {"parsers/containers/image_disk."}},
    {"libvshadow", {"parsers/containers/image_shadow."}},
    {"libbfio", {"parsers/containers/image_disk.", "parsers/containers/image_shadow."}},
    {"seccomp", {"parsers/confinement."}},
    {"iconv", {"parsers/text_encoding."}},
    {"sqlite3", {"engine/"}},
    {"openssl/", {"engine/"}},
    {"date/", {"schema/time.", "cli/zone."}},
    {"nlohmann/",
     {"schema/flat_json.cc", "schema/json.cc", "schema/libraries.cc", "parsers/json_tree.cc"}},
    {"CLI/", {"cli/command_line.cc", "cli/command_options.", "cli/usage/usage_of_app."}},
};

TEST(Layering, EveryLibraryHasOneHome) {
  for (const Include& include : includes_of_all_folders()) {
    for (const Home& home : kHomes) {
      if (include.own || !include.header.starts_with(home.header)) continue;
      EXPECT_TRUE(
          std::any_of(home.files.begin(), home.files.end(),
                      [&](const std::string& file) { return include.file.starts_with(file); }))
          << include.file << " includes <" << include.header << ">";
    }
  }
}

TEST(Layering, NoLibraryComesInUnnoticed) {
  for (const Include& include : includes_of_all_folders()) {
    // The C++ library has neither dots nor slashes in its names, the system's C headers end in
    // ".h".
    const bool third_party =
        include.header.find('/') != std::string::npos && !include.header.starts_with("sys/") &&
        !include.header.starts_with("arpa/") && !include.header.starts_with("netinet/") &&
        !include.header.starts_with("linux/");
    if (include.own || !third_party) continue;
    EXPECT_TRUE(
        std::any_of(kHomes.begin(), kHomes.end(),
                    [&](const Home& home) { return include.header.starts_with(home.header); }))
        << include.file << " includes <" << include.header << ">, which kHomes does not know";
  }
}

TEST(Layering, TheCorrelatorAndTheSchemaKnowNoFilesNoThreadsNoChance) {
  const std::set<std::string> forbidden = {"fstream", "iostream", "filesystem", "thread",
                                           "mutex",   "atomic",   "future",     "random",
                                           "ctime",   "cstdlib"};
  for (const Include& include : includes_of_all_folders()) {
    if (include.folder != "correlator" && include.folder != "schema") continue;
    EXPECT_FALSE(forbidden.contains(include.header))
        << include.file << " includes <" << include.header << ">";
    const bool system_header = !include.own && include.header.ends_with(".h") &&
                               include.header.find('/') == std::string::npos;
    EXPECT_FALSE(system_header) << include.file << " includes <" << include.header << ">";
  }
}

}  // namespace
}  // namespace sojourn
