// A folder in memory where there is one, of this process alone: thousands of cases a minute wear no
// disk. Files have the same names in every process, for a case holds them.
#pragma once

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <string>

namespace sojourn::fuzzing {

// Made at the first call, removed when the process ends.
inline const std::filesystem::path& memory_folder() {
  namespace fs = std::filesystem;
  static const fs::path path = [] {
    const fs::path base = fs::exists("/dev/shm") ? fs::path("/dev/shm") : fs::temp_directory_path();
    fs::path own = base / ("sojourn-fuzz-" + std::to_string(getpid()));
    fs::create_directories(own);
    std::atexit([] { fs::remove_all(memory_folder()); });
    return own;
  }();
  return path;
}

}  // namespace sojourn::fuzzing
