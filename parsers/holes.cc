#include "parsers/holes.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

namespace sojourn {
namespace {

// Behind so many holes the rest counts as bytes: looking for them takes time, too.
constexpr int kMostHoles = 100'000;

std::uint64_t size_of(int file) {
  struct stat status {};
  return file < 0 || fstat(file, &status) != 0 ? 0 : static_cast<std::uint64_t>(status.st_size);
}

}  // namespace

std::uint64_t next_data(int file, std::uint64_t offset, std::uint64_t size) {
  const off_t data = lseek(file, static_cast<off_t>(offset), SEEK_DATA);
  if (data >= 0) return std::clamp(static_cast<std::uint64_t>(data), offset, size);
  // Nothing but a hole, unless the file was cut short.
  return errno == ENXIO && size_of(file) >= size ? size : offset;
}

std::uint64_t data_size(int file) {
  const std::uint64_t size = size_of(file);
  std::uint64_t found = 0, at = 0;
  for (int holes = 0; at < size && holes < kMostHoles; ++holes) {
    at = next_data(file, at, size);
    if (at == size) return found;
    const off_t hole = lseek(file, static_cast<off_t>(at), SEEK_HOLE);
    const std::uint64_t end =
        hole < 0 ? size : std::clamp(static_cast<std::uint64_t>(hole), at, size);
    if (end == at) break;
    found += end - at;
    at = end;
  }
  return found + (size - at);
}

}  // namespace sojourn
