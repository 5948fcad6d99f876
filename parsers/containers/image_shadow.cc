#include "parsers/containers/image_shadow.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <span>
#include <string_view>

namespace sojourn {
namespace {

using namespace std::string_view_literals;

// What marks a volume that has had shadow copies, and where.
constexpr std::uint64_t kHeader = 0x1E00;
constexpr std::string_view kMark =
    "\x6B\x87\x08\x38\x76\xC1\x48\x4E\xB7\xAE\x04\x04\x6E\x6C\xC7\x52"sv;
// Windows keeps 64 of them, its servers 512.
constexpr int kMostCopies = 512;

// NOLINTNEXTLINE(readability-non-const-parameter): what is read moves its place
DiskPart& part_of(std::intptr_t* part) { return *reinterpret_cast<DiskPart*>(part); }

// libbfio asks for a file like this. What it is given belongs to ShadowCopies.
int let_go(std::intptr_t** part, libbfio_error_t**) {
  *part = nullptr;
  return 1;
}
int clone(std::intptr_t** to, std::intptr_t* from, libbfio_error_t**) {
  *to = from;
  return 1;
}
int open_part(std::intptr_t*, int, libbfio_error_t**) { return 1; }
int close_part(std::intptr_t*, libbfio_error_t**) { return 0; }
int is_there(std::intptr_t*, libbfio_error_t**) { return 1; }

ssize_t read_part(std::intptr_t* of, std::uint8_t* buffer, std::size_t size, libbfio_error_t**) {
  DiskPart& part = part_of(of);
  if (part.at >= part.size) return 0;
  size = std::min<std::uint64_t>(size, part.size - part.at);
  const std::int64_t count =
      part.disk->read_at(part.begin + part.at, {reinterpret_cast<char*>(buffer), size});
  if (count < 0) return -1;
  part.at += static_cast<std::uint64_t>(count);
  return static_cast<ssize_t>(count);
}

// NOLINTNEXTLINE(bugprone-easily-swappable-parameters): libbfio's signature
off64_t seek_part(std::intptr_t* of, off64_t offset, int whence, libbfio_error_t**) {
  DiskPart& part = part_of(of);
  const std::uint64_t from = whence == SEEK_SET ? 0 : whence == SEEK_CUR ? part.at : part.size;
  const auto most = static_cast<std::int64_t>(part.size);
  const auto before = static_cast<std::int64_t>(from);
  if (offset < -before || offset > most - before) return -1;
  part.at = static_cast<std::uint64_t>(before + offset);
  return static_cast<off64_t>(part.at);
}

int size_of_part(std::intptr_t* part, size64_t* size, libbfio_error_t**) {
  *size = part_of(part).size;
  return 1;
}

class ShadowCopy : public ImageDisk {
 public:
  ShadowCopy(libvshadow_store_t* store, std::uint64_t size) : store_(store), size_(size) {}
  ~ShadowCopy() override { libvshadow_store_free(&store_, nullptr); }

  std::uint64_t size() override { return size_; }
  std::int64_t read_at(std::uint64_t offset, std::span<char> into) override {
    return libvshadow_store_read_buffer_at_offset(store_, into.data(), into.size(),
                                                  static_cast<off64_t>(offset), nullptr);
  }

 private:
  libvshadow_store_t* store_;
  std::uint64_t size_;
};

}  // namespace

ShadowCopies::ShadowCopies(ImageDisk& disk, std::uint64_t begin) {
  constexpr std::uint64_t kMostBytes = std::uint64_t{1} << 62;
  const std::uint64_t end = std::min(disk.size(), kMostBytes);
  if (begin >= end || end - begin < kHeader + kMark.size()) return;
  std::array<char, kMark.size()> mark{};
  const std::int64_t count = disk.read_at(begin + kHeader, mark);
  are_told_ =
      count == std::int64_t{mark.size()} && std::string_view(mark.data(), mark.size()) == kMark;
  if (!are_told_) return;
  part_ = {.disk = &disk, .begin = begin, .size = end - begin};
  open();
}

ShadowCopies::~ShadowCopies() {
  if (volume_ != nullptr) libvshadow_volume_free(&volume_, nullptr);
  if (file_ != nullptr) libbfio_handle_free(&file_, nullptr);
}

void ShadowCopies::open() {
  libvshadow_error_t* error = nullptr;
  const bool is_open =
      libbfio_handle_initialize(&file_, reinterpret_cast<std::intptr_t*>(&part_), let_go, clone,
                                open_part, close_part, read_part, nullptr, seek_part, is_there,
                                is_there, size_of_part, LIBBFIO_FLAG_IO_HANDLE_NON_MANAGED,
                                &error) == 1 &&
      libvshadow_volume_initialize(&volume_, &error) == 1 &&
      libvshadow_volume_open_file_io_handle(volume_, file_, LIBVSHADOW_OPEN_READ, &error) == 1 &&
      libvshadow_volume_get_number_of_stores(volume_, &count_, &error) == 1;
  if (!is_open) {
    count_ = 0;
    fail(error);
  } else if (count_ > kMostCopies) {
    failure_ = "more than 512 shadow copies";
    count_ = 0;
  }
}

std::unique_ptr<ImageDisk> ShadowCopies::copy(int place) {
  libvshadow_error_t* error = nullptr;
  libvshadow_store_t* store = nullptr;
  size64_t size = 0;
  if (libvshadow_volume_get_store(volume_, place, &store, &error) != 1) {
    fail(error);
    return nullptr;
  }
  auto copy = [&] { return std::make_unique<ShadowCopy>(store, size); };
  if (libvshadow_store_get_volume_size(store, &size, &error) == 1) return copy();
  fail(error);
  copy();  // which lets the store go
  return nullptr;
}

// The outermost of the library's words: the others tell of its functions.
void ShadowCopies::fail(libvshadow_error_t* error) {
  std::array<char, 512> words{};
  if (error != nullptr) libvshadow_error_sprint(error, words.data(), words.size());
  libvshadow_error_free(&error);
  const std::string_view text = words.data();
  failure_ = "shadow copies that cannot be read";
  if (const std::size_t colon = text.find(": "); colon != std::string_view::npos) {
    const std::string_view rest = text.substr(colon);
    failure_ += rest.substr(0, rest.find('\n'));
  }
}

Library shadow_library() { return {"libvshadow", libvshadow_get_version()}; }

}  // namespace sojourn
