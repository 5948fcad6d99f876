// A file descriptor that closes itself.
#pragma once

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <filesystem>
#include <string>
#include <string_view>
#include <utility>

namespace sojourn {

class FileDescriptor {
 public:
  FileDescriptor() = default;
  // Takes `number` over; below 0 it is none.
  explicit FileDescriptor(int number) : number_(number) {}
  ~FileDescriptor() { reset(); }
  FileDescriptor(FileDescriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  FileDescriptor& operator=(FileDescriptor&& other) noexcept {
    if (this != &other) {
      reset();
      number_ = std::exchange(other.number_, -1);
    }
    return *this;
  }

  bool is_open() const { return number_ >= 0; }
  int number() const { return number_; }
  void reset() {
    if (number_ >= 0) close(number_);
    number_ = -1;
  }

 private:
  int number_ = -1;
};

// The name under which this process opens again what it has open as `number`.
inline constexpr std::string_view kOwnDescriptors = "/proc/self/fd/";
inline std::filesystem::path path_of_descriptor(int number) {
  return std::string(kOwnDescriptors) + std::to_string(number);
}

// The same where there is no /proc: another number for it. -1, with errno set, for other paths.
inline int descriptor_of_path(const std::string& path) {
  int number = -1;
  if (!path.starts_with(kOwnDescriptors)) {
    errno = ENOENT;
    return -1;
  }
  std::from_chars(path.data() + kOwnDescriptors.size(), path.data() + path.size(), number);
  return fcntl(number, F_DUPFD_CLOEXEC, 0);
}

// Evidence, opened to be read and for nothing else; its access time stays where the system allows
// that, to its owner and to root. Not open, with errno set, where that fails; a pipe without a
// writer does not hold it up.
inline FileDescriptor open_evidence(const std::filesystem::path& path) {
  constexpr int kHow = O_RDONLY | O_CLOEXEC | O_NONBLOCK;
  const int untouched = open(path.c_str(), kHow | O_NOATIME);
  if (untouched < 0 && errno == ENOENT) return FileDescriptor(descriptor_of_path(path));
  if (untouched >= 0 || errno != EPERM) return FileDescriptor(untouched);
  return FileDescriptor(open(path.c_str(), kHow));
}

}  // namespace sojourn
