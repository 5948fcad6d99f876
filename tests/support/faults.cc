// The system's own calls, defined once more: a program's symbols go before those of its libraries.
#include "tests/support/faults.h"

#include <dirent.h>
#include <dlfcn.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <stdexcept>
#include <string>
#include <utility>

namespace sojourn::testing {
namespace {

std::string failing_folder, failing_file, changing_file;
int names_left = 0;
std::uint64_t failing_offset = 0, changing_offset = 0;

bool is_of(int descriptor, const std::string& path) {
  if (path.empty()) return false;
  std::error_code error;
  const auto found =
      std::filesystem::read_symlink("/proc/self/fd/" + std::to_string(descriptor), error);
  return !error && found == path;
}

// A byte that no reader looks at; size and time of modification stay.
void change(const std::string& file) {
  const int descriptor = open(file.c_str(), O_WRONLY | O_CLOEXEC);
  struct stat status {};
  fstat(descriptor, &status);
  if (pwrite(descriptor, "X", 1, 1000) != 1) throw std::runtime_error("cannot change " + file);
  const timespec times[] = {status.st_atim, status.st_mtim};
  futimens(descriptor, times);
  close(descriptor);
}

}  // namespace

FailingListing::FailingListing(const std::filesystem::path& folder, int names) {
  names_left = names;
  failing_folder = std::filesystem::canonical(folder);
}
FailingListing::~FailingListing() { failing_folder.clear(); }

FailingRead::FailingRead(const std::filesystem::path& file, std::uint64_t offset) {
  failing_offset = offset;
  failing_file = std::filesystem::canonical(file);
}
FailingRead::~FailingRead() { failing_file.clear(); }

ChangeWhileRead::ChangeWhileRead(const std::filesystem::path& file, std::uint64_t offset) {
  changing_offset = offset;
  changing_file = std::filesystem::canonical(file);
}
ChangeWhileRead::~ChangeWhileRead() { changing_file.clear(); }

}  // namespace sojourn::testing

extern "C" {

// The C library names the parameters otherwise in its headers.
// NOLINTNEXTLINE(readability-inconsistent-declaration-parameter-name)
dirent* readdir(DIR* folder) {
  static const auto real = reinterpret_cast<dirent* (*)(DIR*)>(dlsym(RTLD_NEXT, "readdir"));
  using namespace sojourn::testing;
  if (is_of(dirfd(folder), failing_folder) && names_left-- <= 0) {
    errno = EIO;
    return nullptr;
  }
  return real(folder);
}

// NOLINTNEXTLINE(readability-inconsistent-declaration-parameter-name)
ssize_t pread(int file, void* buffer, size_t size, off_t offset) {
  static const auto real =
      reinterpret_cast<ssize_t (*)(int, void*, size_t, off_t)>(dlsym(RTLD_NEXT, "pread"));
  using namespace sojourn::testing;
  if (static_cast<std::uint64_t>(offset) >= changing_offset && is_of(file, changing_file)) {
    change(std::exchange(changing_file, ""));
  }
  if (is_of(file, failing_file)) {
    const auto begin = static_cast<std::uint64_t>(offset);
    if (begin >= failing_offset) {
      errno = EIO;
      return -1;
    }
    if (size > failing_offset - begin) size = failing_offset - begin;
  }
  return real(file, buffer, size, offset);
}

}  // extern "C"
