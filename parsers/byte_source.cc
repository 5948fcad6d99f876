#include "parsers/byte_source.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

#include "parsers/holes.h"

namespace sojourn {
namespace {

std::int64_t nanoseconds(const timespec& time) {
  return std::int64_t{time.tv_sec} * 1'000'000'000 + time.tv_nsec;
}

}  // namespace

ByteSource::ByteSource(const std::filesystem::path& path) : file_(open_evidence(path)) {
  struct stat status {};
  if (!file_.is_open() || fstat(file_.number(), &status) != 0) {
    fail(std::strerror(errno));
  } else if (!S_ISREG(status.st_mode)) {
    fail("something that is no file");
  } else {
    size_ = static_cast<std::uint64_t>(status.st_size);
    constexpr std::uint64_t kBlock = 512;
    is_sparse_ = static_cast<std::uint64_t>(status.st_blocks) < size_ / kBlock;
  }
}

ByteSource::ByteSource(Bytes bytes) : bytes_(bytes), size_(bytes.size()) {}

void ByteSource::fail(std::string why) {
  failure_ = std::move(why);
  is_whole_ = false;
}

std::uint64_t ByteSource::data_from(std::uint64_t offset) {
  if (!is_sparse_ || offset >= size_) return offset;
  if (offset < hole_begin_ || offset >= hole_end_) {
    hole_begin_ = offset;
    hole_end_ = next_data(file_.number(), offset, size_);
  }
  return hole_end_;
}

std::size_t ByteSource::read_at(std::uint64_t offset, std::span<std::uint8_t> into) {
  if (!file_.is_open()) {
    const Bytes left = bytes_.subspan(std::min<std::size_t>(offset, bytes_.size()));
    const std::size_t count = std::min(left.size(), into.size());
    std::copy_n(left.begin(), count, into.begin());
    return count;
  }
  if (failure_.empty() && offset < size_) {
    const std::size_t within = std::min<std::uint64_t>(into.size(), size_ - offset);
    if (data_from(offset) - offset >= within) {
      std::ranges::fill(into.first(within), std::uint8_t{0});
      return within;
    }
  }
  std::size_t done = 0;
  while (failure_.empty() && done < into.size()) {
    const ssize_t count = pread(file_.number(), into.data() + done, into.size() - done,
                                static_cast<off_t>(offset + done));
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) fail(std::strerror(errno));
    if (count <= 0) break;
    done += static_cast<std::size_t>(count);
  }
  if (done < into.size() && offset + done < size_) is_whole_ = false;
  return done;
}

FileState ByteSource::state() const {
  struct stat status {};
  if (!file_.is_open() || fstat(file_.number(), &status) != 0) return {};
  return {.device = status.st_dev,
          .inode = status.st_ino,
          .size = static_cast<std::uint64_t>(status.st_size),
          .modified_ns = nanoseconds(status.st_mtim),
          .changed_ns = nanoseconds(status.st_ctim)};
}

}  // namespace sojourn
