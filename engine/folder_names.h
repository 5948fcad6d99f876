// What a folder holds, by name.
//
// The standard library's directory_iterator ends the program where memory is short, and keeps a
// folder open as long as those below it are looked through.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace sojourn {

struct FolderNames {
  std::vector<std::string> names;  // in no order; without "." and ".."
  std::string failure;             // why not all of them are known, in the system's words
};

FolderNames names_in(const std::filesystem::path& folder);

}  // namespace sojourn
