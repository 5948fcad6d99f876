// The shadow copies of an NTFS volume: what Windows kept of it as it was, each as a disk of its
// own.
#pragma once

#include <libbfio.h>
#include <libvshadow.h>

#include <cstdint>
#include <memory>
#include <string>

#include "parsers/containers/image_disk.h"

namespace sojourn {

// Part of a disk, as libbfio reads a file.
struct DiskPart {
  ImageDisk* disk = nullptr;
  std::uint64_t begin = 0, size = 0, at = 0;
};

class ShadowCopies {
 public:
  // Of the volume that begins there and goes on to the disk's end at most. The disk must outlive
  // this.
  ShadowCopies(ImageDisk& disk, std::uint64_t begin);
  ~ShadowCopies();
  ShadowCopies(const ShadowCopies&) = delete;
  ShadowCopies& operator=(const ShadowCopies&) = delete;

  // Whether the volume says that it has some.
  bool are_told() const { return are_told_; }
  // How many there are, none where failure() says why they cannot be read.
  int count() const { return count_; }
  // The oldest is 0. Null, and failure() says why, where it cannot be read.
  std::unique_ptr<ImageDisk> copy(int place);
  const std::string& failure() const { return failure_; }

 private:
  void open();
  void fail(libvshadow_error_t* error);

  DiskPart part_;
  libbfio_handle_t* file_ = nullptr;
  libvshadow_volume_t* volume_ = nullptr;
  int count_ = 0;
  bool are_told_ = false;
  std::string failure_;
};

// What reads them.
Library shadow_library();

}  // namespace sojourn
