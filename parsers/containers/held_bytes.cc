#include "parsers/containers/held_bytes.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cassert>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <stdexcept>
#include <string>
#include <utility>

namespace sojourn {
namespace {

// In a folder whose file system has none without a name, one that has it no longer.
FileDescriptor nameless_file(const std::filesystem::path& folder) {
  FileDescriptor file(open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600));
  if (file.is_open() || (errno != EOPNOTSUPP && errno != EISDIR)) return file;
  std::string name = (folder / "sojourn-XXXXXX").string();
  file = FileDescriptor(mkostemp(name.data(), O_CLOEXEC));
  if (file.is_open()) unlink(name.c_str());
  return file;
}

std::filesystem::path temporary_folder() {
  const char* named = std::getenv("TMPDIR");
  return named != nullptr && *named != '\0' ? named : "/tmp";
}

}  // namespace

HeldBytes HeldBytes::beside(std::uint64_t held, const std::filesystem::path& folder) {
  return HeldBytes(folder.empty() ? temporary_folder() : folder,
                   kInMemory - std::min(kInMemory, held));
}

HeldBytes::HeldBytes(std::filesystem::path folder, std::uint64_t in_memory)
    : folder_(std::move(folder)), limit_(in_memory), file_(memfd_create("sojourn", MFD_CLOEXEC)) {
  if (!file_.is_open()) move_to_file();
}

void HeldBytes::fail(const char* what) const {
  throw std::runtime_error(std::string(what) + " for what is read in " + folder_.string() + ": " +
                           std::strerror(errno) + ": name a folder with room with --temp");
}

void HeldBytes::add(Bytes bytes) {
  if (!is_file_ && bytes.size() > limit_ - std::min(limit_, size_)) move_to_file();
  write(bytes);
  size_ += bytes.size();
}

void HeldBytes::write(Bytes bytes) {
  while (!bytes.empty()) {
    const ssize_t count = ::write(file_.number(), bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) fail("there is no room");
    bytes = bytes.subspan(static_cast<std::size_t>(count));
  }
}

void HeldBytes::move_to_file() {
  const FileDescriptor memory = std::exchange(file_, nameless_file(folder_));
  if (!file_.is_open()) fail("there can be no temporary file");
  is_file_ = true;
  std::array<std::uint8_t, 1 << 16> block;
  for (std::uint64_t at = 0; at < size_;) {
    const ssize_t count =
        pread(memory.number(), block.data(), block.size(), static_cast<off_t>(at));
    if (count <= 0) fail("there is no memory");
    write(Bytes(block).first(static_cast<std::size_t>(count)));
    at += static_cast<std::uint64_t>(count);
  }
}

void HeldBytes::read(std::uint64_t at, std::span<std::uint8_t> into) const {
  assert(at + into.size() <= size_);
  while (!into.empty()) {
    const ssize_t count = pread(file_.number(), into.data(), into.size(), static_cast<off_t>(at));
    if (count < 0 && errno == EINTR) continue;
    if (count == 0) errno = EIO;
    if (count <= 0) fail("there is nothing more to be read");
    at += static_cast<std::uint64_t>(count);
    into = into.subspan(static_cast<std::size_t>(count));
  }
}

std::filesystem::path HeldBytes::path() const { return path_of_descriptor(file_.number()); }

}  // namespace sojourn
