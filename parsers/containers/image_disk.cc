#include "parsers/containers/image_disk.h"

#include <libbfio.h>
#include <libewf.h>
#include <libqcow.h>
#include <libvhdi.h>
#include <libvmdk.h>
#include <sys/stat.h>
#include <tsk/libtsk.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <string>
#include <string_view>
#include <vector>

#include "parsers/containers/image_shadow.h"

namespace sojourn {
namespace {

class RawDisk : public ImageDisk {
 public:
  explicit RawDisk(std::span<const int> files) {
    for (const int file : files) {
      struct stat status {};
      if (fstat(file, &status) != 0) status.st_size = 0;
      parts_.push_back({file, size_, static_cast<std::uint64_t>(status.st_size)});
      size_ += parts_.back().size;
    }
  }

  std::uint64_t size() override { return size_; }
  std::int64_t read_at(std::uint64_t offset, std::span<char> into) override {
    std::size_t filled = 0;
    for (const Part& part : parts_) {
      while (filled < into.size() && offset >= part.begin && offset - part.begin < part.size) {
        const std::size_t wanted =
            std::min<std::uint64_t>(into.size() - filled, part.begin + part.size - offset);
        const ssize_t count =
            pread(part.file, into.data() + filled, wanted, static_cast<off_t>(offset - part.begin));
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) return filled > 0 ? static_cast<std::int64_t>(filled) : -1;
        filled += static_cast<std::size_t>(count);
        offset += static_cast<std::uint64_t>(count);
      }
    }
    return static_cast<std::int64_t>(filled);
  }

 private:
  struct Part {
    int file;
    std::uint64_t begin, size;
  };
  std::vector<Part> parts_;
  std::uint64_t size_ = 0;
};

std::string digits_of(std::span<const std::uint8_t> bytes) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string digits;
  for (const std::uint8_t byte : bytes) (digits += kDigits[byte >> 4]) += kDigits[byte & 15];
  return digits;
}

using Paths = std::vector<std::string>;

// The functions of each library are alike; its errors are of one type.
struct Ewf {
  using Handle = libewf_handle_t;
  static int make(Handle** handle, libewf_error_t** error) {
    return libewf_handle_initialize(handle, error);
  }
  static int open(Handle* handle, const Paths& paths, libewf_error_t** error) {
    std::vector<char*> names;
    names.reserve(paths.size());
    for (const std::string& path : paths)
      names.push_back(const_cast<char*>(path.c_str()));  // which libewf does not write to
    return libewf_handle_open(handle, names.data(), static_cast<int>(names.size()),
                              LIBEWF_OPEN_READ, error);
  }
  static int size(Handle* handle, size64_t* size) {
    return libewf_handle_get_media_size(handle, size, nullptr);
  }
  static ssize_t read(Handle* handle, std::span<char> into, off64_t offset) {
    return libewf_handle_read_random(handle, into.data(), into.size(), offset, nullptr);
  }
  static void close(Handle* handle) { libewf_handle_free(&handle, nullptr); }
  static std::string stored_hash(Handle* handle) {
    std::array<std::uint8_t, 16> md5{};
    std::array<std::uint8_t, 20> sha1{};
    std::string hash;
    if (libewf_handle_get_md5_hash(handle, md5.data(), md5.size(), nullptr) == 1)
      hash = "MD5 " + digits_of(md5);
    if (libewf_handle_get_sha1_hash(handle, sha1.data(), sha1.size(), nullptr) == 1)
      hash += (hash.empty() ? "SHA1 " : ", SHA1 ") + digits_of(sha1);
    return hash;
  }
};

struct Vhd {
  using Handle = libvhdi_file_t;
  static int make(Handle** handle, libvhdi_error_t** error) {
    return libvhdi_file_initialize(handle, error);
  }
  static int open(Handle* handle, const Paths& paths, libvhdi_error_t** error) {
    return libvhdi_file_open(handle, paths[0].c_str(), LIBVHDI_OPEN_READ, error);
  }
  static int size(Handle* handle, size64_t* size) {
    return libvhdi_file_get_media_size(handle, size, nullptr);
  }
  static ssize_t read(Handle* handle, std::span<char> into, off64_t offset) {
    return libvhdi_file_read_buffer_at_offset(handle, into.data(), into.size(), offset, nullptr);
  }
  static void close(Handle* handle) { libvhdi_file_free(&handle, nullptr); }
};

