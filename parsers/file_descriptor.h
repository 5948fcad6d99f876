// A file descriptor that closes itself.
#pragma once

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
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

// Evidence, opened to be read and for nothing else; its access time stays where the system allows
// that, to its owner and to root. Not open, with errno set, where that fails; a pipe without a
// writer does not hold it up.
inline FileDescriptor open_evidence(const std::filesystem::path& path) {
  constexpr int kHow = O_RDONLY | O_CLOEXEC | O_NONBLOCK;
  const int untouched = open(path.c_str(), kHow | O_NOATIME);
  if (untouched >= 0 || errno != EPERM) return FileDescriptor(untouched);
  return FileDescriptor(open(path.c_str(), kHow));
}

}  // namespace sojourn
