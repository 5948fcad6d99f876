// Who collected files, and what kind of log each is, as the names of files and folders tell.
#pragma once

#include <filesystem>
#include <map>
#include <string>

namespace sojourn {

// What collectors leave beside the files that they collect.
class CollectionMarks {
 public:
  // Of every file that is met, whatever it is.
  void note(const std::filesystem::path& path);

  // "velociraptor", "kape" (or another that makes folders by drive letter), "cortex", "cylr",
  // "uac", "image" for a file out of a disk image, else "plain". REQUIRES: all files were noted.
  std::string collection_of(const std::filesystem::path& path) const;

 private:
  std::map<std::string, const char*> collectors_;  // by the folder, or container, that they filled
};

// Words with blanks between: "archived" for Archive-*.evtx, which Windows makes of a full log,
// "windows_old" for what an upgrade set aside, "shadow_copy", "deleted"; "" for a log in use.
std::string origin_of(const std::filesystem::path& path);

}  // namespace sojourn