struct Qcow {
  using Handle = libqcow_file_t;
  static int make(Handle** handle, libqcow_error_t** error) {
    return libqcow_file_initialize(handle, error);
  }
  static int open(Handle* handle, const Paths& paths, libqcow_error_t** error) {
    return libqcow_file_open(handle, paths[0].c_str(), LIBQCOW_OPEN_READ, error);
  }
  static int size(Handle* handle, size64_t* size) {
    return libqcow_file_get_media_size(handle, size, nullptr);
  }
  static ssize_t read(Handle* handle, std::span<char> into, off64_t offset) {
    return libqcow_file_read_buffer_at_offset(handle, into.data(), into.size(), offset, nullptr);
  }
  static void close(Handle* handle) { libqcow_file_free(&handle, nullptr); }
};

// Its data may stand in other files, by their names in it; here they stand in it itself.
struct Vmdk {
  using Handle = libvmdk_handle_t;
  static int make(Handle** handle, libvmdk_error_t** error) {
    return libvmdk_handle_initialize(handle, error);
  }
  static int open(Handle* handle, const Paths& paths, libvmdk_error_t** error) {
    const std::string& name = paths[0];
    if (libvmdk_handle_open(handle, name.c_str(), LIBVMDK_OPEN_READ, error) != 1) return -1;
    libbfio_pool_t* pool = nullptr;
    libbfio_handle_t* file = nullptr;
    int entry = 0;
    if (libbfio_pool_initialize(&pool, 0, LIBBFIO_POOL_UNLIMITED_NUMBER_OF_OPEN_HANDLES, error) !=
            1 ||
        libbfio_file_initialize(&file, error) != 1 ||
        libbfio_file_set_name(file, name.data(), name.size(), error) != 1 ||
        libbfio_pool_append_handle(pool, &entry, file, LIBBFIO_OPEN_READ, error) != 1) {
      return -1;
    }
    // Both last as long as the child.
    return libvmdk_handle_open_extent_data_files_file_io_pool(handle, pool, error);
  }
  static int size(Handle* handle, size64_t* size) {
    return libvmdk_handle_get_media_size(handle, size, nullptr);
  }
  static ssize_t read(Handle* handle, std::span<char> into, off64_t offset) {
    return libvmdk_handle_read_buffer_at_offset(handle, into.data(), into.size(), offset, nullptr);
  }
  static void close(Handle* handle) { libvmdk_handle_free(&handle, nullptr); }
};

template <class Library>
class LibraryDisk : public ImageDisk {
 public:
  ~LibraryDisk() override {
    if (handle_ != nullptr) Library::close(handle_);
  }

  bool open(const Paths& paths) {
    return Library::make(&handle_, nullptr) == 1 && Library::open(handle_, paths, nullptr) == 1 &&
           Library::size(handle_, &size_) == 1;
  }

  std::uint64_t size() override { return size_; }
  std::string stored_hash() override {
    if constexpr (requires { Library::stored_hash(handle_); }) return Library::stored_hash(handle_);
    return {};
  }
  std::int64_t read_at(std::uint64_t offset, std::span<char> into) override {
    return Library::read(handle_, into, static_cast<off64_t>(offset));
  }

 private:
  typename Library::Handle* handle_ = nullptr;
  size64_t size_ = 0;
};

template <class Library>
std::unique_ptr<ImageDisk> opened(const Paths& paths) {
  auto disk = std::make_unique<LibraryDisk<Library>>();
  if (!disk->open(paths)) return nullptr;
  return disk;
}

}  // namespace

std::unique_ptr<ImageDisk> open_image(std::span<const int> files, ImageForm form) {
  Paths paths;
  paths.reserve(files.size());
  for (const int file : files) paths.push_back("/proc/self/fd/" + std::to_string(file));
  switch (form) {
    case ImageForm::raw:
      return std::make_unique<RawDisk>(files);
    case ImageForm::ewf:
      return opened<Ewf>(paths);
    case ImageForm::vhd:
      return opened<Vhd>(paths);
    case ImageForm::vmdk:
      return opened<Vmdk>(paths);
    case ImageForm::qcow:
      return opened<Qcow>(paths);
  }
  return nullptr;
}

std::vector<Library> image_libraries() {
  return {{"libewf", libewf_get_version()},
          {"libqcow", libqcow_get_version()},
          {"libvhdi", libvhdi_get_version()},
          {"libvmdk", libvmdk_get_version()},
          shadow_library(),
          {"The Sleuth Kit", tsk_version_get_str()}};
}

}  // namespace sojourn
