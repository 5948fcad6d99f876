#include "engine/folder_names.h"

#include <dirent.h>

#include <cerrno>
#include <cstring>
#include <memory>

namespace sojourn {
namespace {

struct Close {
  void operator()(DIR* folder) const { closedir(folder); }
};

}  // namespace

FolderNames names_in(const std::filesystem::path& folder) {
  FolderNames found;
  const std::unique_ptr<DIR, Close> open(opendir(folder.c_str()));
  errno = open == nullptr ? errno : 0;
  while (open != nullptr) {
    const dirent* entry = readdir(open.get());
    if (entry == nullptr) break;
    const std::string_view name = entry->d_name;
    if (name != "." && name != "..") found.names.emplace_back(name);
    errno = 0;  // which is all that tells an error from the end
  }
  if (errno != 0) found.failure = std::strerror(errno);
  return found;
}

}  // namespace sojourn
